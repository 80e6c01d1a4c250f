// The due date of a curve, to be dragged or moved by keys.
import { isoOf, percent } from "../shell/locale.js";
import { dayText } from "./days.js";
import { A_MONTH, A_WEEK, draggable, LABEL } from "./dragging.js";
import { say, set, show, svg } from "./nodes.js";

const REST = 600;

/** The due date as a flag: dragged, or moved by keys; its probability is read off the counts at once. */
export class DueHandle {
  constructor(curve) {
    this.curve = curve;
    this.stem = svg("line", { class: "stem" });
    this.dot = svg("circle", { r: 4 });
    this.text = svg("text", { "aria-hidden": "true" });
    this.flag = svg("path", { class: "grip" });
    this.grip = svg(
      "g",
      { role: "slider", tabindex: "0", "aria-label": "Due date" },
      svg("rect", { class: "reach", x: -14, y: -4, width: 28, height: 30 }),
      this.flag,
    );
    set(this.flag, { d: "M-7 2h14v9l-7 7l-7 -7z" });
    this.node = svg("g", { class: "due" }, this.stem, this.dot, this.text, this.grip);
    show(this.node, false);
    draggable(
      this.grip,
      curve,
      (x, _, event) => this.move(Math.round(curve.dayOf(x)), event),
      (event) => this.settle(event),
      () => this.leave(),
    );
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
      transform: `translate(${x.toFixed(1)} ${(top - 26 * scale).toFixed(1)}) scale(${scale})`,
      "aria-valuenow": day,
      "aria-valuemin": Math.ceil(curve.domain[0]),
      "aria-valuemax": Math.max(day, Math.floor(curve.domain[1])),
      "aria-valuetext": `due ${dayText(day)}: ${percent(share, 0)}`,
      "aria-disabled": curve.isFixed ? "true" : null,
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
