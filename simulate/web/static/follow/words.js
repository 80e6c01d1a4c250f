// Words for figures: differences with their intervals, and the sentence that is read out.
import { number, percent, signed } from "../shell/locale.js";
import { date } from "./days.js";

const MINUS_ALMOST = 1e-9;
const LIVES = "lives";

/** Return a difference as {text, interval, sense}: sense is 1 for what is better, -1 for worse, 0 for neither. */
export function difference(estimate, { scale, isBetterUp, digits = 1 }) {
  if (!estimate) return null;
  const [value, low, high] = estimate.map((one) => (one === null ? null : one * scale));
  if (value === 0) return { text: "·", interval: "", sense: 0, isSame: true };
  const sense = value === 0 ? 0 : value > 0 === isBetterUp ? 1 : -1;
  return { text: signed(value, digits), interval: interval(value, low, high, digits), sense, isSame: false };
}

// ± where the interval lies evenly around the value as far as it is shown, else both ends.
function interval(value, low, high, digits) {
  if (low === null || high === null) return "";
  const unit = 10 ** -digits;
  const [below, above] = [value - low, high - value];
  if (Math.abs(below - above) < unit + MINUS_ALMOST && below >= 0 && above >= 0) return `±${number((below + above) / 2, digits)}`;
  return `${signed(low, digits)}..${signed(high, digits)}`;
}

/** Return a promise date in words; what never comes, and what too few lives tell. */
export function promiseText(promise) {
  if (promise?.date) return date(promise.date);
  return promise?.state === "too_few_iterations" ? "too few lives" : "never";
}

/** Return what the values of a hit are. */
export function hitTitle(row, saved) {
  if (!row.hit) return "no due date";
  const [value, low, high] = row.hit;
  const parts = [`on time: ${percent(value)}${low === null || high === null ? "" : ` (${percent(low)} to ${percent(high)})`}`];
  if (row.aim !== null && row.aim !== undefined) parts.push(`aim ${percent(row.aim, 0)}`);
  if (saved !== null) parts.push(`as saved ${percent(saved)}`);
  if (row.reached) parts.push(`ever reached: ${percent(row.reached[0])}`);
  return parts.join("; ");
}

/** Return what the values of a promise date are. */
export function promiseTitle(row, confidence) {
  const { low, high } = row.promise ?? {};
  const parts = [`${percent(confidence, 0)} by ${promiseText(row.promise)}`];
  if (low || high) parts.push(`interval ${low ? date(low) : "?"} to ${high ? date(high) : "never"}`);
  for (const name of ["p50", "p90"]) parts.push(`${name.toUpperCase()} ${row[name] ? date(row[name]) : "never"}`);
  return parts.join("; ");
}

/** Return how many lives were played, and whether more are on the way. */
export function livesText({ n, whole }) {
  return whole === false ? `${number(n, 0)} ${LIVES}, refining…` : `${number(n, 0)} ${LIVES}`;
}

/** Return the sentence of a milestone that is read out when its figures have changed. */
export function sentence(row, confidence) {
  const parts = [];
  if (row.hit) {
    const by = row.due ? ` by ${date(row.due)}` : "";
    parts.push(`${percent(row.hit[0])}${by}${aside(row.dhit, 100, "points", row.hit_counts)}`);
  }
  parts.push(`${percent(confidence, 0)} by ${promiseText(row.promise)}${aside(row.dpromise, 1, "working days", row.promise_counts)}`);
  return `${row.name}: ${parts.join("; ")}.`;
}

function aside(estimate, scale, unit, counts) {
  if (!estimate || estimate[0] === 0 || !counts) return "";
  const isDays = unit === "working days";
  const word = isDays ? (estimate[0] > 0 ? "later" : "earlier") : estimate[0] > 0 ? "more" : "less";
  return `, ${number(Math.abs(estimate[0] * scale), 1)} ${unit} ${word} than as saved`;
}
