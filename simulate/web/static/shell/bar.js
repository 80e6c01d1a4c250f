// The bar above: the plan and its file, undo and redo, kept states, how long the last answer took, and what is done with the whole.
import { compare, redo, save, switchTo, undo } from "./commands.js";
import { openDialog } from "./dialogs.js";
import { html, isolated, render } from "./dom.js";
import { edit } from "./edits.js";
import { COMMAND } from "./keys.js";
import { number } from "./locale.js";
import { AS_SAVED, NOW, setHand, store, subscribeFrames } from "./store.js";

const REDRAWN = ["plan", "step", "figures", "problems", "connection", "painted", "compared", "exported"];
const MOST_COMPARED = 6;
const CONNECTION = {
  open: "",
  lost: "Connecting…",
  refused: "This page has no key to the plan: open the address that milepost open has printed.",
};

export function mountBar(host) {
  let current;
  const draw = () => {
    render(html`<${Bar}/>`, host);
    if (current === (current = store.plan?.current)) return;
    host.querySelector("[role=radio][aria-checked=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  subscribeFrames((what) => REDRAWN.some((one) => what.has(one)) && draw());
  draw();
}

function Bar() {
  const plan = store.plan;
  const logo = html`<span class="logo" aria-hidden="true"><img src="/static/icon.svg" alt=""/>Milepost</span>`;
  if (!plan || plan.data === null) return html`${logo}<h1 class="unseen">Milepost</h1><span class="faint" role="status">${CONNECTION[store.connection]}</span>`;
  return html`${logo}
    <span class="file"><h1 title=${plan.data?.name ?? ""}><bdi>${plan.data?.name ?? plan.file}</bdi></h1>
      <small title=${plan.file}><bdi>${plan.file}</bdi></small>${plan.dirty ? html`<em>not saved</em>` : ""}</span>
    <span class="group edits">
      <${Step} name="Undo" key="undo" what=${plan.undo} keys=${`${COMMAND} Z`} do=${undo}/>
      <${Step} name="Redo" key="redo" what=${plan.redo} keys=${`${COMMAND} Y`} do=${redo}/>
    </span>
    <${Kept} plan=${plan}/>
    <span class="grow"><${Last} plan=${plan}/></span>
    <${Answer}/>
    <button type="button" class="edits" aria-pressed=${store.compared !== null} disabled=${!store.compared && !plan.kept?.length && plan.current !== null}
      title="The present state, the saved one and those kept, side by side" onClick=${toggleCompare}>Compare</button>
    <button type="button" aria-busy=${store.exporting > 0} onClick=${() => openDialog("export")}>Export</button>
    <button type="button" class="quiet round" aria-label="Help" title="Keys (?)" onClick=${() => openDialog("help")}>?</button>
    <button type="button" class="main edits" disabled=${!plan.dirty} title=${`Write what has changed to ${plan.file} (${COMMAND} S)`} onClick=${save}>Save</button>`;
}

function Step({ name, what, keys, do: act }) {
  const title = what ? `${name}: ${what} (${keys})` : `Nothing to ${name.toLowerCase()}`;
  return html`<button type="button" onClick=${act} disabled=${!what} aria-label=${name} title=${title}>${name}</button>`;
}

/* What would be undone, where there is room to say so. */
function Last({ plan }) {
  return plan.undo ? html`<small class="last edits" aria-hidden="true"><bdi>${plan.undo}</bdi></small>` : "";
}

function Kept({ plan }) {
  const current = plan.current ?? null;
  const names = [...(current === null ? [NOW] : []), AS_SAVED, ...(plan.kept ?? []).map((one) => one.name)];
  const chosen = current ?? NOW;
  const choose = (name) => name !== chosen && switchTo(name);
  return html`<span class="kept edits">
    <span class="group" role="radiogroup" aria-label="Kept states" onKeyDown=${alongRadios}>
      ${names.map((name) => html`<button type="button" role="radio" key=${name} aria-checked=${name === chosen} tabindex=${name === chosen ? 0 : -1}
        title=${TITLES[name] ?? name} onClick=${() => choose(name)}>${name}</button>`)}
    </span>
    <button type="button" class="quiet" onClick=${() => openDialog("keep")} title="Keep the present state under a name">Keep…</button>
    ${plan.kept?.length ? html`<button type="button" class="quiet" onClick=${() => openDialog("kept")} title="Write a kept state into the file, or forget it">States…</button>` : ""}
  </span>`;
}

const TITLES = { [NOW]: "The plan as it is now, which is not kept", [AS_SAVED]: "The plan as it stands in the file" };

function alongRadios(event) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("[role=radio]")];
  all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
}

function Answer() {
  if (store.connection === "refused") return html`<span class="answer warn">${CONNECTION.refused}</span>`;
  if (store.connection !== "open") return html`<span class="answer warn" title="What you type is kept, and sent when Milepost answers again">Connection lost, trying again…</span>`;
  const count = store.problems.length;
  const off = store.plan.off.size;
  return html`
    ${off ? html`<button type="button" class="quiet off edits" title=${`Switched off: ${[...store.plan.off].map(nameOf).join(", ")}. Switch all on again`} onClick=${allOn}>${number(off)} off</button>` : ""}
    ${count ? html`<button type="button" class="quiet bad" onClick=${toFirst} title=${`${store.problems[0].message} (go there)`}>${number(count)} ${count === 1 ? "problem" : "problems"}</button>` : html`<${Lives}/>`}`;
}

function Lives() {
  const figures = store.figures;
  if (!figures) return html`<span class="answer faint">Playing…</span>`;
  if (!figures.whole) return html`<span class="answer faint" title="All lives follow at once">first answer of ${number(figures.n)} lives</span>`;
  const took = store.took?.n === figures.n ? store.took.ms : figures.ms?.total;
  return html`<span class="answer faint" title=${timing(figures)}>${number(figures.n)} lives${took === undefined ? "" : ` in ${number(took, 0)} ms`}</span>`;
}

function nameOf(off) {
  const [kind, id] = [off.slice(0, off.indexOf(".")), off.slice(off.indexOf(".") + 1)];
  return isolated(store.plan.data?.[kind]?.[id]?.name ?? store.plan.below?.[kind]?.[id]?.name ?? id);
}

function allOn() {
  edit([...store.plan.off].map((one) => ["off", one, false]), { label: "Switch everything on" });
}

function timing(figures) {
  return figures.ms ? Object.entries(figures.ms).map(([name, ms]) => `${name} ${number(ms, 1)} ms`).join(", ") : "";
}

function toFirst() {
  const [kind, id, field] = store.problems[0].path;
  if (kind !== undefined) setHand({ kind, id: id === undefined ? null : String(id), field: field ?? null, focus: true });
}

function toggleCompare() {
  if (store.compared) compare([]);
  else compare([AS_SAVED, ...(store.plan.current === null ? [NOW] : []), ...(store.plan.kept ?? []).map((one) => one.name)].slice(0, MOST_COMPARED));
}
