// Dialogs: to start a plan, keep a state, write it back, choose after a conflict, export, and the keys.
import { forget, keep, resolve, start, write } from "./commands.js";
import { html, render, useState } from "./dom.js";
import { exportAs } from "./exports.js";
import { KEYS } from "./keys.js";
import { isoOf, parseDate, shortDate } from "./locale.js";
import { isReadOnly, store, subscribe } from "./store.js";
import { said } from "./words.js";

let host = null;
let open = null;

export function mountDialogs(element) {
  host = element;
  subscribe((what) => {
    if (what.has("conflict") && store.conflict && !isReadOnly()) openDialog("conflict");
    if (what.has("plan") && store.plan?.data === null && store.plan.templates && open !== "start") openDialog("start");
    if (what.has("plan") && open === "start" && store.plan?.data) close();
    if (what.has("plan") && open === "conflict" && !store.conflict) close();
    if (open) draw();
  });
}

/** Open a dialog: start, keep, kept, conflict, export or help. */
export function openDialog(name) {
  open = name;
  draw();
  const dialog = host.querySelector("dialog");
  if (!dialog.open) dialog.showModal();
}

function close() {
  host.querySelector("dialog")?.close();
}

function draw() {
  const Body = BODIES[open];
  render(open ? html`<dialog key=${open} class=${open} aria-labelledby="dialog-title" onClose=${() => { open = null; draw(); }}
    onCancel=${(event) => { if (open === "start") event.preventDefault(); }}><${Body}/></dialog>` : null, host);
}

const Title = ({ children }) => html`<h2 id="dialog-title">${children}</h2>`;
const Close = ({ text = "Close" }) => html`<button type="button" onClick=${close}>${text}</button>`;

const SUMMARIES = {
  "three-majors": "Three major milestones with a task or two before each, with comments that say what can be written.",
  minimal: "Ten lines: a milestone, a task and a risk.",
  "hr-app": "The example of the documentation, which has everything.",
  sheet: "A small plan to fill in.",
};

function Start() {
  const templates = (store.plan?.templates ?? []).map((name) => ({ name, summary: SUMMARIES[name] }));
  const [template, setTemplate] = useState(templates[0]?.name ?? "");
  const [typed, setTyped] = useState(shortDate(isoOf(Date.now() / 864e5)));
  const day = parseDate(typed);
  const begin = (event) => {
    event.preventDefault();
    if (day && template) start(template, day);
  };
  return html`<form onSubmit=${begin}><${Title}>Start a plan<//>
    <fieldset><legend>What to start from</legend>
      ${templates.map((one) => html`<label class="choice"><input type="radio" name="template" value=${one.name} checked=${one.name === template} onChange=${() => setTemplate(one.name)}/>
        <span><b>${one.name}</b> <small>${one.summary ?? ""}</small></span></label>`)}
    </fieldset>
    <label class="field">First day of the plan <input type="text" value=${typed} aria-invalid=${day === null} onInput=${(event) => setTyped(event.target.value)}/></label>
    <p class="hint">${day === null ? "Write a date, such as 2026-09-07." : `It is written to ${store.plan?.file || "plan.yaml"} once you save it.`}</p>
    <p class="buttons"><button type="submit" class="main" disabled=${day === null}>Start</button></p></form>`;
}

function Keep() {
  const [name, setName] = useState("");
  const submit = (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    keep(name.trim());
    close();
  };
  return html`<form onSubmit=${submit}><${Title}>Keep this state<//>
    <p class="hint">The plan as it is now, with what is switched off, to come back to and to compare with. It stays in this page until you write it into the file.</p>
    <label class="field">Name <input type="text" maxlength="60" autofocus value=${name} onInput=${(event) => setName(event.target.value)}/></label>
    <p class="buttons"><${Close} text="Cancel"/><button type="submit" class="main" disabled=${!name.trim()}>Keep</button></p></form>`;
}

function Kept() {
  const kept = store.plan?.kept ?? [];
  return html`<${Title}>Kept states<//>
    <p class="hint">A state that differs in its order of tasks can become an entry of orderings.compare; any can become a file that lies over this plan.</p>
    <table class="plain"><thead><tr><th scope="col">State</th><th scope="col">Write as</th><th scope="col">Keep no longer</th></tr></thead><tbody>
      ${kept.map((one) => html`<tr key=${one.name}><th scope="row">${one.name}</th>
        <td><span class="pushes"><button type="button" aria-label=${`Write ${one.name} as an ordering`} onClick=${() => write(one.name, "ordering")}>Ordering</button>
          <button type="button" aria-label=${`Write ${one.name} as an overlay`} onClick=${() => write(one.name, "overlay")}>Overlay</button></span></td>
        <td><button type="button" aria-label=${`Forget ${one.name}`} onClick=${() => forget(one.name)}>Forget</button></td></tr>`)}
    </tbody></table><p class="buttons"><${Close}/></p>`;
}

const CHANGED = { mine: "here", theirs: "in the file", both: "in both", below: "in a file below" };

function Conflict() {
  const rows = store.conflict?.differences ?? [];
  const take = (one) => () => { resolve(one); close(); };
  const apart = rows.every((row) => row.kind !== "both");
  return html`<${Title}>The file has changed<//>
    <p>${store.plan?.file} was changed by something else since it was opened or saved here. Nothing has been written yet.</p>
    <div class="tall" tabindex="0"><table class="plain differences"><thead><tr><th scope="col">Where</th><th scope="col">Here</th><th scope="col">In the file</th><th scope="col">Changed</th></tr></thead><tbody>
      ${rows.map((row) => html`<tr class=${row.kind}><th scope="row">${pathOf(row.path)}</th><td>${shown(row.mine)}</td><td>${shown(row.theirs)}</td><td>${CHANGED[row.kind] ?? ""}</td></tr>`)}
    </tbody></table></div>
    <p class="hint">${apart ? "The two touch different parts, and can be had together." : "Where both have changed the same part, yours is taken if you take both."}</p>
    <p class="buttons"><button type="button" autofocus onClick=${close}>Not now</button>
      <button type="button" onClick=${take("theirs")}>Take the file’s</button>
      <button type="button" onClick=${take("mine")}>Keep mine</button>
      <button type="button" class="main" onClick=${take("both")}>Take both</button></p>`;
}

/* A path that may be broken at its dots; what is copied of it is the path, and nothing that is not seen. */
const pathOf = (path) => path.map((key, k) => (k ? html`.<wbr/>${key}` : key));

const shown = (value) => (value === null || value === undefined || value === "" ? "–" : html`<bdi>${said(value)}</bdi>`);

const KINDS = [
  ["report.html", "Report", "One page with pictures and tables, to send and to print"],
  ["png", "Pictures", "Each chart as PNG, in one zip file"],
  ["csv", "Tables", "Each table as CSV, in one zip file"],
  ["xlsx", "Workbook", "All tables in one workbook of Excel"],
];

function Export() {
  return html`<${Title}>Export<//><p class="hint">The plan as it is on the screen, saved or not, at ${(store.plan?.iterations ?? 0).toLocaleString()} iterations.</p>
    <ul class="exports">${KINDS.map(([kind, name, what]) => html`<li><button type="button" onClick=${() => { exportAs(kind); close(); }}>${name}</button> <span>${what}</span></li>`)}</ul>
    <p class="buttons"><${Close}/></p>`;
}

function Help() {
  return html`<${Title}>Help<//><p class="hint">Every edit is played out at once. Nothing is written before Save; what you see as a difference is against the plan as saved.</p>
    <table class="plain keys"><caption class="unseen">Keys</caption><tbody>${KEYS.map(([keys, what]) => html`<tr><th scope="row">${keys.split(", ").map((one, k) => html`${k ? " " : ""}<kbd>${one}</kbd>`)}</th><td>${what}</td></tr>`)}</tbody></table>
    <p class="buttons"><${Close}/></p>`;
}

const BODIES = { start: Start, keep: Keep, kept: Kept, conflict: Conflict, export: Export, help: Help };
