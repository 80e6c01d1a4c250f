// Numbers and dates as the reader of this browser writes them. In the document they are plain: 1234.5 and 2026-11-28.
const LOCALE = navigator.languages?.[0] ?? navigator.language;
const PARTS = new Intl.NumberFormat(LOCALE).formatToParts(-12345.6);
const part = (type, otherwise) => PARTS.find((one) => one.type === type)?.value ?? otherwise;
const DECIMAL = part("decimal", ".");
const GROUP = part("group", "");
const DIGITS = new Map([...new Intl.NumberFormat(LOCALE, { useGrouping: false }).format(9876543210)].reverse().map((digit, k) => [digit, String(k)]));
const ORDER = new Intl.DateTimeFormat(LOCALE, { calendar: "gregory" }).formatToParts(new Date(2026, 10, 28))
  .map((one) => one.type).filter((type) => ["year", "month", "day"].includes(type));
const MINUS = "\u2212";

const made = new Map();
function formatter(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

/** Write a number, with as many decimals as are given, or as it has up to six. */
export function number(x, digits = null) {
  if (x === null || x === undefined || Number.isNaN(x)) return "";
  const options = digits === null ? { maximumFractionDigits: 6 } : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return formatter(`n${digits}`, () => new Intl.NumberFormat(LOCALE, options)).format(x);
}

/** Write a share as a percentage. */
export function percent(x, digits = 1) {
  if (x === null || x === undefined) return "";
  const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return formatter(`p${digits}`, () => new Intl.NumberFormat(LOCALE, options)).format(x);
}

/** Write a number with its sign, which what rounds to nothing does not have. */
export function signed(x, digits = 1) {
  const size = number(Math.abs(x), digits);
  if (Math.abs(x) < 0.5 * 10 ** -digits) return size;
  return (x > 0 ? "+" : MINUS) + size;
}

/** Write working days. */
export function days(x, digits = 1) {
  const text = number(x, digits);
  return `${text} ${text === number(1, digits) ? "day" : "days"}`;
}

/** Write a date of the document, as 28 Nov 2026 in the reader's words; what is none as it is. */
export function date(iso, { year = true } = {}) {
  const at = stamp(iso);
  if (at === null) return iso ?? "";
  const options = { day: "numeric", month: "short", ...(year ? { year: "numeric" } : {}), timeZone: "UTC", calendar: "gregory" };
  return formatter(`d${year}`, () => new Intl.DateTimeFormat(LOCALE, options)).format(at);
}

/** Write a date in figures, as it would be typed into a cell. */
export function shortDate(iso) {
  const at = stamp(iso);
  if (at === null) return iso ?? "";
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC", calendar: "gregory" };
  return formatter("s", () => new Intl.DateTimeFormat(LOCALE, options)).format(at);
}

/** Read a number that was typed in the reader's way or plainly; null where it is none. */
export function parseNumber(text) {
  const typed = inPlainDigits(text).replace(/[\u2212\u2010\u2013]/g, "-").replace(/[\s\u00a0\u202f'\u2019]/g, "");
  if (!/^[+-]?[\d.,\u066b\u066c]*\d[\d.,\u066b\u066c]*(?:e[+-]?\d+)?$/i.test(typed)) return null;
  const plain = withPoint(typed);
  return plain !== null && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** Read a date that was typed in the reader's way or as 2026-11-28: the latter; null where it is none. */
export function parseDate(text) {
  const typed = inPlainDigits(text);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return checked(+iso[1], +iso[2], +iso[3]);
  const figures = /^(\d{1,4})[./\-\s\u200f]+(\d{1,2})[./\-\s\u200f]+(\d{1,4})\.?$/.exec(typed);
  if (figures) {
    const order = figures[1].length > 2 ? ["year", "month", "day"] : ORDER;
    const said = Object.fromEntries(order.map((type, k) => [type, +figures[k + 1]]));
    return checked(said.year < 100 ? 2000 + said.year : said.year, said.month, said.day);
  }
  return named(typed);
}

/** Write a number as the document has it. */
export function plain(x) {
  return String(x);
}

/** Return the day of a date of the document, counted from 1970; null where it is none. */
export function dayOf(iso) {
  const at = stamp(iso);
  return at === null ? null : Math.round(at / 864e5);
}

/** Return the date of a day counted from 1970. */
export function isoOf(day) {
  return new Date(Math.round(day) * 864e5).toISOString().slice(0, 10);
}

export const locale = LOCALE;

/* Marks of direction are written into numbers and dates that run from right to left; they say nothing. */
function inPlainDigits(text) {
  return [...text.replace(/[\u200e\u200f\u061c]/g, "").trim()].map((one) => DIGITS.get(one) ?? one).join("");
}

function withPoint(typed) {
  const decimal = DECIMAL === "\u066b" ? "\u066b" : DECIMAL;
  const signs = [...typed].filter((one) => ".,\u066b\u066c".includes(one));
  if (!signs.length) return typed;
  const last = signs.at(-1);
  const counts = signs.filter((one) => one === last).length;
  const behind = typed.length - 1 - typed.lastIndexOf(last);
  const others = signs.some((one) => one !== last);
  const isGroup = counts > 1 || (!others && last !== decimal && last === GROUP && behind === 3);
  const whole = isGroup ? typed.replaceAll(last, "") : typed.replaceAll(last, "\u0000").replace(/[.,\u066b\u066c]/g, "").replace("\u0000", ".");
  return /^[+-]?\d*\.?\d*(e[+-]?\d+)?$/i.test(whole) ? whole : null;
}

function named(typed) {
  const word = /\p{L}{3,}/u.exec(typed)?.[0].toLowerCase();
  const figures = typed.match(/\d+/g) ?? [];
  if (!word || figures.length !== 2) return null;
  const month = MONTHS().findIndex((one) => one.startsWith(word) || word.startsWith(one));
  const [year, day] = figures[0].length === 4 ? figures : [figures[1], figures[0]];
  return month < 0 || year.length !== 4 ? null : checked(+year, month % 12 + 1, +day);
}

function MONTHS() {
  return formatter("months", () => ["en", LOCALE].flatMap((locale) => Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC", calendar: "gregory" }).format(Date.UTC(2026, month, 15)).toLowerCase().slice(0, 3))));
}

function checked(year, month, day) {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isOne = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isOne && year >= 1000 ? at.toISOString().slice(0, 10) : null;
}

function stamp(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  return found ? Date.UTC(+found[1], +found[2] - 1, +found[3]) : null;
}
