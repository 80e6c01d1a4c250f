// Densities of estimates, to be drawn: points {x, y}, or bars of what takes single values.
import { isMapping } from "../shell/merged.js";
import { threePoints } from "./estimates.js";

const POINTS = 160;

/** Return {low, high, at(x)} or {bars} of an estimate; null of what cannot be drawn. */
export function density(value) {
  const three = threePoints(value);
  if (three) {
    const [low, mode, high] = three.points.map(Number);
    if (![low, mode, high].every(Number.isFinite) || !(low <= mode && mode <= high && low < high)) return null;
    return three.key === "triangular" ? triangular(low, mode, high) : pert(low, mode, high, Number(isMapping(value) ? value.weight ?? 4 : 4));
  }
  if (typeof value === "string") return Number.isFinite(Number(value)) && value.trim() !== "" ? { bars: [{ x: Number(value), y: 1 }] } : null;
  if (!isMapping(value)) return null;
  for (const [name, make] of Object.entries(SHAPES)) {
    if (name in value) {
      const made = make(value[name]);
      return made && Object.values(made).some((one) => typeof one === "number" && !Number.isFinite(one)) ? null : made;
    }
  }
  return null;
}

/** Return the points of a density. */
export function outline({ low, high, at }) {
  return Array.from({ length: POINTS + 1 }, (_, k) => low + ((high - low) * k) / POINTS).map((x) => ({ x, y: at(x) })).filter(({ y }) => Number.isFinite(y));
}

function pert(low, mode, high, weight) {
  const a = 1 + (weight * (mode - low)) / (high - low);
  const b = 1 + (weight * (high - mode)) / (high - low);
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(high - low);
  const at = (x) => {
    const u = (x - low) / (high - low);
    if (u <= 0 || u >= 1) return (u === 0 && a > 1) || (u === 1 && b > 1) ? 0 : u === 0 || u === 1 ? Math.exp(scale) : 0;
    return Math.exp(scale + (a - 1) * Math.log(u) + (b - 1) * Math.log(1 - u));
  };
  return { low, high, at };
}

function triangular(low, mode, high) {
  const top = 2 / (high - low);
  return { low, high, at: (x) => (x < mode ? (top * (x - low)) / (mode - low) : x > mode ? (top * (high - x)) / (high - mode) : top) };
}

function normal(mean, sd) {
  return { low: Math.max(0, mean - 3.5 * sd), high: mean + 3.5 * sd, at: (x) => Math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI)) };
}

function lognormal(mu, sigma) {
  const at = (x) => (x <= 0 ? 0 : Math.exp(-0.5 * ((Math.log(x) - mu) / sigma) ** 2) / (x * sigma * Math.sqrt(2 * Math.PI)));
  return { low: Math.exp(mu - 3 * sigma), high: Math.exp(mu + 2.8 * sigma), at };
}

function weibull(shape, scale) {
  const at = (x) => (x < 0 ? 0 : (shape / scale) * (x / scale) ** (shape - 1) * Math.exp(-((x / scale) ** shape)));
  return { low: shape > 1 ? 0 : scale * 0.02, high: scale * 5.5 ** (1 / shape), at };
}

const Z90 = 1.2815515655446004;

function trigen(said) {
  const keys = Object.keys(said).filter((key) => /^p\d/.test(key)).sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
  if (keys.length !== 2 || said.mode === undefined) return null;
  const [below, above] = keys.map((key) => Number(key.slice(1)) / 100);
  const [left, right, mode] = [...keys.map((key) => Number(said[key])), Number(said.mode)];
  let low = left - (mode - left);
  let high = right + (right - mode);
  for (let k = 0; k < 200; k++) {
    low = left - Math.sqrt(below * (high - low) * (mode - low));
    high = right + Math.sqrt((1 - above) * (high - low) * (high - mode));
  }
  return low < mode && mode < high ? triangular(low, mode, high) : null;
}

const SHAPES = {
  uniform: ([low, high]) => ({ low: Number(low), high: Number(high), at: () => 1 / (Number(high) - Number(low)) }),
  normal: (said) => (Array.isArray(said) ? normal(Number(said[0]), Number(said[1])) : null),
  lognormal: (said) => {
    if (said?.p50 !== undefined && said?.p90 !== undefined) return lognormal(Math.log(Number(said.p50)), Math.log(Number(said.p90) / Number(said.p50)) / Z90);
    const square = Math.log(1 + (Number(said?.sd) / Number(said?.mean)) ** 2);
    return lognormal(Math.log(Number(said?.mean)) - square / 2, Math.sqrt(square));
  },
  weibull: (said) => weibull(Number(said?.shape), Number(said?.scale)),
  exponential: (said) => ({ low: 0, high: 4.6 * Number(said), at: (x) => Math.exp(-x / Number(said)) / Number(said) }),
  trigen,
  discrete: (said) => {
    const values = said?.values ?? [];
    const weights = said?.weights ?? values.map(() => 1);
    const sum = weights.reduce((all, one) => all + Number(one), 0);
    return values.length ? { bars: values.map((x, k) => ({ x: Number(x), y: Number(weights[k]) / sum })) } : null;
  },
  empirical: (said) => (Array.isArray(said) && said.length ? { bars: said.map((x) => ({ x: Number(x), y: 1 / said.length })) } : null),
};

function logGamma(x) {
  const terms = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];
  const sum = terms.reduce((all, one, k) => all + one / (x + 1 + k), 1.000000000190015);
  const t = x + 5.5;
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310005 * sum) / x);
}
