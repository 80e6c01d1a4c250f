// The left half of the page: a tab for each kind of thing, the sheet below it, and the estimate in hand.
import { entries, setHand, store, subscribe, value } from "../shell/store.js";
import { mountAdvice } from "./advice.js";
import { SETTINGS, SHEETS } from "./columns.js";
import { element } from "./element.js";
import { Grid } from "./grid/grid.js";
import { Hand } from "./hand.js";
import { Order } from "./order.js";
import { Entries, Settings } from "./table.js";

const TABS = ["milestones", "tasks", "risks", "resources", "order", "money", "calendar"];
const SECTIONS = { order: ["orderings", "levelling"], money: ["budget", "tolerance", "currency"], calendar: ["calendar", "calendars", "start", "as_of", "name", "lags"] };
const titleOf = (tab) => SHEETS[tab]?.title ?? SETTINGS[tab]?.title ?? "Order";

export function mountSheets(host) {
  const tabs = element("div", "sheet-tabs", { role: "tablist", "aria-label": "Sheets" });
  const tools = element("div", "sheet-tools");
  const panel = element("div", "sheet-panel", { role: "tabpanel", id: "sheet-panel" });
  const rest = element("ul", "sheet-rest");
  const below = element("div", "hand");
  host.append(tabs, tools, panel, rest);
  mountAdvice(host);
  host.append(below);
  let tab = null;
  let view = null;
  const hand = new Hand(below);

  const buttons = new Map(TABS.map((name) => {
    const button = element("button", "", { type: "button", role: "tab", id: `sheet-tab-${name}`, "aria-controls": "sheet-panel" });
    const count = element("span", "sheet-count");
    button.append(titleOf(name), count);
    button.addEventListener("click", () => open(name));
    button.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const next = TABS[(TABS.indexOf(name) + by + TABS.length) % TABS.length];
      open(next);
      buttons.get(next).focus();
    });
    return [name, button];
  }));
  tabs.append(...buttons.values());

  const search = element("input", "", { type: "search", placeholder: "Filter", "aria-label": "Filter", "data-typed": "" });
  search.addEventListener("input", () => {
    if (!(view instanceof Grid)) return;
    view.filter = search.value.trim().toLowerCase();
    view.refresh();
    view.go(view.row, view.column);
    told();
  });
  const act = (text, title, fn) => {
    const button = element("button", "", { type: "button", title });
    button.textContent = text;
    button.addEventListener("click", () => { fn(); view?.root?.focus?.(); });
    return button;
  };
  const rows = [
    act("Add", "Go to the empty row at the end", () => view.go(view.count - 1, 0)),
    act("Duplicate", "Duplicate the chosen rows (Ctrl D)", () => view.chosen.duplicate()),
    act("Delete", "Delete the chosen rows (Ctrl -)", () => view.chosen.remove()),
  ];
  const keep = act("Keep this order", "Put the rows into the file as they are sorted now", () => view.heads.keepOrder());
  const hint = element("span", "faint sheet-hint");
  tools.append(search, ...rows, keep, hint);

  function open(name, focus = null) {
    if (tab !== name) {
      tab = name;
      view?.destroy();
      panel.replaceChildren();
      panel.setAttribute("aria-labelledby", `sheet-tab-${name}`);
      for (const [other, button] of buttons) {
        button.setAttribute("aria-selected", String(other === name));
        button.tabIndex = other === name ? 0 : -1;
      }
      search.value = "";
      if (name === "order") view = new Order(panel);
      else {
        const table = SHEETS[name] ? new Entries(name) : new Settings(name);
        view = new Grid(panel, table, (row, column) => setHand(row ? { kind: name, id: row.id, field: column?.field ?? null } : null));
        view.sorting = () => { keep.hidden = !view.sort || store.plan?.below !== null || !view.table.grows; };
      }
      keep.hidden = true;
      search.hidden = name === "order";
      for (const button of rows) button.hidden = !SHEETS[name];
      const first = view.shown?.[0];
      if (first && !focus) setHand({ kind: name, id: first.id, field: view.columns[0].field });
      else if (!focus && !(name === "order" && store.hand?.kind === "tasks")) setHand(null);
      told();
    }
    if (focus && view instanceof Grid) goTo(focus);
  }

  function goTo({ id, field }) {
    const place = view.shown.findIndex((row) => row.id === id);
    if (place < 0) return;
    const column = view.columns.findIndex((one) => one.field === field || one.path?.[0] === field);
    view.go(place, column < 0 ? 0 : column, { quiet: true });
  }

  function told() {
    for (const [name, button] of buttons) {
      const sections = SECTIONS[name] ?? [name];
      const count = store.problems.filter((one) => sections.includes(String(one.path[0]))).length;
      button.lastChild.textContent = count ? String(count) : "";
      button.lastChild.title = count ? `${count} ${count === 1 ? "problem" : "problems"}` : "";
      if (count) button.setAttribute("aria-label", `${titleOf(name)}, ${button.lastChild.title}`); else button.removeAttribute("aria-label");
      button.classList.toggle("wrong", count > 0);
    }
    const known = new Set([...Object.keys(SHEETS), ...Object.values(SECTIONS).flat()]);
    const others = store.problems.filter((one) => !known.has(String(one.path[0])) || tab === "order" && SECTIONS.order.includes(String(one.path[0])) || (SHEETS[one.path[0]] && (one.path.length === 1 || value(one.path.slice(0, 2)) === undefined)));
    rest.replaceChildren(...others.map((one) => {
      const item = element("li", "");
      item.textContent = `${one.path.join(".")}: ${one.message}`;
      return item;
    }));
    rest.hidden = !others.length;
    const all = SHEETS[tab] ? entries(tab).length : 0;
    hint.textContent = SHEETS[tab] ? `${view.filter ? `${view.shown.length} of ${all}` : all} ${all === 1 ? SHEETS[tab].one : titleOf(tab).toLowerCase()}` : "";
  }

  subscribe((what) => {
    if (!store.plan?.data) return;
    if (tab === null) open("tasks");
    if (what.has("plan") || what.has("problems")) { view.refresh(); told(); }
    else if (what.has("figures") && view instanceof Order) view.refresh();
    if (what.has("hand") && store.hand) {
      const wanted = store.hand.kind === "orderings" ? "order" : SHEETS[store.hand.kind] ? store.hand.kind : Object.keys(SECTIONS).find((name) => SECTIONS[name].includes(store.hand.kind));
      if (wanted && tab !== "order" && (wanted !== tab || (view instanceof Grid && view.shown[view.row]?.id !== store.hand.id))) open(wanted, store.hand);
      if (store.hand.focus) view.root?.focus();
    }
  });
  return hand;
}
