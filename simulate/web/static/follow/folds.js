// Folds: which minor milestones lead up to which major one, and which of them have room to be shown.
import { dayOf } from "../shell/locale.js";

/** Return the rows in groups {major, minors}, in the sequence of the file; what leads up to no major one stands alone. */
export function groupsOf(rows, entriesOf) {
  const majors = rows.filter((row) => row.level === "major");
  if (!majors.length || majors.length === rows.length) return rows.map((major) => ({ major, minors: [] }));
  const leads = leadsTo(majors, entriesOf);
  const groups = new Map(majors.map((major) => [major.id, { major, minors: [] }]));
  const alone = [];
  for (const row of rows) {
    if (row.level === "major") continue;
    const id = leads.get(row.id);
    if (id === undefined) alone.push({ major: row, minors: [] });
    else groups.get(id).minors.push(row);
  }
  return [...groups.values(), ...alone];
}

/** Return by id of what comes before a major milestone the first of those, in the sequence of their dates. */
function leadsTo(majors, entriesOf) {
  const links = new Map();
  for (const kind of ["milestones", "tasks"]) {
    for (const [id, part] of entriesOf(kind)) links.set(id, idsOf(part?.after));
  }
  const found = new Map();
  for (const major of [...majors].sort((one, other) => when(one) - when(other))) {
    const waiting = [...(links.get(major.id) ?? [])];
    while (waiting.length) {
      const id = waiting.pop();
      if (found.has(id)) continue;
      found.set(id, major.id);
      waiting.push(...(links.get(id) ?? []));
    }
  }
  return found;
}

function when(row) {
  return dayOf(row.p50) ?? dayOf(row.due) ?? Infinity;
}

// "build FS+2", ["build", {task: build}], {add: [build]}: the ids are what counts here.
function idsOf(after) {
  if (after === null || after === undefined) return [];
  if (typeof after === "string")
    return after
      .split(",")
      .map((one) => one.trim().split(/\s+/)[0])
      .filter(Boolean);
  if (Array.isArray(after)) return after.flatMap((one) => (typeof one === "string" ? [one.trim().split(/\s+/)[0]] : idsOf(one)));
  return Object.values(after).flatMap((one) => (typeof one === "string" || Array.isArray(one) ? idsOf(one) : []));
}
