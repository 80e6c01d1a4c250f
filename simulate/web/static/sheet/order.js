// The order in which tasks take their crews: dragged, or moved by keys, while the figures follow; and what the file compares it with.
import { html, render } from "../shell/dom.js";
import { draft, edit } from "../shell/edits.js";
import { entriesOf, keysOf } from "../shell/mapping.js";
import { entries, setHand, store, value } from "../shell/store.js";
import { words } from "./estimates.js";

export class Order {
  constructor(host) {
    this.host = host;
    this.dragged = null;
    host.classList.add("order-view");
    this.refresh();
  }

  destroy() {
    this.host.classList.remove("order-view");
    render(null, this.host);
  }

  list() {
    const orderings = value(["orderings"]) ?? {};
    const among = Array.isArray(orderings.among) ? orderings.among : [];
    if (Array.isArray(orderings.order) && orderings.order.length) return [...orderings.order, ...among.filter((id) => !orderings.order.includes(id))];
    const rows = (store.figures ?? store.base)?.gantt?.rows ?? [];
    const start = new Map(rows.map((row, k) => [row.id, row.p?.[1] ?? k]));
    return [...among].sort((one, other) => (start.get(one) ?? Infinity) - (start.get(other) ?? Infinity) || (one < other ? -1 : 1));
  }

  refresh() {
    if (!this.dragged) render(html`<${View} order=${this}/>`, this.host);
  }

  move(place, by) {
    const list = this.list();
    const to = place + by;
    if (to < 0 || to >= list.length) return;
    const [id] = list.splice(place, 1);
    list.splice(to, 0, id);
    this.put(list, `Move ${this.name(id)}`);
    requestAnimationFrame(() => this.host.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus());
  }

  put(list, label) {
    edit([["set", ["orderings", "order"], list]], { label, at: performance.now() });
  }

  name(id) {
    const said = value(["tasks", id, "name"]);
    return typeof said === "string" ? said : id;
  }

  /** Do what an alternative of the file says: its order, what it lets wait for more, and what it leaves undone. */
  try(name, part) {
    const ops = tried(part, this.list());
    if (ops.length) edit(ops, { label: `Try ${name}`, at: performance.now() });
  }

  drag(event, place) {
    if (event.target.closest("button") || event.button !== 0) return;
    event.preventDefault();
    const row = event.currentTarget;
    const rows = [...row.parentElement.children];
    const height = row.offsetHeight;
    const before = this.list();
    const begin = event.clientY;
    let to = place;
    row.focus({ preventScroll: true });
    row.setPointerCapture(event.pointerId);
    row.classList.add("held");
    this.dragged = row;
    const move = (moved) => {
      const next = Math.max(0, Math.min(rows.length - 1, place + Math.round((moved.clientY - begin) / height)));
      row.style.transform = `translateY(${moved.clientY - begin}px)`;
      if (next === to) return;
      to = next;
      rows.forEach((other, k) => {
        if (other === row) return;
        const by = k > place && k <= to ? -height : k < place && k >= to ? height : 0;
        other.style.transform = by ? `translateY(${by}px)` : "";
      });
      draft(to === place ? [] : [["set", ["orderings", "order"], reordered(before, place, to)]], { at: moved.timeStamp });
    };
    const end = () => {
      row.removeEventListener("pointermove", move);
      for (const other of rows) other.style.transform = "";
      row.classList.remove("held");
      this.dragged = null;
      if (to === place) draft([]);
      else this.put(reordered(before, place, to), `Move ${this.name(before[place])}`);
      this.refresh();
    };
    row.addEventListener("pointermove", move);
    row.addEventListener("lostpointercapture", end, { once: true });
  }
}

/** Return the changes that make an alternative the plan. */
function tried(part, list) {
  const own = Array.isArray(part) ? part : part?.order;
  const without = [part?.without ?? []].flat();
  const ops = [];
  if (Array.isArray(own) && own.length) {
    const whole = [...own, ...list.filter((id) => !own.includes(id))];
    if (whole.join() !== list.join()) ops.push(["set", ["orderings", "order"], whole]);
  }
  for (const [id, waits] of entriesOf(part?.hold ?? {})) {
    const kind = value(["tasks", id]) === undefined ? "milestones" : "tasks";
    const after = value([kind, id, "after"]) ?? [];
    const more = [waits].flat().filter((one) => !after.includes(one));
    if (more.length) ops.push(["set", [kind, id, "after"], [...after, ...more]]);
  }
  for (const id of without) if (!store.plan.off.has(`tasks.${id}`)) ops.push(["off", `tasks.${id}`, true]);
  if (Array.isArray(part) || !without.length) for (const id of list) if (store.plan.off.has(`tasks.${id}`)) ops.push(["off", `tasks.${id}`, false]);
  return ops;
}

const reordered = (list, from, to) => {
  const next = [...list];
  next.splice(to, 0, next.splice(from, 1)[0]);
  return next;
};

function View({ order }) {
  const orderings = value(["orderings"]);
  const levelled = value(["levelling", "order"]);
  if (!orderings) {
    return html`<p class="faint">No tasks compete for a crew. To try orders, name the tasks that a crew takes one after the other:</p>
      <${Choose}/>${Array.isArray(levelled) ? html`<${Levelling} list=${levelled}/>` : ""}`;
  }
  const list = order.list();
  const isSaid = Array.isArray(orderings.order) && orderings.order.length > 0;
  return html`<h2 class="order-title">${orderings.resource ? `Who takes ${orderings.resource} when` : `Who takes a crew when (${words(orderings.crews ?? "1")} at once)`}</h2>
    <p class="faint">${isSaid ? "Drag a task, or press Alt and an arrow key: the figures follow while it moves." : "No order is given: tasks go by their early start. Drag one to give an order."}</p>
    <ol class="order-list" aria-label="Order in which tasks take a crew">${list.map((id, place) => {
      const retires = keysOf(value(["tasks", id, "retires"]) ?? {});
      return html`<li key=${id} data-id=${id} tabindex="0" onPointerDown=${(event) => order.drag(event, place)} onFocus=${() => setHand({ kind: "tasks", id, field: "duration" })}
        onKeyDown=${(event) => { if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) { event.preventDefault(); order.move(place, event.key === "ArrowUp" ? -1 : 1); } }}>
        <span class="order-place">${place + 1}</span><span class="order-grip" data-handle aria-hidden="true">⠿</span><span class="order-name">${order.name(id)}${store.plan.off.has(`tasks.${id}`) ? html` <span class="faint">left undone</span>` : ""}</span>
        <span class="faint order-retires">${retires.length ? `retires ${retires.join(", ")}` : ""}</span>
        <button type="button" class="quiet" aria-label=${`Move ${order.name(id)} up`} disabled=${place === 0} onClick=${() => order.move(place, -1)}>↑</button>
        <button type="button" class="quiet" aria-label=${`Move ${order.name(id)} down`} disabled=${place === list.length - 1} onClick=${() => order.move(place, 1)}>↓</button></li>`;
    })}</ol>
    <h3>To compare with</h3>
    ${Object.keys(orderings.compare ?? {}).length ? html`<ul class="order-compare">${entriesOf(orderings.compare).map(([name, part]) => {
      const own = Array.isArray(part) ? part : part?.order;
      const isTried = !tried(part, list).length;
      return html`<li key=${name}><span><b>${name}</b> <span class="faint">${said(order, part, own)}</span></span>
        <button type="button" aria-label=${isTried ? `${name} is tried` : `Try ${name}`} disabled=${isTried} onClick=${() => order.try(name, part)}>${isTried ? "Tried" : "Try"}</button></li>`;
    })}</ul>` : html`<p class="faint">The file compares no other orders. Keep this one under a name above, and write it back as an ordering.</p>`}
    ${Array.isArray(levelled) ? html`<${Levelling} list=${levelled}/>` : ""}`;
}

/** Say what an alternative does. */
function said(order, part, own) {
  const holds = entriesOf(part?.hold ?? {}).map(([id, waits]) => `${order.name(id)} waits for ${[waits].flat().map((one) => order.name(one)).join(", ")}`);
  const without = [part?.without ?? []].flat().map((id) => order.name(id));
  const list = (own ?? []).map((id) => order.name(id)).join(" → ");
  return [list, ...holds, without.length ? `without: ${without.join(", ")}` : ""].filter(Boolean).join("; ");
}

function Choose() {
  const retiring = entries("tasks").filter(([, part]) => part?.retires).map(([id]) => id);
  return retiring.length > 1 ? html`<p><button type="button" onClick=${() => edit([["set", ["orderings"], { among: retiring }]], { label: "Order the tasks that retire risks", at: performance.now() })}>
    Order the ${retiring.length} tasks that retire risks</button></p>` : html`<p class="faint">Two tasks that retire risks are needed for that.</p>`;
}

function Levelling({ list }) {
  return html`<h3>Levelling list</h3><p class="faint">${list.join(", ")}</p>`;
}
