// The bar above: the plan and its file, undo and redo, kept states, how long the last answer took, and what is done with the whole.
import { openDialog } from "./dialogs.js";
import { html, render } from "./dom.js";
import { number } from "./locale.js";
import { compare, edit, redo, save, setHand, store, subscribe, switchTo, undo } from "./store.js";

const AS_SAVED = "As saved";

export function mountBar(host) {
  const draw = () => render(html`<${Bar}/>`, host);
  subscribe((what) => ["plan", "figures", "problems", "connection", "painted", "compared", "exported"].some((one) => what.has(one)) && draw());
  draw();
}

function Bar() {
  const plan = store.plan;
  if (!plan) return html`<strong class="logo">Milepost</strong><span class="faint">${CONNECTION[store.connection]}</span>`;
  return html`
    <strong class="logo">Milepost</strong>
    <span class="file"><b title=${plan.data?.name ?? ""}>${plan.data?.name ?? plan.file}</b>
      <small>${plan.file}${plan.dirty ? html` · <em>not saved</em>` : ""}</small></span>
    <span class="group edits">
      <button type="button" onClick=${undo} disabled=${!plan.undo} title=${plan.undo ? `Undo: ${plan.undo} (Ctrl Z)` : "Nothing to undo"}>Undo</button>
      <button type="button" onClick=${redo} disabled=${!plan.redo} title=${plan.redo ? `Redo: ${plan.redo} (Ctrl Y)` : "Nothing to redo"}>Redo</button>
    </span>
    <${Kept} plan=${plan}/>
    <span class="grow"></span>
    <${Answer}/>
    <button type="button" class="edits" aria-pressed=${store.compared !== null} disabled=${!plan.kept?.length && !plan.dirty}
      title="The present state, the saved one and those kept, side by side" onClick=${toggleCompare}>Compare</button>
    <button type="button" onClick=${() => openDialog("export")}>Export</button>
    <button type="button" class="quiet" aria-label="Help" title="Keys (?)" onClick=${() => openDialog("help")}>?</button>
    <button type="button" class="main edits" disabled=${!plan.dirty} title="Ctrl S" onClick=${save}>Save</button>`;
}

const CONNECTION = { open: "", lost: "Connecting…", refused: "This page has no key to the plan: open the address that milepost open printed." };

function Kept({ plan }) {
  const names = [AS_SAVED, ...(plan.kept ?? []).map((one) => one.name)];
  const current = plan.current ?? null;
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll("[role=radio]")];
    const next = all[(all.indexOf(document.activeElement) + by + all.length) % all.length];
    next.focus();
  };
  return html`<span class="kept edits">
    <span class="group" role="radiogroup" aria-label="Kept states" onKeyDown=${move}>
      ${current === null ? html`<button type="button" role="radio" aria-checked="true" key="now">Now</button>` : ""}
      ${names.map((name) => html`<button type="button" role="radio" key=${`k ${name}`} aria-checked=${name === current} tabindex=${name === current || (current === null && name === AS_SAVED) ? 0 : -1}
        title=${name === AS_SAVED ? "The plan as it stands in the file" : name} onClick=${() => switchTo(name)}>${name}</button>`)}
    </span>
    <button type="button" class="quiet" onClick=${() => openDialog("keep")} title="Keep the present state under a name">Keep…</button>
    ${plan.kept?.length ? html`<button type="button" class="quiet" onClick=${() => openDialog("kept")} title="Write a kept state into the file, or forget it">States…</button>` : ""}
  </span>`;
}

function Answer() {
  if (store.connection !== "open") return html`<span class="answer warn">Connection lost, trying again…</span>`;
  if (store.problems.length) {
    const count = store.problems.length;
    return html`<button type="button" class="quiet bad" onClick=${toFirst} title=${store.problems[0].message}>${count} ${count === 1 ? "problem" : "problems"}</button>`;
  }
  const figures = store.figures;
  if (!figures) return html`<span class="answer faint">Playing…</span>`;
  const took = store.took && store.took.n === figures.n ? ` in ${number(store.took.ms, 0)} ms` : "";
  const off = store.plan.off.size ? html`<button type="button" class="quiet off" title="Switch everything on again" onClick=${allOn}>${number(store.plan.off.size)} off</button>` : "";
  return html`${off}<span class="answer faint" title=${timing(figures)}>${number(figures.n)} lives${took}${figures.whole ? "" : ", refining…"}</span>`;
}

function allOn() {
  edit([...store.plan.off].map((one) => ["off", one, false]), { label: "Switch everything on" });
}

function timing(figures) {
  return figures.ms ? Object.entries(figures.ms).map(([name, ms]) => `${name} ${number(ms, 1)} ms`).join(", ") : "";
}

function toFirst() {
  const [kind, id, field] = store.problems[0].path;
  if (id !== undefined) setHand({ kind, id: String(id), field: field ?? null, focus: true });
}

function toggleCompare() {
  if (store.compared) compare([]);
  else compare([...(store.plan.current === AS_SAVED ? [] : ["Now"]), AS_SAVED, ...(store.plan.kept ?? []).map((one) => one.name)].slice(0, 8));
}
