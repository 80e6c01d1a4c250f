// The sheets and their columns: which key of the file each is of, and what it holds.
import { shortDate } from "../shell/locale.js";
import { keysOf } from "../shell/mapping.js";
import { day, dayPairs, days, items, list, newCalendar, number, pairs, point, quantity, share, text, truth } from "./fields.js";

const column = (field, title, width, kind, more = {}) => ({ field, title, width, kind, path: field.split("."), ...more });
const name = (width = 250) => column("name", "Name", width, text);
const id = column("id", "Id", 130, text, { isId: true });
const on = column("on", "On", 44, null, { isSwitch: true });
const points = (key, titles, width = 62) => titles.map((title, k) => column(["low", "likely", "high"][k], title, width, point(k), { path: [key] }));

export const SHEETS = {
  milestones: {
    title: "Milestones",
    one: "milestone",
    columns: [
      name(), column("due", "Due", 96, day), column("level", "Level", 66, text), column("owner", "Owner", 120, text), column("after", "After", 240, list),
      column("invoice.amount", "Invoice", 84, number), column("invoice.terms", "Terms, days", 88, number),
      column("value.amount", "Value", 84, number), column("value.per_day_late", "Less a day late", 110, number), column("weight", "Weight", 66, number),
      column("deliverables", "Deliverables", 220, items), column("exit_criteria", "Exit criteria", 220, items),
      column("not_before", "Not before", 96, day), column("reached", "Reached", 96, day), column("group", "Group", 120, text), column("notes", "Notes", 200, text), id,
    ],
  },
  tasks: {
    title: "Tasks",
    one: "task",
    columns: [
      name(), ...points("duration", ["Low", "Likely", "High"]), column("after", "After", 190, list), column("cost", "Cost", 80, quantity, { align: "end" }),
      column("daily", "Daily", 72, quantity, { align: "end" }), column("retires", "Retires", 170, pairs), { ...on, title: "On" }, column("owner", "Owner", 120, text),
      column("needs", "Needs", 130, pairs), column("calendar", "Calendar", 90, text), column("range", "Range", 80, text), column("only_if", "Only if", 110, text),
      column("reveals", "Reveals", 110, list), column("exposed_to", "Exposed to", 120, list), column("not_before", "Not before", 96, day),
      column("actual.start", "Started", 96, day), column("actual.finish", "Finished", 96, day), column("remaining", "Remaining", 96, quantity, { align: "end" }),
      column("group", "Group", 120, text), column("notes", "Notes", 200, text), id,
    ],
  },
  risks: {
    title: "Risks",
    one: "risk",
    columns: [
      name(270), on, column("probability", "Probability", 88, share), column("acceptable", "Acceptable", 88, share), column("category", "Category", 100, text),
      column("exposes", "Exposes", 190, list), ...points("delay", ["Delay, low", "likely", "high"], 78), column("stretch", "Stretch", 120, quantity),
      column("cost", "Cost", 160, quantity), column("stop", "Stops", 60, truth), column("state", "State", 80, text), column("owner", "Owner", 120, text),
      column("notes", "Notes", 200, text), id,
    ],
  },
  resources: {
    title: "Resources",
    one: "resource",
    columns: [name(), column("capacity", "Capacity", 90, number), id],
  },
};

const CALENDAR = [
  ["workdays", "Working days", text, "such as Mon-Fri"], ["country", "Country of public holidays", text, "two letters, such as NL"], ["region", "Region", text, "where its holidays differ"],
  ["holidays", "Own holidays", days, `days, and ranges as ${shortDate("2026-08-03")}..${shortDate("2026-08-14")}`], ["days", "Other days", dayPairs, "how much of a working day each is: 0 to 1"],
  ["hours", "Hours", text, "such as 07:00-12:00, 12:30-15:30"], ["day", "Hours of a working day", number, "hours"],
];

/** Sheets of single values: rows of a path, what it is, how it is written, and in what unit. */
export const SETTINGS = {
  money: {
    title: "Money",
    rows: () => [
      ["currency", "Currency", text, "three letters"], ["budget.total", "Budget", number, "in all"], ["budget.burn", "Standing team", number, "a working day, until the last milestone"],
      ["budget.spent", "Spent", number, "by the day of the status"], ["tolerance.hit", "Least probability of a hit", share, "0 to 1: below it a milestone is an exception"],
      ["tolerance.gap", "Largest gap", share, "share of the budget by which money may run ahead of milestones"],
    ],
  },
  calendar: {
    title: "Calendar",
    rows: (plan) => [
      ["name", "Name of the plan", text, ""], ["start", "Start", day, "first day"], ["as_of", "Status", day, "day of what is known"],
      ...CALENDAR.map(([key, title, kind, unit]) => [`calendar.${key}`, title, kind, unit]),
      ...keysOf(plan?.calendars ?? {}).flatMap((id) => CALENDAR.map(([key, title, kind, unit]) => [["calendars", id, key], `${id}: ${title.toLowerCase()}`, kind, unit])),
      [["calendars", ""], "Another calendar", newCalendar, "its name: one is gone once all its rows are empty"],
    ].map(([path, ...rest]) => [path, ...rest]),
  },
};
