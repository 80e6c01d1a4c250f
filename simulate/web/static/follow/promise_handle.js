// The probability that is promised, and its date, the other way round.
import { percent } from "../shell/locale.js";
import { dayText } from "./days.js";
import { draggable, LABEL } from "./dragging.js";
import { say, set, show, svg } from "./nodes.js";

const LEAST = 0.01;
const HIGH = 0.93;

/** The probability that is promised, and its date: a state of the page alone. */
export class PromiseHandle {
  constructor(curve) {
    this.curve = curve;
    this.way = svg("path", { class: "way" });
    this.text = svg("text", { "aria-hidden": "true" });
    this.grip = svg(
      "g",
      { role: "slider", tabindex: "0", "aria-label": "Promise", "aria-orientation": "vertical", "aria-valuemin": 1, "aria-valuemax": 99 },
      svg("rect", { class: "reach", x: -14, y: -14, width: 28, height: 28 }),
      svg("circle", { class: "grip", r: 6.5 }),
    );
    this.node = svg("g", { class: "promise" }, this.way, this.text, this.grip);
    show(this.node, false);
    draggable(
      this.grip,
      curve,
      (_, y) => this.move(curve.shareOf(y)),
      () => {},
      () => this.move(curve.confidence),
    );
    this.grip.addEventListener("keydown", (event) => this.key(event));
    this.grip.addEventListener("dblclick", () => this.move(curve.confidence));
  }

  draw() {
    show(this.node, true);
    const { curve } = this;
    const level = curve.shownLevel;
    const day = curve.counts.dayAt(level);
    const { left, right, bottom } = curve.edges;
    const { scale } = curve;
    const y = curve.y(level);
    const x = day === null ? right : Math.min(Math.max(curve.x(day), left), right);
    set(this.way, { d: day === null ? `M${left} ${y}H${x}` : `M${left} ${y}H${x}V${bottom}` });
    const text = `${percent(level, 0)}${day === null ? ": never" : ` by ${dayText(day)}`}`;
    const due = curve.shownDay === null ? null : curve.x(curve.shownDay);
    const isCrossed = due !== null && due > left && due < left + LABEL * scale;
    const isRight = isCrossed && x - left > 2 * LABEL * scale;
    set(this.text, {
      x: isRight ? x - 6 * scale : left + 12 * scale,
      y: y + (level > HIGH ? 15 : -6) * scale,
      "text-anchor": isRight ? "end" : "start",
    });
    say(this.text, text);
    set(this.grip, {
      transform: `translate(${left} ${y.toFixed(1)}) scale(${scale})`,
      "aria-valuenow": Math.round(100 * level),
      "aria-valuetext": text,
    });
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
