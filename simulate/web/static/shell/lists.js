// The plan as it is read on a telephone: lists that unfold, nothing to edit.
import { html, render } from "./dom.js";
import { date, number } from "./locale.js";
import { isMapping } from "./merged.js";
import { isReadOnly, shown, store, subscribe } from "./store.js";

const KINDS = [["milestones", "Milestones"], ["tasks", "Tasks"], ["risks", "Risks"], ["resources", "Resources"], ["orderings", "Orderings"], ["budget", "Budget"], ["calendars", "Calendars"]];

export function mountLists(host) {
  const draw = () => render(isReadOnly() ? html`<${Lists} plan=${shown()}/>` : null, host);
  subscribe((what) => what.has("plan") && draw());
  window.matchMedia("(max-width: 700px)").addEventListener("change", draw);
  draw();
}

function Lists({ plan }) {
  if (!plan) return null;
  return html`<h2>The plan</h2><p class="faint">To read; edit it on a wider screen.</p>
    ${KINDS.filter(([kind]) => isMapping(plan[kind]) && Object.keys(plan[kind]).length).map(([kind, name]) => {
      const parts = Object.entries(plan[kind]);
      return html`<details key=${kind}><summary>${name} <span class="faint">${number(parts.length)}</span></summary>
        ${parts.map(([id, part]) => html`<${Part} key=${id} id=${id} part=${part} isOff=${store.plan.off.has(`${kind}.${id}`)}/>`)}</details>`;
    })}`;
}

function Part({ id, part, isOff }) {
  if (!isMapping(part)) return html`<section><h3><bdi>${id}</bdi></h3><p>${said(part)}</p></section>`;
  const fields = Object.entries(part).filter(([key, value]) => key !== "name" && value !== null);
  return html`<section><h3><bdi>${part.name ?? id}</bdi>${isOff ? html` <small class="bad">off</small>` : ""}</h3>
    <dl>${fields.map(([key, value]) => html`<div key=${key}><dt>${key.replaceAll("_", " ")}</dt><dd><bdi>${said(value)}</bdi></dd></div>`)}</dl></section>`;
}

function said(value) {
  if (Array.isArray(value)) return value.map(said).join(", ");
  if (isMapping(value)) return Object.entries(value).map(([key, one]) => `${key.replaceAll("_", " ")} ${said(one)}`).join(", ");
  const text = String(value ?? "");
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return date(text);
  return /^-?\d+(\.\d+)?$/.test(text) ? number(Number(text)) : text;
}
