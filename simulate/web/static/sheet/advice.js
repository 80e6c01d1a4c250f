// Advice: what a planner may want to look at again in a plan that is valid, below the sheets.
import { number } from "../shell/locale.js";
import { setHand, store, subscribe, value } from "../shell/store.js";
import { SHEETS } from "./columns.js";
import { element } from "./element.js";

/** Put the advice that there is behind an element of the page, folded away. */
export function mountAdvice(host) {
  const all = element("details", "sheet-advice");
  const count = element("summary");
  const list = element("ul");
  all.append(count, list);
  all.hidden = true;
  host.append(all);
  subscribe((what) => {
    if (!what.has("advice")) return;
    const { advice } = store;
    all.hidden = !advice.length;
    count.textContent = `${number(advice.length)} ${advice.length === 1 ? "thing" : "things"} to look at again`;
    list.replaceChildren(...advice.map((one) => {
      const item = element("li");
      item.append(place(one.path), one.message);
      return item;
    }));
  });
}

/** Return what leads to the row that a path is in; its name alone where it is in none. */
function place([kind, id, ...rest]) {
  const part = SHEETS[kind] ? value([kind, id]) : undefined;
  const text = [part?.name ?? id ?? kind, ...rest].filter((one) => typeof one === "string").join(", ");
  if (part === undefined) return `${text}: `;
  const button = element("button", "quiet", { type: "button", dir: "auto" });
  button.textContent = text;
  button.addEventListener("click", () => setHand({ kind, id, field: rest[0] ?? null, focus: true }));
  return button;
}
