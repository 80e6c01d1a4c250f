// The milestones: how likely each keeps its due date, what could be promised, and what that differs from the plan as saved.
import { percent } from "../shell/locale.js";
import { date } from "./days.js";
import { groupsOf } from "./folds.js";
import { element, keyed, measured, say, set, show, svg } from "./nodes.js";
import { difference, hitTitle, livesText, promiseText, promiseTitle } from "./words.js";

const ROW = 24;
const FEWEST = 5;

export class MilestoneTable {
  /**
   * A table of milestones in an element of the page.
   *
   * `onChoose(id)` is called with the milestone whose button was pressed.
   */
  constructor(host, { onChoose }) {
    this.onChoose = onChoose;
    this.kept = new Map();
    this.open = new Set();
    this.room = Infinity;
    this.isUnfolded = null;
    this.build(host);
  }

  build(host) {
    this.lives = element("span", { class: "lives" });
    this.all = element("button", { type: "button", class: "plain" });
    this.all.addEventListener("click", () => this.foldAll());
    this.promised = element("th", { scope: "col" });
    this.body = element("tbody");
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, "Milestone"),
      element("th", { scope: "col", class: "due" }, "Due"),
      element("th", { scope: "col", class: "number" }, "Hit"),
      element(
        "th",
        { scope: "col", class: "drawn" },
        element("span", { class: "sign aim" }, "aim"),
        element("span", { class: "sign saved" }, "saved"),
      ),
      element("th", { scope: "col", class: "number", title: "Difference to the plan as saved, in percentage points" }, "vs saved, pp"),
      this.promised,
      element("th", { scope: "col", class: "number", title: "Difference to the plan as saved, in working days" }, "vs saved, days"),
    );
    const table = element("table", { class: "milestones", "aria-label": "Milestones" }, element("thead", {}, head), this.body);
    this.scroll = element("div", { class: "scroll" }, table);
    host.append(element("header", {}, element("h2", {}, "Milestones"), this.lives, this.all), this.scroll);
    measured(host.parentElement ?? host, (_, height) => this.fit(height));
  }

  fit(height) {
    const room = Math.max(FEWEST, Math.floor((0.36 * height - 2 * ROW) / ROW));
    if (room === this.room) return;
    this.room = room;
    if (this.state) this.draw();
  }

  /** Show figures: {figures, chosen, entries}. */
  update(state) {
    this.state = state;
    this.draw();
  }

  draw() {
    const { figures, chosen, entries } = this.state;
    const groups = groupsOf(figures.milestones, entries);
    const isFolding = groups.some(({ minors }) => minors.length);
    const isOpen = (id) =>
      this.open.has(id) || this.isUnfolded === true || (this.isUnfolded === null && figures.milestones.length <= this.room);
    const shown = groups.flatMap(({ major, minors }) => [
      [major, minors],
      ...minors.filter((row) => isOpen(major.id) || row.id === chosen).map((row) => [row, null]),
    ]);
    keyed(
      this.body,
      this.kept,
      shown.map(([row]) => row.id),
      (id) => this.row(id),
    );
    for (const [row, minors] of shown) {
      const one = this.kept.get(row.id);
      this.fill(one, row, figures);
      set(one.node, {
        class: `${minors === null ? "minor" : row.level}${isFolding ? " folding" : ""}${row.id === chosen ? " chosen" : ""}`,
      });
      set(one.choose, { "aria-pressed": String(row.id === chosen) });
      show(one.fold, Boolean(minors?.length));
      if (minors?.length)
        set(one.fold, { "aria-expanded": String(isOpen(row.id)), "aria-label": `${minors.length} minor milestones before ${row.name}` });
      one.isOpen = isOpen(row.id);
    }
    this.isAllOpen = groups.every(({ major, minors }) => !minors.length || isOpen(major.id));
    this.majors = groups.map(({ major }) => major.id);
    show(this.all, isFolding);
    say(this.all, this.isAllOpen ? "Fold all" : "Unfold all");
    say(this.promised, `Promise, ${percent(figures.confidence ?? 0.8, 0)}`);
    say(this.lives, figures.stale ? "figures of the last valid plan" : livesText(figures));
    set(this.lives, { class: figures.stale ? "lives warn" : figures.whole === false ? "lives refining" : "lives" });
  }

  foldAll() {
    this.isUnfolded = !this.isAllOpen;
    this.open.clear();
    this.draw();
  }

  toggle(id) {
    const { isOpen } = this.kept.get(id);
    if (this.isAllOpen) for (const major of this.majors) this.open.add(major);
    this.isUnfolded = false;
    if (isOpen) this.open.delete(id);
    else this.open.add(id);
    this.draw();
  }

  row(id) {
    const made = {
      fold: element("button", { type: "button", class: "fold" }),
      choose: element("button", { type: "button", class: "name" }),
    };
    made.fold.addEventListener("click", () => this.toggle(id));
    made.choose.addEventListener("click", () => this.onChoose(id));
    const cell = (figure, name) => element("td", { "data-figure": figure, class: name });
    Object.assign(made, {
      due: cell("due", "date"),
      hit: cell("hit", "number hit"),
      bar: new HitBar(),
      dhit: cell("dhit", "number"),
      promise: cell("promise", "date"),
      dpromise: cell("dpromise", "number"),
    });
    for (const name of ["dhit", "dpromise"]) {
      made[`${name}Text`] = element("b");
      made[`${name}Interval`] = element("small");
      made[name].append(made[`${name}Text`], " ", made[`${name}Interval`]);
    }
    made.node = element(
      "tr",
      { "data-id": id },
      element("th", { scope: "row" }, element("span", { class: "head" }, made.fold, made.choose)),
      made.due,
      made.hit,
      element("td", { class: "drawn" }, made.bar.node),
      made.dhit,
      made.promise,
      made.dpromise,
    );
    made.node.addEventListener("click", (event) => {
      if (!event.target.closest("button") && document.getSelection().isCollapsed) this.onChoose(id);
    });
    return made;
  }

  fill(one, row, figures) {
    const saved = row.hit && row.dhit ? row.hit[0] - row.dhit[0] : null;
    say(one.choose, row.name);
    set(one.choose, { title: row.owner ? `${row.name} · ${row.owner}` : row.name, "data-due": row.due ? date(row.due) : null });
    say(one.due, row.due ? date(row.due) : "");
    say(one.hit, row.hit ? percent(row.hit[0]) : "");
    set(one.hit, { title: hitTitle(row, saved) });
    one.bar.draw(row.hit, row.aim, saved);
    say(one.promise, promiseText(row.promise));
    set(one.promise, { title: promiseTitle(row, figures.confidence ?? 0.8) });
    this.differ(one, "dhit", difference(row.dhit, { scale: 100, isBetterUp: true }), row.hit_counts, row.hit_turn);
    this.differ(one, "dpromise", difference(row.dpromise, { scale: 1, isBetterUp: false }), row.promise_counts, row.promise_turn);
  }

  differ(one, name, found, counts, turn) {
    const sense = !counts || !found ? 0 : found.sense;
    const word = turn ? (turn === "now never" ? "worse" : "better") : sense > 0 ? "better" : sense < 0 ? "worse" : "little";
    say(one[`${name}Text`], turn ?? found?.text ?? "");
    say(one[`${name}Interval`], turn ? "" : (found?.interval ?? ""));
    set(one[name], { class: `number ${word}`, title: titleOf(found, turn, counts) });
  }
}

function titleOf(found, turn, counts) {
  if (turn) return `${turn}, unlike the plan as saved`;
  if (!found) return "not known, or not in the plan as saved";
  if (found.isSame) return "exactly as in the plan as saved";
  return counts ? "" : "less than what counts";
}

/** A share as a bar with its interval, the aim and the saved value as ticks. */
class HitBar {
  constructor() {
    this.fill = svg("rect", { y: 3, height: 10 });
    this.interval = svg("rect", { class: "interval", y: 6.5, height: 3 });
    this.aim = svg("line", { class: "aim", y1: 1, y2: 15 });
    this.saved = svg("line", { class: "saved", y1: 0, y2: 16 });
    this.node = svg(
      "svg",
      { class: "hitbar", viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "ground", width: 100, y: 3, height: 10 }),
      this.fill,
      this.interval,
      this.aim,
      this.saved,
    );
  }

  draw(hit, aim, saved) {
    show(this.node, Boolean(hit));
    if (!hit) return;
    const [value, low, high] = hit;
    set(this.fill, { width: 100 * value, class: aim === null || aim === undefined ? "even" : value >= aim ? "good" : "bad" });
    set(this.interval, { x: 100 * (low ?? value), width: 100 * ((high ?? value) - (low ?? value)) });
    tick(this.aim, aim);
    tick(this.saved, saved);
  }
}

function tick(line, share) {
  const isThere = share !== null && share !== undefined;
  show(line, isThere);
  if (isThere) set(line, { x1: 100 * share, x2: 100 * share });
}
