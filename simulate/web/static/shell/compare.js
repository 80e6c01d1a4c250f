// Kept states side by side: what each hits and promises, and by how much it differs from the first, with its interval.
import { choose, compare } from "./commands.js";
import { html, render } from "./dom.js";
import { date, number, percent, signed } from "./locale.js";
import { NOW, store, subscribe } from "./store.js";

export function mountCompare(panes) {
  const host = document.createElement("section");
  host.id = "compare";
  host.hidden = true;
  host.setAttribute("aria-label", "States side by side");
  panes.append(host);
  const draw = () => {
    const isNew = host.hidden && store.compared !== null;
    host.hidden = store.compared === null;
    panes.classList.toggle("covered", store.compared !== null);
    render(store.compared ? html`<${Compared} compared=${store.compared}/>` : null, host);
    if (isNew) host.querySelector("button")?.focus();
  };
  subscribe((what) => (what.has("compared") || ((what.has("plan") || what.has("section")) && store.compared)) && draw());
  host.addEventListener("keydown", (event) => event.key === "Escape" && compare([]));
}

function Compared({ compared }) {
  return html`<header><h2>States side by side</h2>${compared.n ? html`<small class="faint">${number(compared.n)} lives of each</small>` : ""}
      <span class="grow"></span><button type="button" onClick=${() => compare([])}>Back to the plan</button></header>
    ${compared.rows ? html`<${Table} compared=${compared}/>` : html`<${Waiting} names=${compared.names}/>`}`;
}

function Waiting({ names }) {
  const done = store.progress.get("compare");
  return html`<p class="faint" role="status">Playing ${names.join(", ")}…</p><progress aria-label="Playing" value=${done ?? undefined} max="1"></progress>`;
}

function Table({ compared }) {
  const { names, rows, cost, sentences } = compared;
  return html`<div>
    <div class="said">${(sentences ?? []).map((sentence) => html`<p>${sentence}</p>`)}
      <p class="faint">All states are played with the same random numbers. In brackets: the interval of a difference. Grey is less than what counts.</p></div>
    <div class="wide"><table class="states">
      <thead><tr><th scope="col" rowspan="2">Milestone</th>${names.map((name, k) => html`<th scope="colgroup" colspan="2" key=${name}><${State} name=${name} isFirst=${k === 0}/></th>`)}</tr>
        <tr>${names.map((name) => html`<th scope="col" key=${`h ${name}`} class="begins">Hit</th><th scope="col" key=${`p ${name}`}>Promise, ${percent(store.plan?.confidence ?? 0.8, 0)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.id} class=${levelOf(row.id)}><th scope="row"><button type="button" class="link" onClick=${() => { choose(row.id); compare([]); }}><bdi>${row.name}</bdi></button></th>
        ${row.cells.map((cell, k) => html`<${Cell} cell=${cell} isFirst=${k === 0} key=${k}/>`)}</tr>`)}</tbody>
      ${cost?.length ? html`<tfoot><tr><th scope="row">Cost on average${unit()}</th>${cost.map((one, k) => html`<td colspan="2" class="begins" key=${k}><${Money} one=${one} isFirst=${k === 0}/></td>`)}</tr></tfoot>` : ""}
    </table></div>
  </div>`;
}

function State({ name, isFirst }) {
  return html`<bdi>${name === NOW ? "Now" : name}</bdi>${isFirst ? html` <small>what the others are held against</small>` : ""}`;
}

function Cell({ cell, isFirst }) {
  if (!cell) return html`<td class="begins faint" colspan="2">not in this state</td>`;
  const { hit, promise } = cell;
  return html`<td class="begins"><span class="figure">${hit ? html`<span class="big">${percent(hit[0])}</span><${Bar} hit=${hit}/>` : html`<span class="faint">no due date</span>`}</span>
      ${isFirst || !hit ? "" : html`<${Difference} d=${cell.dhit} turn=${cell.hit_turn} scale=${100} unit="points" better=${1} counts=${cell.hit_counts}/>`}</td>
    <td><span class="figure"><span class="big">${promise?.date ? date(promise.date) : "never"}</span></span>
      ${isFirst ? "" : html`<${Difference} d=${cell.dpromise} turn=${cell.promise_turn} scale=${1} unit="days" better=${-1} counts=${cell.promise_counts}/>`}</td>`;
}

function Bar({ hit: [value, low, high] }) {
  return html`<span class="bar" aria-hidden="true"><i ref=${placed(0, value)}></i><u ref=${placed(low ?? value, high ?? value)}></u></span>`;
}

function Difference({ d, turn, scale, unit, better, counts, digits = 1 }) {
  if (turn) return html`<small class=${turn === "now never" ? "bad" : "good"}>${turn}</small>`;
  if (!d || d[0] === null) return html`<small class="faint">–</small>`;
  const [value, low, high] = d.map((one) => (one === null ? null : one * scale));
  const isNothing = [value, low, high].every((one) => Math.abs(one ?? 0) < 0.5 * 10 ** -digits);
  if (isNothing) return html`<small class="faint">${value === 0 ? "the same" : "hardly a difference"}</small>`;
  const interval = low === null || high === null ? "" : ` (${signed(low, digits)} to ${signed(high, digits)})`;
  const tone = counts === false || Math.abs(value) < 0.5 * 10 ** -digits ? "faint" : value * better > 0 ? "good" : "bad";
  return html`<small class=${tone}><b>${signed(value, digits)}</b> ${unit}${interval}</small>`;
}

function Money({ one, isFirst }) {
  if (!one?.mean) return html`<span class="faint">–</span>`;
  return html`<span class="figure"><span class="big">${number(one.mean[0], 0)}</span></span>
    ${isFirst ? "" : html`<${Difference} d=${one.dmean} turn=${one.mean_turn} scale=${1} unit="" better=${-1} counts=${one.mean_counts} digits=${0}/>`}`;
}

function unit() {
  const currency = store.figures?.cost?.currency;
  return currency ? `, ${currency}` : "";
}

function levelOf(id) {
  return store.figures?.milestones.find((one) => one.id === id)?.level ?? "";
}

const placed = (from, to) => (element) => {
  if (!element) return;
  element.style.left = `${100 * from}%`;
  element.style.width = `${100 * (to - from)}%`;
};
