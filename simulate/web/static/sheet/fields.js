// What a column holds: how its cells are written, and which changes of the document a typed text asks for.
import { date, parseDate, shortDate } from "../shell/locale.js";
import { entriesOf, mappingOf } from "../shell/mapping.js";
import { isMapping } from "../shell/merged.js";
import { estimate, figure, threePoints, typed, typedShare, words } from "./estimates.js";

const put = (path, value) => (value === undefined || value === "" ? [["del", path]] : [["set", path, value]]);

export const text = {
  show: (value) => (value === null || value === undefined ? "" : typeof value === "string" ? value : words(value)),
  ops: (path, typedText) => put(path, typedText.trim()),
};

export const number = {
  align: "end",
  show: figure,
  ops: (path, typedText) => (typedText.trim() === "" ? [["del", path]] : [["set", path, typed(typedText)]]),
};

/** A number from 0 to 1, which may be typed as a percentage. */
export const share = {
  align: "end",
  show: figure,
  ops: (path, typedText) => (typedText.trim() === "" ? [["del", path]] : [["set", path, typedShare(typedText)]]),
};

export const day = {
  align: "end",
  show: (value) => (typeof value === "string" ? shortDate(value) : words(value)),
  title: (value) => (typeof value === "string" ? date(value) : ""),
  ops: (path, typedText) => put(path, parseDate(typedText) ?? typedText.trim()),
};

/** Days and ranges of days, from the first to the last, with commas between. */
export const days = {
  show: (value) => (Array.isArray(value) ? value.map((one) => (typeof one === "string" ? ranged(one, shortDate) : words(one))).join(", ") : words(value)),
  ops: (path, typedText) => list.ops(path, typedText).map(([op, at, items]) => (items ? [op, at, items.map((one) => ranged(one, readDay))] : [op, at])),
};

/** Numbers by day or range of days. */
export const dayPairs = {
  show: (value) => (isMapping(value) ? entriesOf(value).map(([key, one]) => `${ranged(key, shortDate)} ${figure(one)}`).join(", ") : words(value)),
  ops: (path, typedText, value) => pairs.ops(path, typedText, value).map(([op, at, made]) =>
    (isMapping(made) ? [op, at, mappingOf(entriesOf(made).map(([key, one]) => [ranged(key, readDay), one]))] : made === undefined ? [op, at] : [op, at, made])),
};

const ranged = (said, of) => said.split(/\s*\.\.\s*/).map((one) => of(one)).join("..");
const readDay = (said) => parseDate(said) ?? said;

/** A list of ids or links, with commas between. */
export const list = {
  show: (value) => (Array.isArray(value) ? value.map((one) => (typeof one === "string" ? one : words(one))).join(", ") : words(value)),
  ops: (path, typedText) => {
    const items = typedText.split(/[,;\n]/).map((one) => one.trim()).filter(Boolean);
    return items.length ? [["set", path, items]] : [["del", path]];
  },
};

/** A list of sentences, which may hold commas. */
export const items = {
  show: (value) => (Array.isArray(value) ? value.join("; ") : words(value)),
  ops: (path, typedText) => {
    const said = typedText.split(/[;\n]/).map((one) => one.trim()).filter(Boolean);
    return said.length ? [["set", path, said]] : [["del", path]];
  },
};

/** Numbers by id, or what more is said of it: "welders 3, crane 1", "late {impact 0.5; probability 0.8}". */
export const pairs = {
  show: (value) => (isMapping(value) ? entriesOf(value).map(([key, one]) => `${key} ${isMapping(one) ? `{${words(one)}}` : figure(one)}`).join(", ") : words(value)),
  ops: (path, typedText, value) => {
    const whole = typedText.trim();
    if (whole === "") return [["del", path]];
    const found = apart(whole).map((one) => /^([^{]*[^{\s])\s*(\{.*\}|\s\S+)$/.exec(one));
    if (whole.startsWith("{") || found.some((one) => one === null)) return pairs.show(value) === whole ? [] : [["text", path, whole]];
    return [["set", path, mappingOf(found.map(([, key, said]) => [key, saidOf(said.trim())]))]];
  },
};

/** Return the parts of a text between commas, semicolons and ends of lines that stand outside braces. */
function apart(text) {
  const parts = text.match(/(?:\{[^}]*\}|,(?![\s\p{L}_])|[^;\n,{])+/gu) ?? [];
  return parts.map((one) => one.trim()).filter(Boolean);
}

function saidOf(text) {
  if (!text.startsWith("{")) return typedShare(text);
  const inner = apart(text.slice(1, -1)).map((one) => /^(\S+?):?\s+(.*)$/.exec(one));
  return inner.some((one) => one === null) ? text : mappingOf(inner.map(([, key, one]) => [key, typedShare(one)]));
}

/** The name of a calendar that is not there yet, which begins with five working days. */
export const newCalendar = {
  show: () => "",
  ops: (path, typedText) => (typedText.trim() ? [["set", ["calendars", typedText.trim(), "workdays"], "Mon-Fri"]] : []),
};

export const quantity = {
  show: words,
  ops: (path, typedText) => put(path, estimate(typedText)),
};

/** One of the three points of an estimate; what has none stands over all three. */
export const point = (k) => ({
  align: "end",
  point: k,
  show: (value) => {
    const three = threePoints(value);
    if (three) return figure(three.points[k]);
    if (typeof value === "string") return k === 1 ? figure(value) : "";
    return k === 0 ? words(value) : "";
  },
  isOver: (value) => k === 0 && value !== undefined && value !== null && typeof value !== "string" && !threePoints(value),
  ops: (path, typedText, value) => {
    const said = typedText.trim();
    if (/^[a-z[{]/i.test(said) || /;/.test(said)) return put(path, estimate(said));
    if (isMapping(value) && Array.isArray(value.uniform) && k !== 1 && said !== "") return [["set", [...path, "uniform", k === 2 ? 1 : 0], typed(said)]];
    const three = threePoints(value);
    if (three && said !== "") return pushed(three.points, k, typed(said)).map(([at, one]) => ["set", [...path, ...(three.key ? [three.key] : []), at], one]);
    const before = three ? [...three.points] : ["", typeof value === "string" ? value : "", ""];
    before[k] = said === "" ? "" : typed(said);
    const whole = filledUp(before, k);
    return whole === undefined ? [["del", path]] : [["set", path, whole]];
  },
});

/** Return an estimate by the points of it that are known: one number where that is the likely one, three where others are. */
export function filledUp(points, last = 1) {
  const known = points.filter((one) => one !== "");
  if (!known.length) return undefined;
  if (known.length === 1 && (points[1] !== "" || points[last] === "")) return known[0];
  const likely = points[1] || points[0] || points[2];
  return [points[0] || likely, likely, points[2] || likely];
}

/** Return which points change with one: those that were the same as it go along where it would pass them. */
function pushed(points, k, said) {
  const found = [[k, said]];
  const x = Number(said);
  if (!Number.isFinite(x)) return found;
  for (const by of [-1, 1]) {
    for (let j = k + by; j >= 0 && j < points.length && points[j] === points[k] && by * (Number(points[j]) - x) < 0; j += by) found.push([j, said]);
  }
  return found;
}

const YES = ["yes", "true", "x", "1", "y", "ja", "oui", "si", "sí", "sim", "да", "✓"];

export const truth = {
  show: (value) => (value === "true" ? "yes" : value === "false" || value === undefined || value === null ? "" : words(value)),
  ops: (path, typedText) => {
    const said = typedText.trim().toLowerCase();
    if (["", "no", "false", "0", "n", "nein", "non", "нет"].includes(said)) return [["del", path]];
    return [["set", path, YES.includes(said) ? "true" : typedText.trim()]];
  },
};
