// Curves: read values off a chart that stands in the page, and zoom into it. All it knows it takes from the drawing.
import {dateText, dateTicks} from "./dates.js";

const SVG = "http://www.w3.org/2000/svg";
const UNITS_A_DAY = 10;
const LEAST = 5;
const TICK = 64;

export function readCurves(root) {
  for (const curve of root.querySelectorAll(".curve")) new Curve(curve);
}

class Curve {
  constructor(element) {
    const {low, high, unit, start, end} = element.dataset;
    Object.assign(this, {low: +low, high: +high, unit, start: +start, end: +end});
    this.field = element.querySelector(".field");
    this.plot = element.querySelector(".plot");
    this.over = element.querySelector(".over");
    this.dates = element.querySelector(".dates");
    this.names = [...element.querySelectorAll(".names text")].map((text) => [text, this.start + parseFloat(text.getAttribute("x")) / 100 * (this.end - this.start)]);
    this.tall = this.plot.viewBox.baseVal.height;
    this.lines = [...this.plot.querySelectorAll('[data-name]:not([d=""])')].map((path) => ({path, name: path.dataset.name, points: pointsOf(path)}));
    const reading = element.parentElement.querySelector(".reading");
    this.output = reading.querySelector("output");
    this.output.textContent = HINT;
    reading.prepend(button("whole", "whole: show all dates", () => this.show(this.start, this.end)), button("+", "zoom in", () => this.zoom(0.5)), button("\u2212", "zoom out", () => this.zoom(2)));
    this.listen();
    new ResizeObserver(() => this.show(this.from ?? this.start, this.to ?? this.end)).observe(this.field);
  }

  listen() {
    const at = (event) => {
      const box = this.field.getBoundingClientRect();
      return this.from + Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * (this.to - this.from);
    };
    this.field.addEventListener("pointermove", (event) => (this.held === undefined ? this.read(at(event)) : this.select(at(event))));
    this.field.addEventListener("pointerleave", () => this.held === undefined && this.clear());
    this.field.addEventListener("pointerdown", (event) => {
      this.read(at(event));
      if (event.pointerType !== "mouse" || event.button) return;
      this.held = at(event);
      this.field.setPointerCapture(event.pointerId);
    });
    this.field.addEventListener("pointerup", (event) => {
      const [from, to] = [this.held, at(event)].sort((one, other) => one - other);
      this.held = undefined;
      if (to - from > 0.02 * (this.to - this.from)) this.show(from, to);
    });
    this.field.addEventListener("dblclick", () => this.show(this.start, this.end));
    this.field.addEventListener("keydown", (event) => {
      const step = (this.to - this.from) / (event.shiftKey ? 10 : 100);
      const done = {
        ArrowLeft: () => this.read((this.at ?? this.to) - step),
        ArrowRight: () => this.read((this.at ?? this.from) + step),
        Home: () => this.read(this.from),
        End: () => this.read(this.to),
        "+": () => this.zoom(0.5),
        "-": () => this.zoom(2),
        Escape: () => this.show(this.start, this.end),
      }[event.key];
      if (!done || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      done();
    });
  }

  show(from, to) {
    const least = Math.min(LEAST, this.end - this.start);
    if (to - from < least) [from, to] = [(from + to - least) / 2, (from + to + least) / 2];
    this.from = Math.max(from, this.start);
    this.to = Math.min(to, this.end);
    this.plot.setAttribute("viewBox", `${UNITS_A_DAY * (this.from - this.start)} 0 ${UNITS_A_DAY * (this.to - this.from)} ${this.tall}`);
    const most = Math.max(Math.floor(this.field.clientWidth / TICK), 2);
    this.dates.replaceChildren(...dateTicks(this.from, this.to, most).flatMap((tick) => [this.text(tick, 14, tick.text), this.text(tick, 28, tick.below)]));
    for (const [text, at] of this.names) {
      text.setAttribute("x", `${this.percent(at)}%`);
      text.setAttribute("visibility", at < this.from || at > this.to ? "hidden" : "visible");
    }
    this.clear();
  }

  zoom(factor) {
    const middle = this.at ?? (this.from + this.to) / 2;
    this.show(middle - factor * (middle - this.from), middle + factor * (this.to - middle));
  }

  select(to) {
    const [from, until] = [this.percent(this.held), this.percent(to)].sort((one, other) => one - other);
    this.over.replaceChildren(made("rect", {x: `${from}%`, width: `${until - from}%`, y: 0, height: "100%"}));
    this.output.textContent = `${dateText(Math.min(this.held, to))} to ${dateText(Math.max(this.held, to))}`;
  }

  read(position) {
    this.at = Math.min(Math.max(position, this.from), this.to);
    const x = `${this.percent(this.at)}%`;
    const found = this.lines.map((line) => ({...line, y: heightAt(line.points, UNITS_A_DAY * (this.at - this.start))})).filter((line) => line.y !== null);
    const dots = found.map(({path, y}) => made("circle", {cx: x, cy: `${100 * y / this.tall}%`, r: 4, class: [...path.classList].find((name) => name.startsWith("k-")) ?? ""}));
    this.over.replaceChildren(made("line", {x1: x, x2: x, y1: 0, y2: "100%"}), ...dots);
    this.output.textContent = [dateText(this.at), ...found.map(({name, y}) => `${name} ${this.value(y)}`)].join(" \u00b7 ");
  }

  clear() {
    this.at = undefined;
    this.over.replaceChildren();
    this.output.textContent = HINT;
  }

  value(y) {
    const value = this.high - y / this.tall * (this.high - this.low);
    if (this.unit === "date") return dateText(Math.floor(value + 0.5) + 1);
    if (this.unit === "%") return `${(100 * value).toFixed(1)}%`;
    const digits = Math.max(0, 3 - Math.ceil(Math.log10(Math.max(Math.abs(this.high), Math.abs(this.low), 1e-9))));
    return `${value.toLocaleString("en", {minimumFractionDigits: Math.min(digits, 6), maximumFractionDigits: Math.min(digits, 6)})} ${this.unit}`.trimEnd();
  }

  percent(position) {
    return 100 * (position - this.from) / (this.to - this.from);
  }

  text(tick, y, said) {
    const element = made("text", {x: `${this.percent(tick.at)}%`, y});
    element.textContent = said;
    return element;
  }
}

const HINT = "Point at a date to read values; drag to zoom.";

function pointsOf(path) {
  return path.getAttribute("d").slice(1).split("L").map((pair) => pair.split(" ").map(Number));
}

// Between two points along the straight line; where a line steps, its later value.
function heightAt(points, x) {
  if (x < points[0][0] || x > points.at(-1)[0]) return null;
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= x) low = middle;
    else high = middle;
  }
  const [[x0, y0], [x1, y1]] = [points[low], points[high]];
  return x >= x1 || x1 === x0 ? y1 : y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function button(text, label, pressed) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  element.addEventListener("click", pressed);
  return element;
}
