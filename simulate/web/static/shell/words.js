// What stands in a plan, in words: for those who read it beside the sheets.
import { date, number } from "./locale.js";
import { entriesOf } from "./mapping.js";
import { isMapping } from "./merged.js";

/** Write a value of the document as a reader would: numbers and dates in their way, lists and mappings in a line. */
export function said(value) {
  if (Array.isArray(value)) return value.map(said).join(", ");
  if (isMapping(value)) return entriesOf(value).map(([key, one]) => `${fieldName(key)} ${said(one)}`).join(", ");
  const text = String(value ?? "");
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return date(text);
  return /^-?\d+(\.\d+)?$/.test(text) ? number(Number(text)) : text;
}

/** Write a key of the document as words. */
export function fieldName(key) {
  return key.replaceAll("_", " ");
}
