// Sections: parts of report.html in tabs below the chart; the server draws them, the page takes their nodes in.
import { fetched } from "../shell/socket.js";
import { element, say, set, show } from "./nodes.js";

const SCRIPTS = "/static/charts/";
const STYLE = "/static/sections.css";

/** The tabs: their names, what the server calls them, and whether a plan can have them. */
export const TABS = [
  { name: null, label: "Gantt", isIn: () => true },
  { name: "drivers", label: "Drivers", isIn: () => true },
  {
    name: "money",
    label: "Money over time",
    isIn: ({ plan, entries }) =>
      Boolean(plan.budget) || entries("tasks").some(([, part]) => part?.cost !== undefined || part?.burn !== undefined),
  },
  { name: "risks", label: "Risk burn-down", isIn: ({ entries }) => entries("risks").length > 0 },
  { name: "knock_on", label: "Knock-on", isIn: ({ entries }) => entries("milestones").length > 1 },
  { name: "resources", label: "Resource use", isIn: ({ entries }) => entries("resources").length > 0 },
  { name: "orderings", label: "Orders", isIn: ({ plan }) => Boolean(plan.orderings) },
  { name: "today", label: "Status", isIn: ({ plan }) => Boolean(plan.as_of) },
  { name: "decisions", label: "Decisions", isIn: ({ entries }) => entries("decisions").length > 0 },
];

export class Sections {
  /**
   * Tabs in an element of the page, of which the first shows `gantt`.
   *
   * `onShow(name)` tells the server which part is looked at, `onChoose(id)` that a milestone in it was pressed; `tools` are shown beside
   * the tabs with the chart.
   */
  constructor(host, gantt, { onShow, onChoose, tools = [] }) {
    Object.assign(this, { host, gantt, tools, onShow, onChoose, name: null, parts: new Map() });
    this.list = element("div", { role: "tablist", "aria-label": "Parts of the report" });
    this.bar = element("progress", { max: "1", "aria-label": "Worked out" });
    this.status = element("span", { class: "status" });
    this.body = element("div", { class: "body report" });
    this.part = element("div", { class: "part", role: "tabpanel", tabindex: "0" }, this.body);
    this.tabs = new Map(TABS.map((tab) => [tab.name, this.tab(tab)]));
    this.list.append(...this.tabs.values());
    set(gantt, { role: "tabpanel" });
    host.append(
      element("header", { class: "tabs" }, this.list, element("span", { class: "under-way" }, this.status, this.bar), ...tools),
      gantt,
      this.part,
    );
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.follow(event));
    this.choose(null, { isQuiet: true });
  }

  tab({ name, label }) {
    const id = `follow-tab-${name ?? "gantt"}`;
    const tab = element("button", { type: "button", role: "tab", id }, label);
    const panel = name === null ? this.gantt : this.part;
    if (!panel.id) panel.id = `follow-panel-${name ?? "gantt"}`;
    set(tab, { "aria-controls": panel.id });
    tab.addEventListener("click", () => this.choose(name));
    return tab;
  }

  choose(name, { isQuiet = false } = {}) {
    this.name = name;
    for (const [one, tab] of this.tabs) set(tab, { "aria-selected": String(one === name), tabindex: one === name ? "0" : "-1" });
    show(this.gantt, name === null);
    for (const tool of this.tools) show(tool, name === null);
    show(this.part, name !== null);
    set(this.gantt, { "aria-labelledby": "follow-tab-gantt" });
    if (name !== null) set(this.part, { "aria-labelledby": `follow-tab-${name}` });
    if (!isQuiet) this.onShow(name);
    this.body.replaceChildren(...(this.parts.get(name)?.nodes ?? []));
    if (this.state) this.update(this.state);
  }

  key(event) {
    const shown = [...this.tabs].filter(([, tab]) => tab.style.display === "");
    const now = shown.findIndex(([name]) => name === this.name);
    const place = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: shown.length - 1 }[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const [name, tab] = shown[(place + shown.length) % shown.length];
    this.choose(name);
    tab.focus();
  }

  /** Show what is there: {sections, progress, rev, plan, entries, chosen}; chosen is the name of the milestone whose
   * figures are shown above. */
  update(state) {
    const isOther = this.state !== undefined && this.state.chosen !== state.chosen;
    this.state = state;
    if (isOther) this.seek();
    for (const { name, isIn } of TABS) show(this.tabs.get(name), isIn(state) || state.sections?.has(name));
    if (this.name === null) return this.tell("");
    const ready = state.sections?.get(this.name);
    const kept = this.parts.get(this.name);
    if (ready && kept?.key !== ready.key && this.asked !== ready.key) this.fetch(this.name, ready.key);
    const isOld = kept ? ready === undefined || kept.key !== ready.key || (state.rev !== null && ready.rev !== state.rev) : true;
    const isRefining = Boolean(state.progress?.has(this.name));
    set(this.part, { "data-old": kept && isOld ? "true" : null, "aria-busy": isOld ? "true" : null });
    if (isOld) this.tell(kept ? "working out anew…" : "working out…", state.progress?.get(this.name) ?? null, true);
    else if (isRefining) this.tell("refining…", state.progress.get(this.name), true);
    else this.tell("");
  }

  // A share that nobody knows is shown as a bar that only moves.
  tell(text, done = null, isUnderWay = false) {
    say(this.status, text);
    show(this.bar, isUnderWay);
    set(this.bar, { value: done });
  }

  // Read as a document: no text becomes markup in this page, which its policy forbids.
  async fetch(name, key) {
    this.asked = key;
    try {
      await this.adopt(name, key, await fetched(`/section/${encodeURIComponent(key)}`, "document"));
    } catch (error) {
      this.tell(`this part cannot be shown: ${error.message}`);
    }
    if (this.asked === key) this.asked = null;
  }

  async adopt(name, key, page) {
    dress();
    const nodes = [...page.body.childNodes].map((node) => document.adoptNode(node));
    const isNew = !this.parts.has(name);
    this.parts.set(name, { key, nodes });
    if (this.name !== name) return;
    const top = this.part.scrollTop;
    this.body.replaceChildren(...nodes);
    this.update(this.state);
    await attach(this.body);
    if (isNew) this.seek();
    else this.part.scrollTop = top;
  }

  // What is told of each milestone is read where the chosen one is.
  seek() {
    const heading = [...this.body.querySelectorAll(".group > h3")].find((one) => one.textContent.trim() === this.state.chosen);
    if (heading) this.part.scrollTop += heading.getBoundingClientRect().top - this.part.getBoundingClientRect().top;
  }

  follow(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    const [target] = this.body.querySelectorAll(`[id="${CSS.escape(link.hash.slice(1))}"]`);
    const id = link.dataset.milestone ?? link.hash.slice(1).replace(/^milestone-/, "");
    if (!this.onChoose(decodeURIComponent(id))) target?.scrollIntoView({ block: "start" });
  }
}

// The report's own style is fetched with the first part of it.
function dress() {
  if (document.querySelector(`link[href="${STYLE}"]`)) return;
  document.head.append(element("link", { rel: "stylesheet", href: STYLE }));
}

async function attach(root) {
  const [{ readCurves }, { sortTables, searchLists }] = await Promise.all([import(`${SCRIPTS}curves.js`), import(`${SCRIPTS}tables.js`)]);
  readCurves(root);
  sortTables(root);
  searchLists(root);
}
