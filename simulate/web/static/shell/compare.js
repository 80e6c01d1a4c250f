// Kept states side by side: what each hits and promises, and by how much it differs from the first, with its interval.
import { html, render } from "./dom.js";
import { date, number, percent, signed } from "./locale.js";
import { choose, compare, store, subscribe } from "./store.js";

export function mountCompare(panes) {
  const host = document.createElement("section");
  host.id = "compare";
  host.hidden = true;
  host.setAttribute("aria-label", "States side by side");
  panes.after(host);
  const draw = () => {
    const isNew = host.hidden && store.compared !== null;
    host.hidden = store.compared === null;
    panes.classList.toggle("covered", store.compared !== null);
    render(store.compared ? html`<${Compared} compared=${store.compared}/>` : null, host);
    if (isNew) host.querySelector("button")?.focus();
  };
  subscribe((what) => (what.has("compared") || (what.has("plan") && store.compared)) && draw());
  host.addEventListener("keydown", (event) => event.key === "Escape" && compare([]));
}

function Compared({ compared }) {
  return html`<header><h2>States side by side</h2><span class="grow"></span><button type="button" onClick=${() => compare([])}>Back to the plan</button></header>
    ${compared.rows === null || compared.rows === undefined ? html`<p class="faint" role="status">Playing ${compared.names.join(", ")}…</p>` : html`
      <div class="tall"><table class="states">
        <thead><tr><th scope="col">Milestone</th>${compared.names.map((name, k) => html`<th scope="colgroup" colspan="2" key=${name}>${name}${k ? "" : html` <small>differences are from this one</small>`}</th>`)}</tr>
          <tr><td></td>${compared.names.map((name) => html`<th scope="col" key=${`h ${name}`}>Hit</th><th scope="col" key=${`p ${name}`}>Promise, ${percent(store.plan?.confidence ?? 0.8, 0)}</th>`)}</tr></thead>
        <tbody>${compared.rows.map((row) => html`<tr key=${row.id}><th scope="row"><button type="button" class="link" onClick=${() => { choose(row.id); compare([]); }}>${row.name}</button></th>
          ${row.cells.map((cell, k) => html`<${Cell} cell=${cell} isFirst=${k === 0} key=${k}/>`)}</tr>`)}</tbody>
        ${compared.cost?.length ? html`<tfoot><tr><th scope="row">Cost on average</th>${compared.cost.map((one, k) => html`<td colspan="2" key=${k}><${Money} one=${one}/></td>`)}</tr></tfoot>` : ""}
      </table></div>
      ${(compared.sentences ?? []).map((sentence) => html`<p>${sentence}</p>`)}
      <p class="faint">All states are played with the same random numbers; the intervals of the differences hold together, 95% of the time. Grey is less than what counts.</p>`}`;
}

function Cell({ cell, isFirst }) {
  if (!cell) return html`<td>–</td><td>–</td>`;
  const { hit, dhit, promise, dpromise } = cell;
  return html`<td>${hit ? html`<span class="big">${percent(hit[0])}</span> <span class="bar" aria-hidden="true"><i ref=${width(hit[0])}></i></span>` : "no due date"}
      ${isFirst ? "" : html`<br/><${Difference} d=${dhit} scale=${100} unit="points" better=${1} counts=${cell.hit_counts}/>`}</td>
    <td><span class="big">${promise?.date ? date(promise.date) : "never"}</span>${isFirst ? "" : html`<br/><${Difference} d=${dpromise} scale=${1} unit="days" better=${-1} counts=${cell.promise_counts}/>`}</td>`;
}

function Difference({ d, scale, unit, better, counts }) {
  if (!d || d[0] === null) return html`<small class="faint">–</small>`;
  const [value, low, high] = d.map((one) => (one === null ? null : one * scale));
  if (value === 0 && !low && !high) return html`<small class="faint">the same</small>`;
  const interval = low === null || high === null ? "" : ` (${signed(low)} to ${signed(high)})`;
  const tone = counts === false ? "faint" : value * better > 0 ? "good" : "bad";
  return html`<small class=${tone}>${signed(value)} ${unit}${interval}</small>`;
}

function Money({ one }) {
  const value = Array.isArray(one) ? one[0] : one?.mean?.[0] ?? one?.mean ?? one;
  return html`<span class="big">${typeof value === "number" ? number(value, 0) : ""}</span>`;
}

const width = (share) => (element) => { if (element) element.style.width = `${100 * share}%`; };
