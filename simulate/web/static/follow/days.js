// Days: dates in words, kept, since a redraw says the same few hundred dates again.
import { date as worded, dayOf, isoOf } from "../shell/locale.js";

const MOST = 20000;
const said = new Map();

/** Return the date of a day counted from 1970 in the reader's words. */
export function dayText(day) {
  if (!said.has(day)) {
    if (said.size > MOST) said.clear();
    said.set(day, worded(isoOf(day)));
  }
  return said.get(day);
}

/** Return a date of the document in the reader's words. */
export function date(iso) {
  const day = dayOf(iso);
  return day === null ? worded(iso) : dayText(day);
}
