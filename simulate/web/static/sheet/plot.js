// The picture of an estimate: a density or bars, the saved one dashed, and handles at its points.
import { svg } from "../shell/dom.js";
import { number } from "../shell/locale.js";
import { outline } from "./densities.js";

const BASE = 14; // size of type that lengths are given for [pixels]
const SIZE = { height: 112, foot: 22, head: 24, side: 22 };
const LEAST_WIDTH = 40;
const READ = [[0.1, "P10"], [0.5, "P50"], [0.9, "P90"]];

export class Plot {
  /** `handles` are elements that are put at points; they stay in the page, so that they keep the focus. */
  constructor(handles) {
    this.handles = handles;
    this.width = 0;
    this.picture = svg("g", { "aria-hidden": "true" });
    this.node = svg("svg", { class: "hand-chart", role: "group", "aria-label": "Estimate in hand" }, this.picture, ...handles);
  }

  draw({ shape, saved, points, range, isSigned, unit }) {
    this.node.classList.toggle("empty", !shape);
    for (const one of this.handles) one.style.display = "none";
    if (!shape || this.width < LEAST_WIDTH) return;
    const { size } = this;
    this.range = range ?? rangeOf([shape, ...(saved ? [saved] : [])], isSigned);
    const { low, high } = this.range;
    const x = (one) => size.side + ((one - low) / (high - low)) * (size.width - 2 * size.side);
    const now = shape.bars ?? outline(shape);
    const was = saved ? saved.bars ?? outline(saved) : [];
    const top = Math.max(...now.map((one) => one.y), ...(shape.bars ? [] : was.map((one) => one.y))) || 1;
    const y = (one) => size.height - size.foot - Math.min(1, one / top) * (size.height - size.foot - size.head);
    this.picture.replaceChildren(
      svg("line", { class: "axis", x1: size.side / 2, x2: size.width - size.side / 2, y1: y(0), y2: y(0) }),
      ...ticks(low, high).map((tick) => svg("text", { class: "tick", x: x(tick), y: size.height - 5 * size.scale, "text-anchor": "middle" }, number(tick))),
      ...(shape.bars ? [] : [svg("path", { class: "area", d: `M${x(shape.low)},${y(0)}L${way(now, x, y)}L${x(shape.high)},${y(0)}Z` })]),
      ...drawn(saved, was, "was", x, y),
      ...drawn(shape, now, "line", x, y),
    );
    points.forEach((one, k) => this.place(k, one, points, { x, y, size, unit, low, high }));
  }

  place(k, { name, x: value }, points, { x, y, size, unit, low, high }) {
    const group = this.handles[k];
    const [stem, reach, grip, label] = group.children;
    const half = 13 * size.scale;
    group.style.display = "";
    set(stem, { x1: x(value), x2: x(value), y1: size.head - 6 * size.scale, y2: y(0) });
    set(reach, { x: x(value) - half, width: 2 * half, y: 0, height: y(0) + half });
    set(grip, { cx: x(value), cy: y(0) });
    const isNear = points.some((other, j) => j < k && Math.abs(x(other.x) - x(value)) < 30 * size.scale);
    set(label, { x: x(value), y: 12 * size.scale, "text-anchor": isNear ? "start" : "middle" });
    label.textContent = number(value);
    set(group, {
      "aria-label": name, "aria-valuenow": value, "aria-valuetext": `${number(value)} ${unit}`,
      "aria-valuemin": points[k - 1]?.x ?? Math.min(low, value), "aria-valuemax": points[k + 1]?.x ?? Math.max(high, value),
    });
  }

  /** Take the width that there is [pixels], and the size of type. */
  fit(width) {
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / BASE;
    const size = Object.fromEntries(Object.entries(SIZE).map(([name, one]) => [name, one * scale]));
    set(this.node, { viewBox: `0 0 ${width} ${size.height}`, width, height: size.height });
    Object.assign(this, { width, size: { ...size, width, scale } });
  }

  /** Return what reads a number at where the mouse is, by the scale as it is now. */
  reader() {
    const { low, high } = this.range;
    const { width, side } = this.size;
    return (event) => low + ((event.clientX - this.node.getBoundingClientRect().left - side) / (width - 2 * side)) * (high - low);
  }

  /** Return percentiles of a density as words. */
  read(shape) {
    const points = shape.bars ? [...shape.bars].sort((one, other) => one.x - other.x) : outline(shape);
    const sum = points.reduce((all, one) => all + one.y, 0);
    if (points.length < 2 || !(sum > 0)) return "";
    const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.max(points.at(-1).x - points[0].x, 1e-9))));
    return READ.map(([share, name]) => {
      let counted = 0;
      const found = points.find((one) => (counted += one.y) >= share * sum * (1 - 1e-9)) ?? points.at(-1);
      return `${name} ${number(found.x, Math.min(6, digits))}`;
    }).join(", ");
  }
}

/** Return by what a point moves at the least: a round part of what is in sight. */
export function stepOf({ low, high }) {
  return round((high - low) / 120);
}

function rangeOf(shapes, isSigned) {
  const xs = shapes.flatMap((one) => (one.bars ? one.bars.map((bar) => bar.x) : [one.low, one.high]));
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const margin = 0.22 * (high - low) || Math.max(1, Math.abs(high)) * 0.3;
  return { low: low >= 0 && !isSigned ? Math.max(0, low - margin) : low - margin, high: high + margin };
}

function round(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return Number(([1, 2, 5, 10].find((one) => one * power >= rough * 0.999) * power).toPrecision(6));
}

function ticks(low, high) {
  const step = round((high - low) / 7);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(Number((k * step).toPrecision(12)));
  return found;
}

const way = (points, x, y) => points.map((one) => `${x(one.x).toFixed(1)},${y(one.y).toFixed(1)}`).join("L");

function drawn(shape, points, name, x, y) {
  if (!shape) return [];
  if (!shape.bars) return [svg("path", { class: name, d: `M${way(points, x, y)}` })];
  return stacked(points).map((one) => svg("line", { class: `bar ${name}`, x1: x(one.x), x2: x(one.x), y1: y(0), y2: y(one.y) }));
}

function stacked(bars) {
  const sums = new Map();
  for (const { x, y } of bars) sums.set(x, (sums.get(x) ?? 0) + y);
  return [...sums].map(([x, y]) => ({ x, y }));
}

function set(element, attributes) {
  for (const [name, one] of Object.entries(attributes)) if (element.getAttribute(name) !== String(one)) element.setAttribute(name, String(one));
}
