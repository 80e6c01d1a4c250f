// What may be meant in a cell: ids of tasks, milestones, risks and the like, and words that stand elsewhere in the column.
import { entries, value } from "../shell/store.js";

const MOST = 12;
const WORDS = {
  level: ["major", "minor"], state: ["open", "closed", "occurred"],
  category: ["market", "technology", "relationship", "dependency", "operational", "support"],
};
const OF_KINDS = { after: ["tasks", "milestones"], exposes: ["tasks"], exposed_to: ["risks"], retires: ["risks"], reveals: ["risks"], only_if: ["risks"], needs: ["resources"], range: ["ranges"], calendar: ["calendars"] };
const SINGLE = ["only_if", "range", "calendar"];

/** Return {value, label} of what the text of a field may become; none where nothing is known of it. */
export function suggestions(kind, field, text) {
  if (field === "owner" || WORDS[field]) {
    const found = new Set([...(WORDS[field] ?? []), ...entries(kind).map(([, part]) => part?.[field]).filter((one) => typeof one === "string")]);
    return fitting([...found].map((one) => ({ value: one, label: "" })), text, "");
  }
  const kinds = OF_KINDS[field];
  if (!kinds) return [];
  const before = SINGLE.includes(field) ? "" : /^(.*[,;]\s*)?/.exec(text)[0] ?? "";
  const ids = kinds.flatMap((one) => entries(one).map(([id, part]) => ({ value: id, label: typeof part?.name === "string" ? part.name : "" })));
  return fitting(field === "calendar" ? [...ids, { value: "every_day", label: "" }] : ids, text.slice(before.length), before);
}

export const isSuggested = (field) => field === "owner" || field in WORDS || (field in OF_KINDS && value([OF_KINDS[field][0]]) !== undefined);

function fitting(found, text, before) {
  const said = text.trim().toLowerCase();
  const fits = ({ value: one, label }) => one.toLowerCase().includes(said) || label.toLowerCase().includes(said);
  return found.filter((one) => one.value.toLowerCase() !== said && fits(one)).slice(0, MOST).map((one) => ({ value: before + one.value, label: one.label }));
}
