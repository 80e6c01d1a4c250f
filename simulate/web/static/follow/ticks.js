// Ticks of an axis of dates, from days to centuries: as many as have room beside each other, named in the reader's words.
import { isoOf, locale } from "../shell/locale.js";

const A_DAY = 864e5;
const A_MONTH = 30.44;
const A_LETTER_PER_FONT = 0.46;
const GAP = 10;
const USUAL_FONT = 14;
const MOST_DAYS_BY_DAY = 75;
const LETTERS_OF_A_MONTH = 4;
const STEPS_OF_DAYS = [1, 2, 7, 14];
const STEPS_OF_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

const formats = Object.fromEntries(
  Object.entries({
    day: { day: "numeric" },
    month: { month: "short" },
    monthYear: { month: "short", year: "numeric" },
    year: { year: "numeric" },
  }).map(([name, options]) => [name, new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", calendar: "gregory" })]),
);

/**
 * Return the ticks between two days, and what they are part of (the year of a month), so that no two names touch.
 *
 * Each is {at, text}; `groups` begin at the left end of the axis or at their own first tick.
 */
export function dateTicks(low, high, width) {
  if (!(high > low) || !(width > 0)) return { ticks: [], groups: [] };
  const perDay = width / (high - low);
  const letter = A_LETTER_PER_FONT * fontSize();
  for (const step of STEPS_OF_DAYS) {
    if (high - low > MOST_DAYS_BY_DAY) break;
    if (step * perDay >= 2 * letter + GAP) return named(dayPlaces(low, high, step), ["day", "monthYear"], low, high, { perDay, letter });
  }
  for (const step of STEPS_OF_MONTHS) {
    if (step * A_MONTH * perDay >= LETTERS_OF_A_MONTH * letter + GAP) {
      return named(monthPlaces(low, high, step), step >= 12 ? ["year", null] : ["month", "year"], low, high, { perDay, letter });
    }
  }
  return { ticks: [], groups: [] };
}

function dayPlaces(low, high, step) {
  const places = [];
  const first = step < 7 ? Math.ceil(low) : Math.ceil((low + 3) / 7) * 7 - 3;
  for (let at = first; at <= high; at += step) places.push(at);
  return places;
}

function monthPlaces(low, high, step) {
  const first = new Date(low * A_DAY);
  const places = [];
  let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (let at = -Infinity; at <= high; month += step) {
    at = dayOfMonth(month);
    if (at >= low && at <= high) places.push(at);
  }
  return places;
}

function dayOfMonth(month) {
  const day = new Date(0);
  day.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return day.getTime() / A_DAY;
}

function named(places, [format, above], low, high, { perDay, letter }) {
  const ticks = spaced(
    places.map((at) => ({ at, text: formats[format].format(at * A_DAY) })),
    { perDay, letter },
  );
  if (above === null) return { ticks, groups: [] };
  const groups = [];
  for (const at of [low, ...places]) {
    const text = formats[above].format(Math.floor(at) * A_DAY);
    if (groups.at(-1)?.text === text) continue;
    const begin = groups.length === 0 ? low : Math.max(low, beginOf(at, above));
    const last = groups.at(-1);
    if (last && (begin - last.at) * perDay < (last.text.length + text.length / 2) * letter + GAP) groups.pop();
    groups.push({ at: begin, text });
  }
  return { ticks, groups: groups.filter(({ at, text }, k) => k === 0 || (high - at) * perDay >= text.length * letter) };
}

function beginOf(day, format) {
  const iso = isoOf(Math.floor(day));
  return Date.parse(format === "year" ? `${iso.slice(0, 4)}-01-01T00:00Z` : `${iso.slice(0, 7)}-01T00:00Z`) / A_DAY;
}

// Locales have longer names than the step was chosen for: every second, third ... of them, then.
function spaced(ticks, { perDay, letter }) {
  const longest = Math.max(0, ...ticks.map(({ text }) => text.length)) * letter + GAP;
  let nearest = Infinity;
  for (let k = 1; k < ticks.length; k++) nearest = Math.min(nearest, (ticks[k].at - ticks[k - 1].at) * perDay);
  const every = nearest >= longest ? 1 : Math.ceil(longest / nearest);
  return every === 1 ? ticks : ticks.filter((_, k) => k % every === 0);
}

function fontSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_FONT;
}

/** Return how many times larger than usual the page's type is, which grows with the window. */
export function enlargement() {
  return fontSize() / USUAL_FONT;
}
