// The estimate in hand: its density, whose points are dragged or moved by keys; the saved one dashed; and its parameters as text.
import { svg } from "../shell/dom.js";
import { draft, edit } from "../shell/edits.js";
import { merged } from "../shell/merged.js";
import { at as standing } from "../shell/ops.js";
import { isOwn, store, subscribeFrames, value } from "../shell/store.js";
import { density } from "./densities.js";
import { element } from "./element.js";
import { estimate, words } from "./estimates.js";
import { grips, room, times, withPoint } from "./grips.js";
import { Plot, stepOf } from "./plot.js";

const OF_TASK = { cost: "cost", daily: "daily", remaining: "remaining" };
const OF_RISK = { low: "delay", likely: "delay", high: "delay", stretch: "stretch", cost: "cost" };
const SIGNED = ["delay", "cost"];
const REST = 700;
const MOST_HANDLES = 3;

export class Hand {
  constructor(host) {
    this.host = host;
    this.head = element("div", "hand-head");
    this.title = element("strong", "");
    this.what = element("label", "");
    this.input = element("input", "hand-text");
    Object.assign(this.input, { type: "text", spellcheck: false, placeholder: "such as 5; 8; 20" });
    this.input.dataset.typed = "";
    this.said = element("span", "hand-said");
    this.head.append(this.title, this.what, this.input, this.said);
    this.plot = new Plot(Array.from({ length: MOST_HANDLES }, (_, k) => this.handle(k)));
    host.append(this.head, this.plot.node);
    Object.assign(this, { held: null, typed: null, release: null, now: undefined, range: null });
    this.listen();
    subscribeFrames((what) => (what.has("hand") || what.has("plan")) && this.draw());
    new ResizeObserver(([{ contentRect }]) => {
      this.plot.fit(contentRect.width);
      this.draw();
    }).observe(host);
    this.draw();
  }

  listen() {
    this.input.addEventListener("focus", () => { this.typed = this.target(); });
    this.input.addEventListener("input", (event) => this.typing(event));
    this.input.addEventListener("blur", (event) => this.put(event));
    this.input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") { this.put(event); this.typed = this.target(); }
      else if (event.key === "Escape") { this.input.value = words(value(this.typed.path)); draft([]); this.draw(); }
    });
  }

  handle(k) {
    const group = svg("g", { class: "hand-handle", role: "slider", tabindex: "0", "aria-valuenow": 0 },
      svg("line", { class: "stem" }), svg("rect", { class: "reach" }), svg("circle", { class: "grip", r: 7 }), svg("text", { "text-anchor": "middle", "aria-hidden": "true" }));
    group.addEventListener("pointerdown", (event) => this.drag(event, k));
    group.addEventListener("keydown", (event) => this.key(event, k));
    group.addEventListener("blur", (event) => this.release === null && this.settle(event));
    return group;
  }

  /** Return which estimate is in hand: {path, key, name}. */
  target() {
    const { kind, id, field } = store.hand ?? {};
    const part = id && (kind === "tasks" || kind === "risks") ? value([kind, id]) : undefined;
    if (part === undefined) return null;
    const asked = (kind === "tasks" ? OF_TASK : OF_RISK)[field];
    const key = asked ?? (kind === "tasks" ? "duration" : ["delay", "stretch", "cost"].find((one) => part?.[one] !== undefined) ?? "delay");
    return { path: [kind, id, key], key, name: typeof part?.name === "string" ? part.name : id };
  }

  unit(key) {
    const money = value(["currency"]) ?? "money";
    return { duration: "working days", delay: "working days", remaining: "working days", stretch: "times as long", cost: money, daily: `${money} a day` }[key];
  }

  draw(now = this.now) {
    const target = this.held ?? this.target();
    this.host.classList.toggle("empty", !target);
    if (!target) return;
    const said = now ?? value(target.path);
    const saved = standing(merged(store.plan.below, store.saved), target.path);
    const isOther = saved !== undefined && words(saved) !== words(said);
    this.title.textContent = target.name;
    this.what.textContent = `${target.key[0].toUpperCase()}${target.key.slice(1)}, ${this.unit(target.key)}`;
    this.input.setAttribute("aria-label", `${this.what.textContent}, of ${target.name}`);
    if (document.activeElement !== this.input) this.input.value = words(said);
    const shape = this.shape(target, said);
    this.said.textContent = [shape ? this.plot.read(shape) : "", isOther ? `was ${words(saved) || "none"}` : ""].filter(Boolean).join("; ");
    this.plot.draw({ shape, saved: isOther ? this.shape(target, saved) : null, points: grips(said), range: this.range, isSigned: SIGNED.includes(target.key) && target.path[0] === "risks", unit: this.unit(target.key) });
  }

  /** Return the density of an estimate; of a single number with a range, that of what the range makes of it. */
  shape(target, said) {
    const range = target.key === "duration" && typeof said === "string" ? value(["ranges", value([...target.path.slice(0, 2), "range"])]) : undefined;
    return density(range === undefined || !Number.isFinite(Number(said)) ? said : times(range, Number(said)));
  }

  /** Return the changes that make one estimate of another: of its points alone where the file has them. */
  ops(path, before, now) {
    const old = grips(before);
    const points = grips(now);
    const isSame = old.length === points.length && old.every((one, k) => one.path.join() === points[k].path.join());
    const moved = points.filter((one, k) => one.x !== old[k]?.x);
    if (!isSame || !moved.every((one) => isOwn([...path, ...one.path]))) return [["set", path, now]];
    return moved.map((one) => ["set", [...path, ...one.path], standing(now, one.path)]);
  }

  // ---- handles

  take() {
    if (this.held) return;
    this.held = this.target();
    this.range = this.plot.range;
    this.now = this.before = value(this.held.path);
  }

  move(k, to, at) {
    const points = grips(this.now);
    const step = stepOf(this.range);
    const gap = room(this.now, step);
    const least = k ? points[k - 1].x + gap : SIGNED.includes(this.held.key) && this.held.path[0] === "risks" ? -Infinity : gap;
    const most = k < points.length - 1 ? points[k + 1].x - gap : Infinity;
    const x = Math.min(most, Math.max(least, Number((Math.round(to / step) * step).toPrecision(9))));
    if (x === points[k].x) return;
    this.now = withPoint(this.now, points[k].path, x);
    const { low, high } = this.range;
    this.range = { low: Math.min(low, x), high: Math.max(high, x) };
    this.draw();
    draft(this.ops(this.held.path, this.before, this.now), { at });
  }

  drag(event, k) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.plot.handles[k].focus({ preventScroll: true });
    this.take();
    clearTimeout(this.timer);
    const read = this.plot.reader();
    const off = read(event) - grips(this.now)[k].x;
    const move = (moved) => this.move(k, read(moved) - off, moved.timeStamp);
    const end = (last) => { this.release?.(); this.settle(last); };
    this.release = () => {
      for (const [name, fn] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) window.removeEventListener(name, fn);
      this.release = null;
    };
    for (const [name, fn] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) window.addEventListener(name, fn);
  }

  // A row of key presses is one edit: it is made once the keys rest, on Enter, or when the focus goes elsewhere.
  key(event, k) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (event.key === "Escape" && this.held) { this.release?.(); this.now = this.before; this.settle(event); return; }
    if (event.key === "Enter") { this.settle(event); return; }
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.take();
    this.move(k, grips(this.now)[k].x + by * stepOf(this.range) * (event.shiftKey && Math.abs(by) === 1 ? 10 : 1), event.timeStamp);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(event), REST);
  }

  settle(event) {
    clearTimeout(this.timer);
    if (!this.held) return;
    const { path, name, key } = this.held;
    const { now, before } = this;
    Object.assign(this, { held: null, now: undefined, range: null });
    if (words(now) === words(before)) draft([]);
    else edit(this.ops(path, before, now), { label: `${key} of ${name}`, at: event?.timeStamp ?? performance.now() });
    this.draw();
  }

  // ---- the text

  typing(event) {
    const { path } = this.typed ?? this.target();
    const now = estimate(this.input.value);
    draft(now === undefined ? [] : this.ops(path, value(path), now), { at: event.timeStamp });
    if (this.shape(this.typed, now)) this.draw(now);
  }

  put(event) {
    const target = this.typed;
    this.typed = null;
    if (!target) return;
    const before = value(target.path);
    const now = estimate(this.input.value);
    if (words(now) === words(before)) draft([]);
    else {
      const none = standing(store.plan.below, target.path) === undefined ? ["del", target.path] : ["set", target.path, null];
      edit(now === undefined ? [none] : this.ops(target.path, before, now), { label: `${target.key} of ${target.name}`, at: event.timeStamp });
    }
    this.draw();
  }
}
