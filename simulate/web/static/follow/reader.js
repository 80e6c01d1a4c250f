// A line across a curve that reads a date and its probability.
import { A_MONTH, A_WEEK } from "./dragging.js";
import { set, show, svg } from "./nodes.js";

/** A line under the pointer, or moved by keys, that reads a date and its probability. */
export class Reader {
  constructor(curve) {
    this.curve = curve;
    this.day = null;
    this.mark = svg("line");
    this.dot = svg("circle", { r: 3.5 });
    this.reach = svg("rect", { class: "reach", role: "slider", tabindex: "0", "aria-label": "Read the curve", "aria-valuenow": 0 });
    this.node = svg("g", { class: "reader" }, this.mark, this.dot, this.reach);
    this.reach.addEventListener("pointermove", (event) =>
      this.move(curve.dayOf(event.clientX - curve.picture.getBoundingClientRect().left)),
    );
    this.reach.addEventListener("pointerleave", () => this.clear());
    this.reach.addEventListener("blur", () => this.clear());
    this.reach.addEventListener("keydown", (event) => this.key(event));
  }

  draw() {
    const { left, right, top, bottom } = this.curve.edges;
    const [from, to] = this.curve.domain;
    const day = this.day ?? this.curve.shownDay ?? Math.round((from + to) / 2);
    set(this.reach, {
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
      "aria-valuemin": Math.ceil(from),
      "aria-valuemax": Math.floor(to),
      "aria-valuenow": day,
      "aria-valuetext": this.curve.read(day),
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
    const step = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageUp: A_MONTH,
      PageDown: -A_MONTH,
      Home: from - day,
      End: to - day,
    }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(day + step * (event.shiftKey && Math.abs(step) === 1 ? A_WEEK : 1));
  }
}
