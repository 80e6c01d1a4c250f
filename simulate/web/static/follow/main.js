// What follows from the plan: milestones, the curve of the one that is chosen, the Gantt chart and the parts of the report.
import { announce } from "../shell/announce.js";
import { choose, show as showSection } from "../shell/commands.js";
import { draft, edit } from "../shell/edits.js";
import { dayOf } from "../shell/locale.js";
import { entries, isReadOnly, setHand, shown, store, subscribeFrames } from "../shell/store.js";
import { SCurve } from "./curve.js";
import { Gantt } from "./gantt.js";
import { element, set, show } from "./nodes.js";
import { Sections } from "./sections.js";
import { MilestoneTable } from "./table.js";
import { sentence } from "./words.js";

const AT_REST = 900;

/** Put the right half of the page into an element, and keep it as the store says. */
export function mountFollow(host) {
  host.classList.add("follow");
  const [table, curve, below] = ["milestones", "curve", "below"].map((name) => element("section", { class: `${name}-panel` }));
  const gantt = element("div", { class: "gantt-panel" });
  host.append(table, curve, below);
  set(curve, { "aria-label": "Curve of the chosen milestone" });
  const chart = new Gantt(gantt, { onPick: pick });
  const parts = {
    host,
    table: new MilestoneTable(table, { onChoose: choose }),
    curve: new SCurve(curve, { onDraft: draftDue, onDue: editDue }),
    gantt: chart,
    sections: new Sections(below, gantt, { onShow: showSection, onChoose: chooseNamed, tools: [chart.tableButton] }),
    said: null,
    bases: new Map(),
  };
  subscribeFrames((what) => update(parts, what));
  update(parts, new Set(["plan", "figures", "base", "curve", "section"]));
}

function update(parts, what) {
  const { figures } = store;
  show(parts.host, Boolean(figures));
  if (!figures) return;
  set(parts.host, { "data-stale": figures.stale ? "true" : null });
  const base = paired(parts.bases, figures);
  const row = chosenRow(figures.milestones);
  const plan = shown() ?? {};
  const isAny = (...names) => names.some((name) => what.has(name));
  if (isAny("figures", "plan", "chosen", "problems")) parts.table.update({ figures, chosen: row?.id ?? null, entries });
  if (row && isAny("figures", "base", "plan", "chosen", "curve", "problems")) parts.curve.update(curveOf(row, figures, plan, base));
  if (isAny("figures", "base", "critical", "plan", "chosen", "hand")) drawGantt(parts.gantt, figures, plan, base, row?.id ?? null);
  if (isAny("figures", "plan", "section", "chosen")) {
    parts.sections.update({
      sections: store.sections,
      progress: store.progress,
      rev: figures.draft ? null : (figures.rev ?? null),
      plan,
      entries,
      chosen: row?.name,
    });
  }
  if (isAny("figures", "chosen")) tell(parts, figures, row);
}

function chosenRow(rows) {
  return rows.find(({ id }) => id === store.chosen) ?? rows.findLast(({ level }) => level === "major") ?? rows.at(-1) ?? null;
}

// The saved plan over as many lives as what it is compared with, where it was told of so many: else chance is drawn as a change.
function paired(bases, { n }) {
  const { base } = store;
  if (!base) return null;
  const before = bases.get(base.n);
  if (before !== base) bases.set(base.n, before?.rev === base.rev ? { ...base, curves: { ...before.curves, ...base.curves } } : base);
  const found = bases.get(n);
  return found?.rev === base.rev ? found : bases.get(base.n);
}

function curveOf(row, figures, plan, base) {
  return {
    row,
    curve: figures.curves?.[row.id] ?? null,
    saved: base?.curves?.[row.id] ?? store.base?.curves?.[row.id] ?? null,
    due: dueOf(row, plan),
    answered: figures.id ?? null,
    confidence: figures.confidence ?? store.plan?.confidence ?? 0.8,
    isFixed: Boolean(plan.milestones?.[row.id]?.reached) || isReadOnly(),
  };
}

// The page shows its own edits at once: the due date as it stands in the plan, where it is one.
function dueOf(row, plan) {
  const typed = plan.milestones?.[row.id]?.due;
  return dayOf(typeof typed === "string" ? typed : null) ?? dayOf(row.due);
}

function drawGantt(chart, figures, plan, base, chosen) {
  if (!figures.gantt) return;
  const dues = new Map(figures.milestones.map((row) => [row.id, dueOf(row, plan)]));
  const levels = new Map(figures.milestones.map(({ id, level }) => [id, level]));
  const asOf = plan.as_of;
  const status = dayOf(typeof asOf === "string" ? asOf.slice(0, 10) : null);
  const today = status ?? dayOf(new Date().toISOString().slice(0, 10));
  chart.update({
    gantt: figures.gantt,
    base: base?.gantt ?? null,
    critical: store.critical,
    dues,
    levels,
    chosen,
    hand: store.hand,
    today,
    isStatus: status !== null,
  });
}

function draftDue(id, iso, at) {
  draft(iso === null ? [] : [["set", ["milestones", id, "due"], iso]], { at });
}

function editDue(id, iso, at) {
  const name = shown()?.milestones?.[id]?.name ?? id;
  edit([["set", ["milestones", id, "due"], iso]], { label: `Due date of ${name}`, at });
  return Number(document.documentElement.dataset.asked) || null;
}

function pick(kind, id) {
  if (kind === "milestone") choose(id);
  else setHand({ kind: "tasks", id, field: "name" });
}

function chooseNamed(id) {
  const isOne = store.figures.milestones.some((row) => row.id === id);
  if (isOne) choose(id);
  return isOne;
}

// Read out once the hand rests and all lives are counted: what changes under the hand is seen, not heard.
function tell(parts, figures, row) {
  clearTimeout(parts.timer);
  if (!row || figures.draft || figures.stale || figures.whole === false) return;
  const text = sentence(row, figures.confidence ?? 0.8);
  parts.said ??= text;
  parts.timer = setTimeout(() => {
    if (parts.said !== text) announce(text);
    parts.said = text;
  }, AT_REST);
}
