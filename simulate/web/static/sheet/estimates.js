// Estimates as words in a cell: "5; 8; 20", "lognormal p50 12; p90 30", "discrete values 5 10; weights 3 1".
import { number, parseNumber, plain } from "../shell/locale.js";
import { entriesOf } from "../shell/mapping.js";
import { isMapping } from "../shell/merged.js";
import { parsed } from "../shell/ops.js";

export const SHAPES = ["pert", "triangular", "trigen", "uniform", "normal", "lognormal", "weibull", "exponential", "discrete", "empirical"];
const OF_THREE = ["pert", "triangular"];

/** Return {key, points} of an estimate by three points, key "" where it is a list alone; null of others. */
export function threePoints(value) {
  if (Array.isArray(value) && value.length === 3) return { key: "", points: value };
  for (const key of OF_THREE) {
    if (isMapping(value) && Array.isArray(value[key]) && value[key].length === 3) return { key, points: value[key] };
  }
  return null;
}

/** Write a number of the document as the reader does; what is none as it stands. */
export function figure(text) {
  if (text === null || text === undefined) return "";
  if (typeof text !== "string") return words(text);
  return text.trim() !== "" && Number.isFinite(Number(text)) ? number(Number(text)) : text;
}

/** Read a number as the document has it; what is none as it was typed. */
export function typed(text) {
  const value = parseNumber(text);
  return value === null ? text.trim() : plain(value);
}

/** Read a number as the document has it, of a percentage the share that it is; what is neither as it was typed. */
export function typedShare(text) {
  const percent = /^(.*\S)\s*[%\u066a]$/.exec(text.replace(/[\u200e\u200f\u061c]/g, "").trim());
  const value = percent ? parseNumber(percent[1]) : null;
  return value === null ? typed(text) : plain(Number((value / 100).toPrecision(12)));
}

export function words(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(figure).join("; ");
  if (!isMapping(value)) return figure(value);
  return entriesOf(value).map(([key, part]) => `${key} ${isMapping(part) ? inner(part) : words(part)}`.trim()).join("; ");
}

function inner(part) {
  return entriesOf(part).map(([key, one]) => `${key} ${Array.isArray(one) ? one.map(figure).join(" ") : figure(one)}`).join("; ");
}

/** Read an estimate; a text that is none is left as it is, for the reader to say so. */
export function estimate(text) {
  const said = text.trim();
  if (said === "") return undefined;
  if (/^[[{]/.test(said)) return parsed(said);
  const name = /^[a-z_]+/i.exec(said)?.[0].toLowerCase();
  if (name && SHAPES.includes(name)) return shaped(name, said.slice(name.length));
  const parts = said.includes(";") ? said.split(";") : said.split(/,\s+|\s+/);
  const numbers = parts.map((one) => parseNumber(one));
  if (parts.length > 1 && numbers.every((one) => one !== null)) return numbers.map(plain);
  return typed(said);
}

function shaped(name, rest) {
  const items = (rest.includes(";") ? rest.split(";") : rest.split(/,\s+/)).map((one) => one.trim()).filter(Boolean);
  const keyed = items.filter((one) => /^[a-z]/i.test(one)).map(pair);
  const bare = items.filter((one) => !/^[a-z]/i.test(one)).flatMap((one) => one.split(/\s+/)).map(typed);
  if (!bare.length) return { [name]: Object.fromEntries(keyed) };
  return { [name]: bare.length === 1 && name === "exponential" ? bare[0] : bare, ...Object.fromEntries(keyed) };
}

function pair(item) {
  const [key, ...values] = item.split(/\s+/);
  return [key, values.length === 1 ? typed(values[0]) : values.map(typed)];
}
