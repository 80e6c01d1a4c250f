// What of an estimate can be taken hold of: its points, by name, and where in it they stand.
import { plain } from "../shell/locale.js";
import { isMapping } from "../shell/merged.js";
import { at } from "../shell/ops.js";
import { threePoints } from "./estimates.js";

const OF_SHAPES = [
  [["uniform", 0], "Low"], [["uniform", 1], "High"], [["lognormal", "p50"], "Median"], [["lognormal", "p90"], "90th percentile"],
  [["normal", 0], "Mean"], [["exponential"], "Mean"],
];

/** Return the points {name, path, x} of an estimate, from the least to the most; none of what has no points to drag. */
export function grips(value) {
  const three = threePoints(value);
  const found = three ? ["Low", "Likely", "High"].map((name, k) => [[...(three.key ? [three.key] : []), k], name])
    : typeof value === "string" ? [[[], "Likely"]]
      : isMapping(value) ? [...OF_SHAPES, ...trigen(value.trigen)].filter(([path]) => typeof at(value, path) === "string") : [];
  const made = found.map(([path, name]) => ({ name, path, x: Number(at(value, path)) }));
  return made.every(({ x }, k) => Number.isFinite(x) && (!k || x >= made[k - 1].x)) && at(value, made[0]?.path ?? []) !== "" ? made : [];
}

/** Return how near two points of an estimate may come to each other. */
export function room(value, step) {
  return isMapping(value) && !threePoints(value) ? step : 0;
}

/** Return an estimate with another number at a path in it. */
export function withPoint(value, [first, ...rest], x) {
  if (first === undefined) return plain(x);
  if (Array.isArray(value)) return value.map((one, k) => (k === first ? withPoint(one, rest, x) : one));
  return { ...value, [first]: withPoint(value[first], rest, x) };
}

/** Return an estimate of a factor as one of what it multiplies. */
export function times(value, factor, key = "") {
  if (key === "weight" || key === "weights" || key === "shape") return value;
  if (Array.isArray(value)) return value.map((one) => times(one, factor));
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, times(one, factor, name)]));
  return Number.isFinite(Number(value)) ? plain(Number((Number(value) * factor).toPrecision(12))) : value;
}

function trigen(said) {
  const keys = Object.keys(said ?? {}).filter((key) => /^p\d/.test(key)).sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
  if (keys.length !== 2) return [];
  return [[["trigen", keys[0]], keys[0].toUpperCase()], [["trigen", "mode"], "Likely"], [["trigen", keys[1]], keys[1].toUpperCase()]];
}
