// A grid that behaves as a spreadsheet does: which rows it shows, and where in it one is.
import { element } from "../element.js";
import { Chosen } from "./chosen.js";
import { Editor } from "./editor.js";
import { Heads } from "./heads.js";
import { Keys } from "./keys.js";
import { Lines } from "./lines.js";

let count = 0;

export class Grid {
  /** `table` says what rows and cells there are; `focused` is told of the row and column that the focus is on. */
  constructor(host, table, focused) {
    Object.assign(this, { table, focused, row: 0, column: 0, fromRow: 0, fromColumn: 0, sort: null, filter: "", shown: [] });
    this.id = `grid${++count}`;
    this.columns = table.columns.map((column) => ({ ...column }));
    this.lines = new Lines(this);
    this.heads = new Heads(this);
    this.editor = new Editor(this);
    this.chosen = new Chosen(this);
    this.keys = new Keys(this);
    this.heads.grow();
    this.build(host);
    this.refresh();
  }

  build(host) {
    this.scroller = element("div", "grid-scroll");
    this.root = element("div", "grid", { role: "grid", "aria-label": this.table.label, "aria-multiselectable": "true", tabindex: "0" });
    const heads = element("div", "grid-heads", { role: "rowgroup" });
    heads.append(this.heads.head);
    this.body = element("div", "grid-body", { role: "rowgroup" });
    this.root.append(heads, this.body);
    this.scroller.append(this.root);
    this.note = element("p", "grid-note", { id: `${this.id}-note`, role: "status" });
    this.list = element("datalist", "", { id: `${this.id}-list` });
    host.append(this.scroller, this.note, this.list);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.resized = new ResizeObserver(() => {
      this.look();
      if (this.heads.grow()) this.refresh(); else this.lines.draw();
      if (this.root === document.activeElement) this.reveal();
    });
    this.resized.observe(this.scroller);
    this.look();
    this.root.addEventListener("keydown", (event) => this.keys.key(event));
    this.root.addEventListener("copy", (event) => this.chosen.copy(event));
    this.root.addEventListener("cut", (event) => this.chosen.copy(event) && this.chosen.clear(event));
    this.root.addEventListener("paste", (event) => this.chosen.paste(event));
    this.root.addEventListener("focus", () => this.lines.mark());
    this.body.addEventListener("pointerdown", (event) => this.keys.press(event));
    this.body.addEventListener("dblclick", () => this.editor.begin(null));
  }

  scrolled() {
    this.look();
    this.lines.draw();
  }

  /** Note what is in sight: nothing else asks for it, so that no layout is forced while something is typed. */
  look() {
    const { scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height } = this.scroller;
    this.sight = { top, left, width, height, heads: this.heads.head.offsetHeight };
    // A column that sticks costs each row a layer of its own, in every frame: it does only where it would otherwise go.
    this.scroller.classList.toggle("aside", left > 0);
  }

  destroy() {
    this.editor.close();
    this.resized.disconnect();
  }

  /** Read the rows again: the document, what is wrong with it, the filter or the order has changed. */
  refresh() {
    const chosen = this.shown[this.row]?.id;
    let rows = this.table.rows();
    if (this.filter) rows = rows.filter((row) => this.columns.some((column) => this.text(row, column).toLowerCase().includes(this.filter)));
    if (this.sort) rows = this.heads.sorted(rows);
    this.shown = rows;
    this.count = rows.length + (this.table.grows && !this.filter ? 1 : 0);
    this.root.setAttribute("aria-rowcount", String(this.count + 1));
    this.root.setAttribute("aria-colcount", String(this.columns.length));
    this.body.style.setProperty("--row", `${this.high}px`);
    this.body.style.height = `${this.count * this.high}px`;
    this.body.style.minWidth = this.heads.head.style.minWidth = `${this.columns.reduce((sum, column) => sum + column.width, 0)}px`;
    if (chosen !== undefined && this.shown[this.row]?.id !== chosen) {
      const place = rows.findIndex((row) => row.id === chosen);
      if (place >= 0 && !this.editor.open) this.row = this.fromRow = place;
    }
    this.scroller.style.scrollPaddingLeft = `${this.columns[0].width}px`;
    this.row = Math.max(0, Math.min(this.row, this.count - 1));
    this.fromRow = Math.max(0, Math.min(this.fromRow, this.count - 1));
    this.lines.renew();
  }

  text(row, column) {
    return this.table.text(row, column);
  }

  block() {
    return {
      top: Math.min(this.row, this.fromRow), bottom: Math.max(this.row, this.fromRow),
      left: Math.min(this.column, this.fromColumn), right: Math.max(this.column, this.fromColumn),
    };
  }

  go(row, column, { extend = false, quiet = false } = {}) {
    this.begun = null;
    this.row = Math.max(0, Math.min(row, this.count - 1));
    this.column = Math.max(0, Math.min(column, this.columns.length - 1));
    if (!extend) { this.fromRow = this.row; this.fromColumn = this.column; }
    this.reveal();
    this.lines.draw();
    if (!quiet) this.focused(this.shown[this.row] ?? null, this.columns[this.column]);
  }

  reveal() {
    const { sight } = this;
    const top = brought(this.row * this.high, this.high, sight.top, sight.height - sight.heads - 14);
    const before = this.columns.slice(1, this.column).reduce((sum, one) => sum + one.width, 0);
    const left = this.column === 0 ? sight.left : brought(before, this.columns[this.column].width, sight.left, sight.width - this.columns[0].width);
    if (top === sight.top && left === sight.left) return;
    this.scroller.scrollTo(left, top);
    this.look();
  }
}

/** Return how far to scroll, where it is `now` and there is some room, so that a place of some size is in sight. */
function brought(place, size, now, room) {
  return place < now ? place : Math.max(now, place + size - room);
}
