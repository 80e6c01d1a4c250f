// Words for the rows of a Gantt chart.
import { percent } from "../shell/locale.js";
import { dayText } from "./days.js";

/** Return what a row of a chart shows. */
export function wordsOf(chart, bar) {
  const [early, start, finish, late] = bar.at;
  const comes = bar.comes < 1 ? `, in ${percent(bar.comes, 0)} of all lives` : "";
  const due = chart.dues.get(bar.id) ?? null;
  if (bar.kind === "milestone") {
    const dueText = due === null ? "" : `; due ${dayText(due)}`;
    return `${bar.name}: ${ended(early)} to ${ended(late)} (P10 to P90), median ${ended(finish)}${dueText}${comes}`;
  }
  const critical = bar.crit === null ? "" : `; critical in ${percent(bar.crit, 0)}`;
  const starts = `starts ${begun(early)} to ${begun(start)} (P10 to P50)`;
  return `${bar.name}: ${starts}, finishes ${ended(finish)} to ${ended(late)} (P50 to P90)${critical}${comes}`;
}

/** Return the day on which something begins at a place on an axis of days. */
export function begun(place) {
  return place === null ? "never" : dayText(Math.floor(place + 1e-3));
}

/** Return the day on which something has ended at a place on an axis of days. */
export function ended(place) {
  return place === null ? "never" : dayText(Math.ceil(place - 1e-3) - 1);
}
