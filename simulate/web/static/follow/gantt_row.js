// A row of a Gantt chart: bar, spread, due date and what was saved.
import { wordsOf } from "./gantt_words.js";
import { element, say, set, show, svg } from "./nodes.js";

const SHADES = 5;
const A_MOVE = 0.5;
const BY_CHANCE = 0.15;

/** A row, given to whichever bar comes in sight: an element with its name, and marks in the drawing that all rows share. */
export class GanttRow {
  constructor(k) {
    this.name = element("span", { class: "name" });
    const [spread, bar, saved] = ["spread", "bar", "saved"].map((name) => svg("rect", { class: name }));
    const due = svg("path", { class: "due" });
    const diamond = svg("path", { class: "diamond" });
    Object.assign(this, { spread, bar, saved, due, diamond });
    this.marks = svg("g", {}, spread, bar, saved, due, diamond);
    this.node = element("div", { role: "option", class: "row", id: `follow-row-${k}` }, this.name);
  }

  show(isShown) {
    show(this.node, isShown);
    show(this.marks, isShown);
  }

  draw(chart, bar, place) {
    const { node } = this;
    const top = place * chart.row;
    this.fit(chart, top);
    this.place = place;
    const isChosen = bar.kind === "milestone" ? bar.id === chart.chosen : chart.hand?.kind === "tasks" && bar.id === chart.hand.id;
    say(this.name, bar.name);
    set(node, {
      "data-id": bar.id,
      class: ["row", bar.kind, chart.levels.get(bar.id), isChosen && "chosen", place === chart.active && "active"]
        .filter(Boolean)
        .join(" "),
      "aria-selected": String(isChosen),
      "aria-label": place === chart.active ? wordsOf(chart, bar) : null,
      "aria-setsize": chart.bars.length,
      "aria-posinset": place + 1,
    });
    set(this.marks, { class: chart.levels.get(bar.id) ?? null });
    const { x } = chart;
    const at = (y) => (y * chart.scale).toFixed(1);
    const below = (y) => (top + y * chart.scale).toFixed(1);
    const [early, start, finish, late] = bar.at;
    const end = finish ?? start;
    span(this.spread, x, early ?? start, late ?? chart.domain[1]);
    const isTask = bar.kind === "task";
    show(this.bar, isTask);
    show(this.diamond, !isTask);
    if (isTask) {
      span(this.bar, x, start, end, 1.5);
      const shade = Math.min(SHADES - 1, Math.floor((bar.crit ?? 0.5) * SHADES));
      set(this.bar, { class: `bar crit-${shade}` });
    } else set(this.diamond, { d: `M${x(end).toFixed(1)} ${below(3)}l${at(6.5)} ${at(6.5)}l${-at(6.5)} ${at(6.5)}l${-at(6.5)} ${-at(6.5)}z` });
    this.drawSaved(chart, bar, isTask);
    const due = isTask ? null : (chart.dues.get(bar.id) ?? null);
    show(this.due, due !== null);
    if (due !== null) set(this.due, { d: `M${x(due + 1).toFixed(1)} ${below(1)}v${at(17)}` });
  }

  fit(chart, top) {
    if (this.top === top && this.scale === chart.scale) return;
    Object.assign(this, { top, scale: chart.scale });
    this.node.style.top = `${top}px`;
    for (const [rect, y, height] of [
      [this.spread, 7, 5],
      [this.bar, 4, 11],
      [this.saved, 16, 2],
    ])
      set(rect, { y: top + y * chart.scale, height: height * chart.scale });
  }

  drawSaved(chart, bar, isTask) {
    const was = chart.was.get(bar.id);
    const places = isTask ? [1, 2] : [0, 3];
    const isOther = Boolean(was) && places.some((k) => was[k] !== null && Math.abs((bar.at[k] ?? Infinity) - was[k]) >= least(chart, was));
    show(this.saved, isOther);
    if (isOther) span(this.saved, chart.x, was[places[0]], was[places[1]] ?? chart.domain[1], 1.5);
  }
}

function span(rect, x, from, to, least = 0) {
  const left = x(from);
  set(rect, { x: left.toFixed(1), width: Math.max(x(to) - left, least).toFixed(1) });
}

// What is drawn as moved: half a day, or where the saved plan was played in other lives, more than chance moves.
function least(chart, was) {
  return chart.gantt.n === chart.base.n ? A_MOVE : Math.max(A_MOVE, BY_CHANCE * (was[3] - was[0]));
}
