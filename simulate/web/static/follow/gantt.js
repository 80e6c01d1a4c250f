// The Gantt chart: when each task and milestone may fall, drawn for the rows in sight only.
import { dayOf, percent } from "../shell/locale.js";
import { GanttRow } from "./gantt_row.js";
import { begun, ended, wordsOf } from "./gantt_words.js";
import { element, measured, say, set, show, svg } from "./nodes.js";
import { dateTicks, enlargement } from "./ticks.js";

const ROW = 20;
const AXIS = 34;
const NAME_OF_TICK = 28;
const SPARE = 3;
const MARGIN = 14;
const MOST_DAYS = 36525;

export class Gantt {
  /**
   * A chart in an element of the page.
   *
   * `onPick(kind, id)` is called with the task or milestone that was chosen.
   */
  constructor(host, { onPick }) {
    Object.assign(this, { host, onPick, width: 0, height: 0, scale: 1, row: ROW, top: 0, pool: [], bars: [], active: null });
    this.build();
    measured(this.scroll, (width, height) => {
      Object.assign(this, { width, height, scale: enlargement(), drawnAxis: null });
      this.row = Math.round(ROW * this.scale);
      this.list.style.setProperty("--row", `${this.row}px`);
      this.draw();
    });
  }

  build() {
    this.axis = svg("svg", { class: "axis", "aria-hidden": "true" });
    this.output = element("output", { class: "readout" });
    this.tableButton = element("button", { type: "button", class: "plain", "aria-pressed": "false" }, "Table");
    this.tableButton.addEventListener("click", () => this.toggleTable());
    this.lines = element("div", { class: "lines", "aria-hidden": "true" });
    this.today = element("div", { class: "today", "aria-hidden": "true" });
    this.list = element("div", { class: "list", role: "listbox", tabindex: "0", "aria-label": "Gantt chart: tasks and milestones" });
    this.picture = svg("svg", { class: "drawing", "aria-hidden": "true" });
    this.inner = element("div", { class: "inner" }, this.lines, this.today, this.list, this.picture);
    this.scroll = element("div", { class: "scroll" }, this.axis, this.inner);
    this.rows = element("tbody");
    this.table = element(
      "div",
      { class: "table-view", tabindex: "0", role: "region", "aria-label": "Gantt chart as a table" },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["Name", "Start P10", "Start P50", "Finish P50", "Finish P90", "Critical"].map((name) =>
              element("th", { scope: "col" }, name),
            ),
          ),
        ),
        this.rows,
      ),
    );
    show(this.table, false);
    this.dayName = element("span", { class: "sign todaymark" });
    this.key = element(
      "p",
      { class: "signs" },
      element("span", { class: "sign task" }, "median start to median finish, the stronger the more often critical"),
      element("span", { class: "sign spread" }, "P10 start to P90 finish"),
      element("span", { class: "sign savedbar" }, "as saved"),
      element("span", { class: "sign duemark" }, "due"),
      this.dayName,
    );
    this.foot = element("footer", {}, this.key, this.output);
    this.host.append(this.scroll, this.table, this.foot);
    this.scroll.addEventListener(
      "scroll",
      () => {
        this.top = this.scroll.scrollTop;
        this.drawRows();
      },
      { passive: true },
    );
    this.list.addEventListener("keydown", (event) => this.keyed(event));
    this.list.addEventListener("focus", () => this.activate(this.active ?? 0));
    this.list.addEventListener("blur", () => this.say(""));
    this.list.addEventListener("click", (event) => this.pick(rowOf(event)));
    this.list.addEventListener("pointerover", (event) => this.read(rowOf(event)));
    this.list.addEventListener("pointerleave", () => this.say(""));
  }

  /**
   * Show a chart: {gantt, base, critical, dues, levels, chosen, hand, today, isStatus}.
   *
   * The base is as saved, or null; critical has shares of lives by task, and is null until they are known; dues [days since
   * 1970] and levels are those of milestones, by id.
   */
  update({ gantt, base, critical, dues, levels, chosen, hand, today, isStatus }) {
    const active = this.bars[this.active]?.id;
    if (gantt !== this.gantt || base !== this.base || critical !== this.critical) {
      Object.assign(this, { gantt, base, critical });
      this.start = dayOf(gantt.from);
      this.bars = gantt.rows.map((row) => ({
        ...row,
        at: row.p.map((place) => (place === null ? null : this.start + place)),
        crit: critical?.[row.id] ?? null,
      }));
      this.was = new Map();
      if (base) {
        const start = dayOf(base.from);
        for (const row of base.rows)
          this.was.set(
            row.id,
            row.p.map((place) => (place === null ? null : start + place)),
          );
      }
      if (active !== undefined) this.active = placeOf(this.bars, active);
      if (this.isTable) this.drawTable();
    }
    const isNew = hand?.kind === "tasks" && hand.id !== this.hand?.id;
    Object.assign(this, { dues, levels, chosen, hand, todayAt: today });
    say(this.dayName, isStatus ? "day of the status" : "today");
    this.draw();
    if (isNew && !this.list.contains(document.activeElement)) this.reveal(placeOf(this.bars, hand.id));
  }

  draw() {
    if (!this.gantt || this.width < 160) return;
    this.widen();
    this.drawAxis();
    this.drawRows();
  }

  widen() {
    let [low, high] = [this.start, this.start + 5];
    for (const { at } of this.bars) {
      if (at[0] !== null && at[0] < low) low = at[0];
      for (const place of at) if (place !== null && place > high) high = place;
    }
    for (const due of this.dues.values()) if (due !== null && due + 1 > high) high = due + 1;
    high = Math.min(high, low + MOST_DAYS);
    const length = high - low;
    const isKept = this.domain && low === this.domain[0] && high <= this.domain[1] && length >= 0.85 * (this.domain[1] - low);
    if (!isKept) this.domain = [low, high + 0.04 * length];
    const [from, to] = this.domain;
    this.left = Math.round(Math.min(Math.max(0.28 * this.width, 110 * this.scale), 300 * this.scale));
    const scale = (this.width - this.left - MARGIN) / (to - from);
    this.x = (day) => this.left + (Math.min(day, to) - from) * scale;
  }

  drawAxis() {
    const key = `${this.width} ${this.domain} ${this.todayAt} ${this.bars.length}`;
    if (key === this.drawnAxis) return;
    this.drawnAxis = key;
    const [from, to] = this.domain;
    const { ticks, groups } = dateTicks(from, to, this.x(to) - this.left);
    set(this.axis, { width: this.width, height: AXIS * this.scale });
    const named = (text, attributes) => say(svg("text", attributes), text);
    this.axis.replaceChildren(
      ...groups.map(({ at, text }) => named(text, { x: this.x(at) + 3, y: 12 * this.scale, class: "group" })),
      ...ticks
        .filter(({ at }) => this.x(at) < this.width - NAME_OF_TICK * this.scale)
        .map(({ at, text }) => named(text, { x: this.x(at) + 3, y: 27 * this.scale })),
    );
    const height = this.bars.length * this.row;
    this.inner.style.height = `${height}px`;
    set(this.picture, { width: this.width, height });
    this.lines.replaceChildren(
      ...ticks.map(({ at }) => {
        const line = element("div");
        line.style.left = `${this.x(at).toFixed(1)}px`;
        return line;
      }),
    );
    const isToday = this.todayAt !== null && this.todayAt >= from && this.todayAt <= to;
    show(this.today, isToday);
    if (isToday) this.today.style.left = `${this.x(this.todayAt).toFixed(1)}px`;
    this.list.style.setProperty("--name", `${this.left - 10}px`);
  }

  drawRows() {
    const first = Math.max(0, Math.floor(this.top / this.row) - SPARE);
    const count = Math.min(this.bars.length - first, Math.ceil(this.height / this.row) + 2 * SPARE);
    while (this.pool.length < count) {
      const row = new GanttRow(this.pool.length);
      this.pool.push(row);
      this.list.append(row.node);
      this.picture.append(row.marks);
    }
    const size = this.pool.length;
    for (let k = 0; k < size; k++) {
      const place = first + ((k - (first % size) + size) % size);
      const isShown = place < first + count;
      this.pool[k].show(isShown);
      if (isShown) this.pool[k].draw(this, this.bars[place], place);
    }
    this.mark();
  }

  mark() {
    const row = this.active === null ? null : this.pool.find(({ place, node }) => place === this.active && node.style.display === "");
    set(this.list, { "aria-activedescendant": row ? row.node.id : null });
  }

  activate(place) {
    if (!this.bars.length) return;
    this.active = Math.min(Math.max(place, 0), this.bars.length - 1);
    this.reveal(this.active);
    this.say(wordsOf(this, this.bars[this.active]));
  }

  // Scroll as little as brings a row in sight.
  reveal(place) {
    if (place === null || !this.width) return;
    const top = place * this.row;
    const room = this.height - AXIS * this.scale - 6;
    const wanted = top < this.top ? top : Math.max(this.top, top + this.row - room);
    if (wanted !== this.top) {
      this.scroll.scrollTop = wanted;
      this.top = this.scroll.scrollTop;
    }
    this.drawRows();
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = this.active ?? 0;
    const page = Math.max(1, Math.floor(this.height / this.row) - 3);
    const place = { ArrowUp: now - 1, ArrowDown: now + 1, PageUp: now - page, PageDown: now + page, Home: 0, End: this.bars.length - 1 }[
      event.key
    ];
    const isPick = event.key === "Enter" || event.key === " ";
    if (place === undefined && !isPick) return;
    event.preventDefault();
    event.stopPropagation();
    if (isPick) this.pick(now);
    else this.activate(place);
  }

  pick(place) {
    const bar = this.bars[place];
    if (!bar) return;
    this.active = place;
    this.onPick(bar.kind, bar.id);
    this.drawRows();
  }

  read(place) {
    const bar = this.bars[place];
    this.say(bar ? wordsOf(this, bar) : "");
  }

  say(text) {
    say(this.output, text);
    show(this.key, text === "");
  }

  toggleTable() {
    this.isTable = !this.isTable;
    set(this.tableButton, { "aria-pressed": String(this.isTable) });
    show(this.scroll, !this.isTable);
    show(this.foot, !this.isTable);
    show(this.table, this.isTable);
    if (this.isTable) this.drawTable();
  }

  drawTable() {
    this.rows.replaceChildren(
      ...this.bars.map((bar) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, bar.name),
          ...[...bar.at.slice(0, 2).map(begun), ...bar.at.slice(2).map(ended), bar.crit === null ? "" : percent(bar.crit, 0)].map((text) =>
            element("td", {}, text),
          ),
        ),
      ),
    );
  }
}

function placeOf(bars, id) {
  const place = bars.findIndex((bar) => bar.id === id);
  return place < 0 ? null : place;
}

function rowOf(event) {
  const node = event.target.closest("[role=option]");
  return node ? Number(node.getAttribute("aria-posinset")) - 1 : -1;
}
