// What is taken hold of on a curve: its due date, the probability that is promised, and a line that reads it.
import { isoOf, percent } from "../shell/locale.js";
import { dayText } from "./days.js";
import { say, set, show, svg } from "./nodes.js";

const A_WEEK = 7;
const A_MONTH = 30;
const REST = 600;
const LEAST = 0.01;
const LABEL = 170;

/** The due date as a flag: dragged, or moved by keys; its probability is read off the counts at once. */
export class DueHandle {
  constructor(curve) {
    this.curve = curve;
    this.stem = svg("line", { class: "stem" });
    this.dot = svg("circle", { r: 4 });
    this.text = svg("text", { "aria-hidden": "true" });
    this.flag = svg("path", { class: "grip" });
    this.grip = svg("g", { role: "slider", tabindex: "0", "aria-label": "Due date" }, svg("rect", { class: "reach", x: -14, y: -4, width: 28, height: 30 }), this.flag);
    set(this.flag, { d: "M-7 2h14v9l-7 7l-7 -7z" });
    this.node = svg("g", { class: "due" }, this.stem, this.dot, this.text, this.grip);
    draggable(this.grip, curve, (x, _, event) => this.move(Math.round(curve.dayOf(x)), event), (event) => this.settle(event), () => this.leave());
    this.grip.addEventListener("keydown", (event) => this.key(event));
    this.grip.addEventListener("blur", (event) => this.settle(event));
  }

  draw() {
    const { curve } = this;
    const day = curve.shownDay;
    show(this.node, day !== null);
    if (day === null) return;
    const { left, right, top, bottom } = curve.edges;
    const share = curve.counts.share(day);
    const { scale } = curve;
    const x = Math.min(Math.max(curve.x(day), left), right);
    set(this.stem, { x1: x, x2: x, y1: top - 10 * scale, y2: bottom });
    set(this.dot, { cx: x, cy: curve.y(share) });
    set(this.grip, {
      transform: `translate(${x.toFixed(1)} ${(top - 26 * scale).toFixed(1)}) scale(${scale})`, "aria-valuenow": day, "aria-valuemin": Math.ceil(curve.domain[0]), "aria-valuemax": Math.max(day, Math.floor(curve.domain[1])),
      "aria-valuetext": `due ${dayText(day)}: ${percent(share, 0)}`, "aria-disabled": curve.isFixed ? "true" : null,
    });
    const isLeft = x > right - LABEL * scale;
    set(this.text, { x: x + (isLeft ? -12 : 12) * scale, y: top - 13 * scale, "text-anchor": isLeft ? "end" : "start" });
    say(this.text, `${curve.dragged === null ? "due" : "if due"} ${dayText(day)}: ${percent(share, curve.dragged === null ? 0 : 1)}`);
  }

  move(day, event) {
    const { curve } = this;
    if (curve.isFixed || day === curve.shownDay) return;
    curve.dragged = day;
    curve.say(curve.read(day));
    curve.draw();
    curve.onDraft(curve.id, isoOf(day), event.timeStamp);
  }

  settle(event) {
    clearTimeout(this.timer);
    const { curve } = this;
    if (curve.dragged === null) return;
    const day = curve.dragged;
    curve.dragged = null;
    curve.say("");
    if (day === curve.dueDay) curve.onDraft(curve.id, null, event.timeStamp);
    else {
      curve.dueDay = day;
      curve.held = curve.onDue(curve.id, isoOf(day), event.timeStamp);
    }
    curve.draw();
  }

  leave() {
    clearTimeout(this.timer);
    const { curve } = this;
    if (curve.dragged === null) return;
    curve.dragged = null;
    curve.say("");
    curve.onDraft(curve.id, null);
    curve.draw();
  }

  // A row of key presses is one edit: it is made once the keys rest, on Enter, or when the focus goes elsewhere.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.leave();
    if (event.key === "Enter") return this.settle(event);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: A_MONTH, PageDown: -A_MONTH }[event.key];
    if (!step || this.curve.shownDay === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(this.curve.shownDay + (event.shiftKey && Math.abs(step) === 1 ? A_WEEK : 1) * step, event);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(event), REST);
  }
}

/** The probability that is promised, and its date: a state of the page alone. */
export class PromiseHandle {
  constructor(curve) {
    this.curve = curve;
    this.way = svg("path", { class: "way" });
    this.text = svg("text", { "aria-hidden": "true" });
    this.grip = svg("g", { role: "slider", tabindex: "0", "aria-label": "Promise", "aria-orientation": "vertical", "aria-valuemin": 1, "aria-valuemax": 99 },
      svg("rect", { class: "reach", x: -14, y: -14, width: 28, height: 28 }), svg("circle", { class: "grip", r: 6.5 }));
    this.node = svg("g", { class: "promise" }, this.way, this.text, this.grip);
    draggable(this.grip, curve, (_, y) => this.move(curve.shareOf(y)), () => {}, () => this.move(curve.confidence));
    this.grip.addEventListener("keydown", (event) => this.key(event));
    this.grip.addEventListener("dblclick", () => this.move(curve.confidence));
  }

  draw() {
    const { curve } = this;
    const level = curve.shownLevel;
    const day = curve.counts.dayAt(level);
    const { left, right, bottom } = curve.edges;
    const { scale } = curve;
    const y = curve.y(level);
    const x = day === null ? right : Math.min(Math.max(curve.x(day), left), right);
    set(this.way, { d: day === null ? `M${left} ${y}H${x}` : `M${left} ${y}H${x}V${bottom}` });
    const text = `${percent(level, 0)} ${day === null ? "never" : `by ${dayText(day)}`}`;
    const due = curve.shownDay === null ? null : curve.x(curve.shownDay);
    const isCrossed = due !== null && due > left && due < left + LABEL * scale;
    const isRight = isCrossed && x - left > 2 * LABEL * scale;
    set(this.text, { x: isRight ? x - 6 * scale : left + 12 * scale, y: y - 6 * scale, "text-anchor": isRight ? "end" : "start" });
    say(this.text, text);
    set(this.grip, { transform: `translate(${left} ${y.toFixed(1)}) scale(${scale})`, "aria-valuenow": Math.round(100 * level), "aria-valuetext": text });
  }

  move(share) {
    const level = Math.min(Math.max(Math.round(100 * share) / 100, LEAST), 1 - LEAST);
    this.curve.level = level === this.curve.confidence ? null : level;
    this.curve.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.move(this.curve.confidence);
    const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(this.curve.shownLevel + (step * (event.shiftKey && Math.abs(step) === 1 ? 5 : 1)) / 100);
  }
}

/** A line under the pointer, or moved by keys, that reads a date and its probability. */
export class Reader {
  constructor(curve) {
    this.curve = curve;
    this.day = null;
    this.mark = svg("line");
    this.dot = svg("circle", { r: 3.5 });
    this.reach = svg("rect", { class: "reach", role: "slider", tabindex: "0", "aria-label": "Read the curve", "aria-valuenow": 0 });
    this.node = svg("g", { class: "reader" }, this.mark, this.dot, this.reach);
    this.reach.addEventListener("pointermove", (event) => this.move(curve.dayOf(event.clientX - curve.picture.getBoundingClientRect().left)));
    this.reach.addEventListener("pointerleave", () => this.clear());
    this.reach.addEventListener("blur", () => this.clear());
    this.reach.addEventListener("keydown", (event) => this.key(event));
  }

  draw() {
    const { left, right, top, bottom } = this.curve.edges;
    const [from, to] = this.curve.domain;
    const day = this.day ?? this.curve.shownDay ?? Math.round((from + to) / 2);
    set(this.reach, {
      x: left, y: top, width: right - left, height: bottom - top,
      "aria-valuemin": Math.ceil(from), "aria-valuemax": Math.floor(to), "aria-valuenow": day, "aria-valuetext": this.curve.read(day),
    });
    show(this.mark, this.day !== null);
    show(this.dot, this.day !== null);
    if (this.day === null) return;
    const x = this.curve.x(this.day);
    set(this.mark, { x1: x, x2: x, y1: top, y2: bottom });
    set(this.dot, { cx: x, cy: this.curve.y(this.curve.counts.share(this.day)) });
    this.curve.say(this.curve.read(this.day));
  }

  move(day) {
    if (!this.curve.counts) return;
    const [from, to] = this.curve.domain;
    this.day = Math.round(Math.min(Math.max(day, from), to));
    this.draw();
  }

  clear() {
    if (this.day === null) return;
    this.day = null;
    this.curve.say("");
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.clear();
    const [from, to] = this.curve.domain;
    const day = this.day ?? this.curve.shownDay ?? (from + to) / 2;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: A_MONTH, PageDown: -A_MONTH, Home: from - day, End: to - day }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(day + step * (event.shiftKey && Math.abs(step) === 1 ? A_WEEK : 1));
  }
}

function draggable(grip, curve, onMove, onEnd, onCancel) {
  let box = null;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    box = curve.picture.getBoundingClientRect();
  });
  grip.addEventListener("pointermove", (event) => box && onMove(event.clientX - box.left, event.clientY - box.top, event));
  grip.addEventListener("pointerup", (event) => {
    if (box === null) return;
    box = null;
    onEnd(event);
  });
  grip.addEventListener("pointercancel", () => {
    box = null;
    onCancel();
  });
  grip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box === null) return;
    box = null;
    onCancel();
  });
}
