// The curve of the chosen milestone: how likely it is reached by each day, its due date and its promise to be dragged.
import { isoOf, percent } from "../shell/locale.js";
import { Counts } from "./counts.js";
import { dayText } from "./days.js";
import { DueHandle } from "./due_handle.js";
import { element, measured, say, set, show, svg } from "./nodes.js";
import { PromiseHandle } from "./promise_handle.js";
import { Reader } from "./reader.js";
import { dateTicks, enlargement } from "./ticks.js";

const LEFT = 46,
  RIGHT = 16,
  TOP = 26,
  BOTTOM = 34;
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const TABLE_SHARES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const FEWEST_PIXELS_A_STEP = 14;
const A_WEEKEND = 3;

export class SCurve {
  /**
   * A curve in an element of the page.
   *
   * `onDraft(id, iso)` is called while a due date is dragged, with null when it is let go of without a change; `onDue(id, iso, at)` once
   * it stands, and returns the number of the edit.
   */
  constructor(host, { onDraft, onDue }) {
    Object.assign(this, { host, onDraft, onDue, width: 0, height: 0, scale: 1, level: null, dragged: null, held: null });
    this.build();
    measured(this.box, (width, height) => {
      Object.assign(this, { width, height, scale: enlargement() });
      this.draw();
    });
  }

  build() {
    this.title = element("h2");
    this.output = element("output", { class: "readout" });
    this.promiseButton = element("button", { type: "button", class: "plain offer" });
    show(this.promiseButton, false);
    this.promiseButton.addEventListener(
      "click",
      (event) => this.promised !== null && (this.held = this.onDue(this.id, isoOf(this.promised), event.timeStamp)),
    );
    this.tableButton = element("button", { type: "button", class: "plain", "aria-pressed": "false" }, "Table");
    this.tableButton.addEventListener("click", () => this.toggleTable());
    this.grid = svg("g", { class: "grid" });
    this.saved = svg("path", { class: "saved" });
    this.line = svg("path", { class: "line" });
    this.names = svg("g", { class: "axis" });
    this.promise = new PromiseHandle(this);
    this.due = new DueHandle(this);
    this.reader = new Reader(this);
    this.picture = svg(
      "svg",
      { role: "group" },
      this.grid,
      this.saved,
      this.line,
      this.names,
      this.reader.node,
      this.promise.node,
      this.due.node,
    );
    this.box = element("div", { class: "box" }, this.picture);
    this.rows = element("tbody");
    this.table = element(
      "div",
      { class: "table-view", tabindex: "0", role: "region" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...["Probability", "By", "As saved"].map((name) => element("th", { scope: "col" }, name)))),
        this.rows,
      ),
    );
    show(this.table, false);
    this.host.append(element("header", {}, this.title, this.output, this.promiseButton, this.tableButton), this.box, this.table);
  }

  /** Show a milestone: {row, curve, saved, due, confidence, isFixed, answered}; curve and saved as the server
   * sends them, `answered` is the newest edit that the curve includes. */
  update({ row, curve, saved, due, confidence, isFixed, answered }) {
    if (this.id !== row.id) Object.assign(this, { id: row.id, domain: null, level: null, dragged: null, held: null, source: null });
    if (curve !== this.source && !this.isKept(curve, answered)) [this.source, this.counts] = [curve, curve ? new Counts(curve) : null];
    if (saved !== this.savedSource) [this.savedSource, this.savedCounts] = [saved, saved ? new Counts(saved) : null];
    Object.assign(this, { row, dueDay: due, confidence, isFixed });
    this.draw();
  }

  // A due date changes no date: while it is dragged, and until all lives of it are counted, what was counted before is what holds.
  isKept(curve, answered) {
    if (!this.source || !curve || curve.n >= this.source.n) return false;
    return this.dragged !== null || (this.held !== null && (answered === null || answered <= this.held));
  }

  draw() {
    if (!this.row || this.width < 120 || this.height < 60) return;
    say(this.title, this.row.name);
    set(this.host, { "data-waiting": this.counts ? null : "true" });
    if (!this.counts) return;
    if (this.dragged === null) this.widen();
    this.place();
    this.drawGrid();
    set(this.line, { d: this.path(this.counts) });
    set(this.saved, { d: this.savedCounts ? this.path(this.savedCounts) : "" });
    this.due.draw();
    this.promise.draw();
    this.reader.draw();
    this.describe();
    if (this.isTable) this.drawTable();
  }

  get shownDay() {
    return this.dragged ?? this.dueDay;
  }

  get shownLevel() {
    return this.level ?? this.confidence;
  }

  // The days in sight stay while what is to be seen is within them and fills most of them: it is the curve that is to move, not the axis.
  widen() {
    const ends = [this.counts, this.savedCounts].filter((one) => one?.first !== null && one).flatMap((one) => endsOf(one));
    if (this.dueDay !== null) ends.push(this.dueDay);
    const promised = this.counts.dayAt(this.shownLevel);
    if (promised !== null) ends.push(promised);
    if (!ends.length) ends.push(0);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const length = Math.max(high - low, 10);
    if (this.domain) {
      const [from, to] = this.domain;
      if (low >= from && high <= to && high - low >= 0.6 * (to - from)) return;
    }
    this.domain = [low - 0.06 * length - 1, high + 0.08 * length + 1];
  }

  place() {
    const [from, to] = this.domain;
    const [left, top] = [LEFT * this.scale, TOP * this.scale];
    const [across, down] = [this.width - left - RIGHT * this.scale, this.height - top - BOTTOM * this.scale];
    this.x = (day) => left + ((day - from) / (to - from)) * across;
    this.y = (share) => top + (1 - share) * down;
    this.dayOf = (x) => from + ((x - left) / across) * (to - from);
    this.shareOf = (y) => 1 - (y - top) / down;
    this.edges = { left, right: left + across, top, bottom: top + down };
    set(this.picture, { width: this.width, height: this.height });
  }

  drawGrid() {
    const key = `${this.width} ${this.height} ${this.domain}`;
    if (key === this.drawnGrid) return;
    this.drawnGrid = key;
    const { left, right, bottom } = this.edges;
    const [from, to] = this.domain;
    const { ticks, groups } = dateTicks(from, to, right - left);
    this.grid.replaceChildren(...SHARES.map((share) => svg("line", { x1: left, x2: right, y1: this.y(share), y2: this.y(share) })));
    const named = (text, attributes) => say(svg("text", attributes), text);
    this.names.replaceChildren(
      ...SHARES.map((share) => named(percent(share, 0), { x: left - 8, y: this.y(share) + 4, "text-anchor": "end" })),
      ...ticks.map(({ at }) => svg("line", { x1: this.x(at), x2: this.x(at), y1: bottom, y2: bottom + 4 * this.scale })),
      ...ticks.map(({ at, text }) => named(text, { x: this.x(at), y: bottom + 16 * this.scale, "text-anchor": "middle" })),
      ...groups.map(({ at, text }, k) =>
        named(text, { x: this.x(at), y: bottom + 30 * this.scale, "text-anchor": k ? "middle" : "start", class: "group" }),
      ),
    );
  }

  // A day's lives are counted at its end: a step there where days can be told apart, else a line from working day to working day.
  path(counts) {
    if (counts.first === null) return "";
    const [from, to] = this.domain;
    const isStepped = this.x(1) - this.x(0) >= FEWEST_PIXELS_A_STEP;
    const stride = Math.max(1, Math.floor(0.5 / (this.x(1) - this.x(0))));
    const first = Math.max(Math.floor(from), counts.first - 1);
    const last = Math.min(Math.ceil(to), counts.last);
    let [drawn, was] = [
      `M${this.x(Math.max(from, Math.min(first, to))).toFixed(1)} ${this.y(counts.share(first)).toFixed(2)}`,
      counts.share(first),
    ];
    for (let day = first + 1; day <= last; day += stride) {
      const share = counts.share(day);
      if (isStepped) {
        if (share !== was) drawn += `H${this.x(day).toFixed(1)}V${this.y(share).toFixed(2)}`;
      } else if (share !== was || (share === counts.share(day - A_WEEKEND) && share === counts.share(day + A_WEEKEND))) {
        drawn += `L${this.x(day).toFixed(1)} ${this.y(share).toFixed(2)}`;
      }
      was = share;
    }
    return `${drawn}${last < to ? `V${this.y(counts.share(last)).toFixed(2)}` : ""}H${this.x(to).toFixed(1)}`;
  }

  describe() {
    const promised = (this.promised = this.counts.dayAt(this.shownLevel));
    const said = [`${percent(this.shownLevel, 0)} by ${promised === null ? "never" : dayText(promised)}`];
    if (this.shownDay !== null) said.unshift(`${percent(this.counts.share(this.shownDay))} by ${dayText(this.shownDay)}, when it is due`);
    set(this.picture, { "aria-label": `${this.row.name}, probability of being reached by each day: ${said.join("; ")}` });
    set(this.table, { "aria-label": `${this.row.name}, dates and probabilities` });
    const isOffered = promised !== null && !this.isFixed && promised !== this.dueDay;
    show(this.promiseButton, isOffered);
    if (isOffered) say(this.promiseButton, `Make ${dayText(promised)} the due date`);
  }

  /** Say what a date reads. */
  read(day) {
    const saved = this.savedCounts ? ` (as saved ${percent(this.savedCounts.share(day))})` : "";
    return `${dayText(day)}: ${percent(this.counts.share(day))}${saved}`;
  }

  say(text) {
    say(this.output, text);
  }

  toggleTable() {
    this.isTable = !this.isTable;
    set(this.tableButton, { "aria-pressed": String(this.isTable) });
    show(this.box, !this.isTable);
    show(this.table, this.isTable);
    if (this.isTable && this.counts) this.drawTable();
  }

  drawTable() {
    const day = (counts, share) => {
      const found = counts?.dayAt(share) ?? null;
      return found === null ? (counts ? "never" : "") : dayText(found);
    };
    this.rows.replaceChildren(
      ...TABLE_SHARES.map((share) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, percent(share, 0)),
          element("td", {}, day(this.counts, share)),
          element("td", {}, day(this.savedCounts, share)),
        ),
      ),
    );
  }
}

function endsOf(counts) {
  const came = counts.within.at(-1) ?? 0;
  const at = (share) => counts.dayOfRank(Math.max(1, Math.ceil(share * came)));
  return [at(0.002), at(0.985)].filter((day) => day !== null);
}
