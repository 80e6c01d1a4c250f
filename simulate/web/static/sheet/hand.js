// The estimate in hand: its density, with three points that are dragged or moved by keys; the saved one dashed.
import { svg } from "../shell/dom.js";
import { number, plain } from "../shell/locale.js";
import { at as standing } from "../shell/ops.js";
import { draft, edit, store, subscribe, value } from "../shell/store.js";
import { density, outline } from "./densities.js";
import { threePoints, words } from "./estimates.js";

const NAMES = ["Low", "Likely", "High"];
const HEIGHT = 118;
const FOOT = 24;
const HEAD = 26;
const OF_RISK = { low: "delay", likely: "delay", high: "delay", stretch: "stretch", cost: "cost" };

export class Hand {
  constructor(host) {
    host.className = "hand";
    this.head = document.createElement("p");
    this.chart = svg("svg", { class: "hand-chart", role: "group", "aria-label": "Estimate in hand" });
    this.handles = NAMES.map((name, k) => this.handle(name, k));
    host.append(this.head, this.chart);
    this.held = null;
    subscribe((what) => (what.has("hand") || what.has("plan")) && !this.held && this.draw());
    new ResizeObserver(() => this.draw()).observe(host);
    this.draw();
  }

  handle(name, k) {
    const group = svg("g", { class: "hand-handle", role: "slider", tabindex: "0", "aria-label": name }, svg("line", { class: "stem" }), svg("circle", { r: 7 }), svg("text", { "text-anchor": "middle" }));
    group.addEventListener("pointerdown", (event) => this.drag(event, k));
    group.addEventListener("keydown", (event) => this.key(event, k));
    group.addEventListener("blur", () => this.settle());
    return group;
  }

  target() {
    const { kind, id, field } = store.hand ?? {};
    if (!id || (kind !== "tasks" && kind !== "risks") || value([kind, id]) === undefined) return null;
    const part = value([kind, id]) ?? {};
    const near = kind === "tasks" ? (field === "cost" || field === "daily" || field === "remaining" ? field : "duration") : OF_RISK[field];
    const key = near && part[near] !== undefined ? near : kind === "tasks" ? "duration" : ["delay", "stretch", "cost"].find((one) => part[one] !== undefined);
    return key ? { path: [kind, id, key], key, name: typeof part.name === "string" ? part.name : id } : null;
  }

  draw(moved = null) {
    const target = this.target();
    this.chart.replaceChildren();
    if (!target) {
      this.head.textContent = store.hand?.id ? "" : "Choose a task or a risk: its estimate can be dragged here.";
      this.chart.classList.add("empty");
      return;
    }
    const said = moved ?? value(target.path);
    const saved = standing(store.saved, target.path);
    const unit = { duration: "working days", delay: "working days", remaining: "working days", stretch: "times as long", cost: store.plan.data?.currency ?? "money", daily: `${store.plan.data?.currency ?? "money"} a day` }[target.key];
    this.head.replaceChildren(strong(target.name), ` ${target.key}, ${unit}: ${words(said) || "none"}${saved !== undefined && words(saved) !== words(said) ? ` (was ${words(saved) || "none"})` : ""}`);
    const shape = density(said);
    this.chart.classList.toggle("empty", !shape);
    if (!shape) return;
    this.plot(target, said, shape, saved === undefined ? null : density(saved));
  }

  plot(target, said, shape, saved) {
    const width = this.chart.clientWidth || 500;
    this.chart.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const parts = [shape, ...(saved ? [saved] : [])];
    const xs = parts.flatMap((one) => (one.bars ? one.bars.map((bar) => bar.x) : [one.low, one.high]));
    let [low, high] = this.range ?? [Math.min(...xs), Math.max(...xs)];
    if (!this.range) {
      const margin = 0.22 * (high - low) || Math.max(1, Math.abs(high)) * 0.3;
      [low, high] = [Math.min(0, low) === 0 && low - margin < 0 ? Math.min(0, low) : low - margin, high + margin];
    }
    this.scale = { low, high, width };
    const x = (one) => 20 + ((one - low) / (high - low)) * (width - 40);
    const lines = parts.map((one) => (one.bars ? one.bars : outline(one)));
    const top = Math.max(...lines.flat().map((point) => point.y)) || 1;
    const y = (one) => HEIGHT - FOOT - (one / top) * (HEIGHT - FOOT - HEAD);
    const draw = (one, points, name) => (one.bars
      ? points.map((point) => svg("line", { class: `bar ${name}`, x1: x(point.x), x2: x(point.x), y1: y(0), y2: y(point.y) }))
      : [svg("path", { class: name, d: `M${points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join("L")}` })]);
    this.chart.append(svg("line", { class: "axis", x1: 10, x2: width - 10, y1: y(0), y2: y(0) }));
    for (const tick of ticks(low, high)) this.chart.append(svg("text", { class: "tick", x: x(tick), y: HEIGHT - 8, "text-anchor": "middle" }, number(tick)));
    if (saved && words(standing(store.saved, target.path)) !== words(said)) this.chart.append(...draw(saved, lines[1], "was"));
    if (!shape.bars) this.chart.append(svg("path", { class: "area", d: `M${x(shape.low)},${y(0)}L${lines[0].map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join("L")}L${x(shape.high)},${y(0)}Z` }));
    this.chart.append(...draw(shape, lines[0], "line"));
    const three = threePoints(said);
    if (!three) return;
    three.points.map(Number).forEach((point, k) => {
      const group = this.handles[k];
      const [stem, circle, label] = group.children;
      for (const [name, one] of Object.entries({ x1: x(point), x2: x(point), y1: HEAD - 8, y2: y(0) })) stem.setAttribute(name, one);
      circle.setAttribute("cx", x(point));
      circle.setAttribute("cy", y(0));
      label.setAttribute("x", x(point));
      label.setAttribute("y", 13 + (k === 1 ? 0 : 0));
      label.textContent = number(point);
      group.setAttribute("aria-valuenow", String(point));
      group.setAttribute("aria-valuemin", String(k ? three.points[k - 1] : low));
      group.setAttribute("aria-valuemax", String(k < 2 ? three.points[k + 1] : high));
      group.setAttribute("aria-valuetext", `${NAMES[k]} ${number(point)}`);
      this.chart.append(group);
    });
  }

  moved(k, to) {
    const target = this.held ?? this.target();
    const said = this.now ?? value(target.path);
    const { key, points } = threePoints(said);
    const step = gridOf(this.scale);
    const allowed = [k ? Number(points[k - 1]) : target.path[2] === "duration" || target.path[2] === "stretch" ? 0 : -Infinity, k < 2 ? Number(points[k + 1]) : Infinity];
    const next = [...points];
    next[k] = plain(Math.min(allowed[1], Math.max(allowed[0], Number((Math.round(to / step) * step).toPrecision(9)))));
    return key ? { ...said, [key]: next } : next;
  }

  take() {
    if (this.held) return;
    this.held = this.target();
    this.range = [this.scale.low, this.scale.high];
    this.now = value(this.held.path);
    this.before = this.now;
  }

  show(next, at) {
    if (JSON.stringify(next) === JSON.stringify(this.now)) return;
    this.now = next;
    this.draw(next);
    draft([["set", this.held.path, next]], { at });
  }

  drag(event, k) {
    event.preventDefault();
    this.handles[k].focus({ preventScroll: true });
    this.take();
    const box = this.chart.getBoundingClientRect();
    const { low, high, width } = this.scale;
    const move = (moved) => this.show(this.moved(k, low + (((moved.clientX - box.left) * (width / box.width) - 20) / (width - 40)) * (high - low)), moved.timeStamp);
    const end = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      this.settle();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  }

  key(event, k) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (event.key === "Escape" && this.held) { this.now = this.before; this.settle(); return; }
    if (event.key === "Enter") { this.settle(); return; }
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.take();
    const points = threePoints(this.now).points;
    this.show(this.moved(k, Number(points[k]) + by * gridOf(this.scale) * (event.shiftKey ? 10 : 1)), event.timeStamp);
    this.handles[k].focus({ preventScroll: true });
  }

  settle() {
    if (!this.held) return;
    const { path, name, key } = this.held;
    const { now, before } = this;
    Object.assign(this, { held: null, now: null, range: null });
    if (JSON.stringify(now) !== JSON.stringify(before)) edit([["set", path, now]], { label: `${key} of ${name}`, at: performance.now() });
    else draft([]);
    const focused = this.handles.indexOf(document.activeElement);
    this.draw();
    if (focused >= 0) this.handles[focused].focus({ preventScroll: true });
  }
}

/** Return by what a point moves at the least: a round part of what is in sight. */
function gridOf({ low, high }) {
  const rough = (high - low) / 120;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
}

function ticks(low, high) {
  const step = gridOf({ low, high: low + (high - low) * 20 });
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(Number((k * step).toPrecision(12)));
  return found;
}

function strong(text) {
  const made = document.createElement("strong");
  made.textContent = text;
  return made;
}

