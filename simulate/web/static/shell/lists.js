// The plan as it is read on a telephone: lists that unfold, nothing to edit.
import { html, render } from "./dom.js";
import { number } from "./locale.js";
import { entriesOf } from "./mapping.js";
import { isMapping } from "./merged.js";
import { isReadOnly, shown, store, subscribe, telephone } from "./store.js";
import { fieldName, said } from "./words.js";

const KINDS = [["milestones", "Milestones"], ["tasks", "Tasks"], ["risks", "Risks"], ["resources", "Resources"], ["orderings", "Orderings"], ["budget", "Budget"], ["calendars", "Calendars"]];

export function mountLists(host) {
  const draw = () => render(isReadOnly() ? html`<${Lists} plan=${shown()}/>` : null, host);
  subscribe((what) => what.has("plan") && draw());
  telephone.addEventListener("change", draw);
  draw();
}

function Lists({ plan }) {
  if (!plan) return null;
  return html`<h2>The plan</h2><p class="faint">To read; edit it on a wider screen.</p>
    ${KINDS.filter(([kind]) => isMapping(plan[kind]) && Object.keys(plan[kind]).length).map(([kind, name]) => {
      const parts = entriesOf(plan[kind]);
      return html`<details key=${kind}><summary>${name} <span class="faint">${number(parts.length)}</span></summary>
        ${parts.map(([id, part]) => html`<${Part} key=${id} id=${id} part=${part} isOff=${store.plan.off.has(`${kind}.${id}`)}/>`)}</details>`;
    })}`;
}

function Part({ id, part, isOff }) {
  if (!isMapping(part)) return html`<section><h3><bdi>${id}</bdi></h3><p>${said(part)}</p></section>`;
  const fields = entriesOf(part).filter(([key, value]) => key !== "name" && value !== null);
  return html`<section><h3><bdi>${part.name ?? id}</bdi>${isOff ? html` <small class="bad">off</small>` : ""}</h3>
    <dl>${fields.map(([key, value]) => html`<div key=${key}><dt>${fieldName(key)}</dt><dd><bdi>${said(value)}</bdi></dd></div>`)}</dl></section>`;
}
