// A grid that behaves as a spreadsheet does: rows in the page only where they are in sight, keys, blocks, one editor.
import { announce } from "../shell/announce.js";
import { draft, edit } from "../shell/edits.js";
import { isSuggested, suggestions } from "./suggestions.js";
import { read, written } from "./tsv.js";

const BEYOND = 6;
const LEAST_WIDTH = 36;
const BASE = 14; // size of type that widths of columns are given for [pixels]
const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-20, 0], PageDown: [20, 0], Home: [0, -1e6], End: [0, 1e6],
};

let count = 0;

export class Grid {
  /** `table` says what rows and cells there are; `focused` is told of the row and column that the focus is on. */
  constructor(host, table, focused) {
    Object.assign(this, { table, focused, row: 0, column: 0, fromRow: 0, fromColumn: 0, sort: null, filter: "", shown: [], pool: new Map(), editor: null });
    this.id = `grid${++count}`;
    this.scale = 1;
    this.columns = table.columns.map((column) => ({ ...column, width: column.width }));
    this.grow();
    this.build(host);
    this.refresh();
  }

  build(host) {
    this.scroller = element("div", "grid-scroll");
    this.root = element("div", "grid", { role: "grid", "aria-label": this.table.label, "aria-multiselectable": "true", tabindex: "0" });
    this.head = element("div", "grid-head", { role: "row", "aria-rowindex": "1" });
    this.head.append(...this.columns.map((column, k) => this.header(column, k)));
    const heads = element("div", "grid-heads", { role: "rowgroup" });
    heads.append(this.head);
    this.body = element("div", "grid-body", { role: "rowgroup" });
    this.root.append(heads, this.body);
    this.scroller.append(this.root);
    this.note = element("p", "grid-note", { id: `${this.id}-note`, role: "status" });
    this.list = element("datalist", "", { id: `${this.id}-list` });
    host.append(this.scroller, this.note, this.list);
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    this.resized = new ResizeObserver(() => {
      if (this.grow()) this.refresh(); else this.draw();
      if (this.root === document.activeElement) this.reveal();
    });
    this.resized.observe(this.scroller);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("copy", (event) => this.copy(event));
    this.root.addEventListener("cut", (event) => this.copy(event) && this.clear(event));
    this.root.addEventListener("paste", (event) => this.paste(event));
    this.root.addEventListener("focus", () => this.mark());
    this.body.addEventListener("pointerdown", (event) => this.press(event));
    this.body.addEventListener("dblclick", () => this.begin(null));
  }

  header(column, k) {
    const head = element("div", "grid-th", { role: "columnheader", "aria-colindex": String(k + 1), "data-field": column.field });
    const button = element("button", "", { type: "button", tabindex: "-1", title: "Sort by this column" });
    button.textContent = column.title;
    button.addEventListener("click", () => this.sortBy(k));
    const grip = element("span", "grid-grip");
    grip.addEventListener("pointerdown", (event) => this.widen(event, k));
    grip.addEventListener("dblclick", () => this.fit(k));
    head.append(button, grip);
    head.style.width = `${column.width}px`;
    return head;
  }

  /** Let rows and columns be as large as the page's type; say whether that has changed. */
  grow() {
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / BASE;
    if (this.high && Math.abs(scale - this.scale) < 0.01) return false;
    for (const column of this.columns) column.width = Math.round(column.width * (scale / this.scale));
    this.scale = scale;
    this.high = Math.round(27 * scale);
    for (const line of this.pool.values()) line.root.remove();
    this.pool.clear();
    this.columns.forEach((column, k) => { if (this.head) this.head.children[k].style.width = `${column.width}px`; });
    return true;
  }

  destroy() {
    this.close();
    this.resized.disconnect();
  }

  /** Read the rows again: the document, what is wrong with it, the filter or the order has changed. */
  refresh() {
    const chosen = this.shown[this.row]?.id;
    let rows = this.table.rows();
    this.total = rows.length;
    if (this.filter) rows = rows.filter((row) => this.columns.some((column) => this.text(row, column).toLowerCase().includes(this.filter)));
    if (this.sort) rows = this.sorted(rows);
    this.shown = rows;
    this.count = rows.length + (this.table.grows && !this.filter ? 1 : 0);
    this.root.setAttribute("aria-rowcount", String(this.count + 1));
    this.root.setAttribute("aria-colcount", String(this.columns.length));
    this.body.style.setProperty("--row", `${this.high}px`);
    this.body.style.height = `${this.count * this.high}px`;
    this.body.style.minWidth = this.head.style.minWidth = `${this.columns.reduce((sum, column) => sum + column.width, 0)}px`;
    if (chosen !== undefined && this.shown[this.row]?.id !== chosen) {
      const place = rows.findIndex((row) => row.id === chosen);
      if (place >= 0 && !this.editor) this.row = this.fromRow = place;
    }
    this.scroller.style.scrollPaddingLeft = `${this.columns[0].width}px`;
    this.row = Math.max(0, Math.min(this.row, this.count - 1));
    this.fromRow = Math.max(0, Math.min(this.fromRow, this.count - 1));
    for (const line of this.pool.values()) line.drawn = false;
    this.draw();
  }

  text(row, column) {
    return this.table.text(row, column);
  }

  sorted(rows) {
    const { column, down } = this.sort;
    const key = (row) => {
      const text = this.text(row, column);
      const figure = Number(text.replace(/[^\d.eE+-]/g, ""));
      return text !== "" && /^[\d\s.,+-]+$/.test(text) && Number.isFinite(figure) ? figure : text;
    };
    return rows.map((row) => [key(row), row]).sort(([one], [other]) => {
      if ((one === "") !== (other === "")) return one === "" ? 1 : -1;
      const order = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), undefined, { numeric: true });
      return down ? -order : order;
    }).map(([, row]) => row);
  }

  // ---- what is in the page

  draw() {
    const top = this.scroller.scrollTop;
    const first = Math.max(0, Math.floor(top / this.high) - BEYOND);
    const last = Math.min(this.count, Math.ceil((top + (this.scroller.clientHeight || 400)) / this.high) + BEYOND);
    const end = this.count - 1; // the row to add to is always there to be reached
    const free = [];
    for (const [place, line] of this.pool) {
      if ((place < first || place >= last) && place !== this.row && place !== end) { free.push(line); this.pool.delete(place); }
    }
    for (let place = first; place < last; place++) this.drawRow(place, free);
    if (this.count) { this.drawRow(this.row, free); this.drawRow(end, free); }
    for (const line of free) line.root.remove();
    this.mark();
  }

  drawRow(place, free = []) {
    let line = this.pool.get(place);
    if (!line) {
      line = free.pop() ?? this.line();
      line.drawn = false;
      line.root.setAttribute("aria-rowindex", String(place + 2));
      line.root.style.top = `${place * this.high}px`;
      line.cells.forEach((cell, k) => { cell.id = `${this.id}-${place}-${k}`; });
      const next = Math.min(...[...this.pool.keys()].filter((one) => one > place));
      this.body.insertBefore(line.root, this.pool.get(next)?.root ?? null);
      this.pool.set(place, line);
    }
    if (line.drawn) return;
    line.drawn = true;
    const row = this.shown[place];
    line.root.dataset.id = row?.id ?? "";
    this.columns.forEach((column, k) => this.drawCell(line.cells[k], row, column));
  }

  line() {
    const root = element("div", "grid-row", { role: "row" });
    const cells = this.columns.map((column, k) => element("div", "grid-cell", { role: "gridcell", "aria-colindex": String(k + 1), "data-field": column.field, dir: "auto" }));
    root.append(...cells);
    return { root, cells, drawn: false, marked: "" };
  }

  drawCell(cell, row, column) {
    if (this.editor?.cell === cell) return;
    const width = `${column.width}px`;
    if (cell.style.width !== width) cell.style.width = width;
    const said = row ? this.table.cell(row, column) : { text: "", problem: "" };
    const align = said.isOver ? "start" : column.align ?? column.kind?.align ?? "start";
    for (const [name, is] of [["end", align === "end"], ["over", said.isOver], ["below", said.isBelow], ["changed", said.isChanged], ["fixed", said.isFixed]]) {
      if (cell.classList.contains(name) !== Boolean(is)) cell.classList.toggle(name);
    }
    if (said.isSwitch) this.drawSwitch(cell, row, said);
    else if (said.isOver) this.drawOver(cell, said.text, column);
    else if (cell.textContent !== said.text || cell.firstElementChild) cell.textContent = said.text;
    const title = [said.problem, said.isOver ? said.text : "", said.title].filter(Boolean).join("\n");
    if (cell.title !== title) { if (title) cell.title = title; else cell.removeAttribute("title"); }
    if (said.problem) { cell.setAttribute("aria-invalid", "true"); cell.setAttribute("aria-errormessage", `${this.id}-note`); cell.dataset.problem = said.problem; }
    else if (cell.dataset.problem) { cell.removeAttribute("aria-invalid"); cell.removeAttribute("aria-errormessage"); delete cell.dataset.problem; }
    if (said.isFixed) cell.setAttribute("aria-readonly", "true");
  }

  /** Draw a text that stands over the columns of all three points. */
  drawOver(cell, text, column) {
    const all = this.columns.filter((one) => one.path && one.kind?.point !== undefined && one.path.join() === column.path.join());
    const span = element("span", "grid-over");
    span.textContent = text;
    span.style.width = `${all.reduce((sum, one) => sum + one.width, 0) - 1}px`;
    cell.replaceChildren(span);
  }

  drawSwitch(cell, row, said) {
    let button = cell.querySelector("button");
    if (!button) {
      button = element("button", "switch", { type: "button", role: "switch", tabindex: "-1" });
      button.addEventListener("click", () => this.table.toggle(this.shown[Number(cell.parentElement.getAttribute("aria-rowindex")) - 2]));
      cell.replaceChildren(button);
    }
    button.setAttribute("aria-checked", String(said.isOn));
    button.setAttribute("aria-label", `${this.table.name(row)}: ${this.table.kind === "risks" ? "may occur" : "retires what it is to retire"}`);
  }

  block() {
    return {
      top: Math.min(this.row, this.fromRow), bottom: Math.max(this.row, this.fromRow),
      left: Math.min(this.column, this.fromColumn), right: Math.max(this.column, this.fromColumn),
    };
  }

  mark() {
    const { top, bottom, left, right } = this.block();
    const isOne = top === bottom && left === right;
    for (const [place, line] of this.pool) {
      const isIn = place >= top && place <= bottom;
      const marked = isIn || place === this.row ? [place, this.row, this.column, top, bottom, left, right].join() : "";
      if (line.marked === marked) continue;
      line.marked = marked;
      line.root.classList.toggle("at", place === this.row);
      line.cells.forEach((cell, k) => {
        const isChosen = isIn && k >= left && k <= right;
        cell.classList.toggle("chosen", isChosen && !isOne);
        cell.classList.toggle("here", place === this.row && k === this.column);
        if (isChosen) cell.setAttribute("aria-selected", "true"); else cell.removeAttribute("aria-selected");
      });
    }
    const here = this.here();
    if (here) this.root.setAttribute("aria-activedescendant", here.id); else this.root.removeAttribute("aria-activedescendant");
    const note = here?.dataset.problem ?? this.table.wrong(this.shown, this.shown[this.row]);
    if (this.note.textContent !== note) this.note.textContent = note;
  }

  here() {
    return this.pool.get(this.row)?.cells[this.column] ?? null;
  }

  go(row, column, { extend = false, quiet = false } = {}) {
    this.row = Math.max(0, Math.min(row, this.count - 1));
    this.column = Math.max(0, Math.min(column, this.columns.length - 1));
    if (!extend) { this.fromRow = this.row; this.fromColumn = this.column; }
    this.reveal();
    this.draw();
    if (!quiet) this.focused(this.shown[this.row] ?? null, this.columns[this.column]);
  }

  reveal() {
    const { scroller } = this;
    const top = this.row * this.high;
    const height = scroller.clientHeight - this.head.offsetHeight - 14;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.high > scroller.scrollTop + height) scroller.scrollTop = top + this.high - height;
    if (this.column === 0) return;
    const left = this.columns.slice(1, this.column).reduce((sum, one) => sum + one.width, 0);
    const room = scroller.clientWidth - this.columns[0].width;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (left + this.columns[this.column].width > scroller.scrollLeft + room) scroller.scrollLeft = left + this.columns[this.column].width - room;
  }

  // ---- keys and pointer

  key(event) {
    if (this.editor || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (MOVES[key] && !event.altKey) {
      const [down, right] = MOVES[key];
      const whole = command ? 1e6 : 1;
      const isRow = command && (key === "Home" || key === "End");
      this.go(isRow ? (key === "Home" ? 0 : this.count - 1) : this.row + down * whole, this.column + right * whole, { extend: event.shiftKey });
    } else if (key === "Tab" && !command) {
      if (!this.tab(event.shiftKey ? -1 : 1)) return;
    } else if (key === "Enter") {
      if (this.columns[this.column].isSwitch) this.flip(); else this.begin(null);
    } else if (key === "F2") this.begin(null);
    else if (key === " " && this.columns[this.column].isSwitch) this.flip();
    else if (key === "Delete" || key === "Backspace") this.clear(event);
    else if (command && key.toLowerCase() === "a") { this.go(0, 0); this.fromRow = this.count - 1; this.fromColumn = this.columns.length - 1; this.mark(); }
    else if (command && key.toLowerCase() === "d") this.duplicate();
    else if (command && (key === "+" || key === "=")) this.insert();
    else if (command && key === "-") this.remove();
    else if (key === "Process" || (key.length === 1 && !command && !event.altKey)) {
      this.begin(key === "Process" ? "" : key, event.timeStamp);
      if (key === "Process") return;
    } else return;
    event.preventDefault();
  }

  tab(by) {
    let [row, column] = [this.row, this.column + by];
    if (column < 0) [row, column] = [row - 1, this.columns.length - 1];
    else if (column >= this.columns.length) [row, column] = [row + 1, 0];
    if (row < 0 || row >= this.count) return false;
    this.go(row, column);
    return true;
  }

  flip() {
    const row = this.shown[this.row];
    if (row && this.table.cell(row, this.columns[this.column]).isSwitch) this.table.toggle(row);
  }

  press(event) {
    const cell = event.target.closest(".grid-cell");
    if (!cell || this.editor?.cell === cell || event.button !== 0) return;
    this.close(true);
    const place = (one) => [Number(one.parentElement.getAttribute("aria-rowindex")) - 2, Number(one.getAttribute("aria-colindex")) - 1];
    const [row, column] = place(cell);
    this.go(row, column, { extend: event.shiftKey });
    if (!event.target.closest("button")) { event.preventDefault(); this.root.focus({ preventScroll: true }); }
    const drag = (moved) => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest(".grid-cell");
      if (over && this.body.contains(over)) this.go(...place(over), { extend: true, quiet: true });
    };
    const end = () => { window.removeEventListener("pointermove", drag); window.removeEventListener("pointerup", end); };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", end);
  }

  // ---- the editor

  begin(typed, at = performance.now()) {
    const column = this.columns[this.column];
    const cell = this.here();
    const row = this.shown[this.row];
    if (!cell || column.isSwitch || column.isFixed || (!row && !this.table.grows)) return;
    const before = row ? this.text(row, column) : "";
    const input = element("input", "grid-editor", { type: "text", "aria-label": `${column.title}${row ? ` of ${this.table.name(row)}` : ""}`, "data-typed": "" });
    input.value = typed ?? before;
    cell.replaceChildren(input);
    cell.classList.add("edited");
    this.editor = { cell, input, row, column, before, overtype: typed !== null };
    if (isSuggested(column.field)) {
      input.setAttribute("list", `${this.id}-list`);
      this.suggest();
    }
    input.addEventListener("keydown", (event) => this.editing(event));
    input.addEventListener("input", (event) => this.typing(event.timeStamp));
    input.addEventListener("blur", () => this.close(true));
    input.focus();
    if (typed === null) input.select();
    else if (typed) this.typing(at);
  }

  suggest() {
    const { column, input } = this.editor;
    this.list.replaceChildren(...suggestions(this.table.kind, column.field, input.value).map(({ value, label }) => {
      const option = element("option", "", { value });
      option.label = label ? `${value}  ${label}` : value;
      return option;
    }));
  }

  typing(at) {
    const { row, column, input } = this.editor;
    if (input.list) this.suggest();
    if (!row || column.isId) return;
    const ops = this.table.ops(row, column, input.value);
    draft(ops, { at });
  }

  editing(event) {
    event.stopPropagation();
    const { key } = event;
    if (event.isComposing) return;
    const by = event.shiftKey ? -1 : 1;
    const arrow = this.editor.overtype && MOVES[key] && !event.ctrlKey && !event.shiftKey && key.startsWith("Arrow") && !(this.editor.input.list?.children.length && /Up|Down/.test(key)) ? MOVES[key] : null;
    if (key === "Escape") this.close(false);
    else if (key === "Enter") { this.close(true); this.go(this.row + by, this.column); }
    else if (key === "Tab") { this.close(true); this.tab(by); }
    else if (arrow) { this.close(true); this.go(this.row + arrow[0], this.column + arrow[1]); }
    else if (key === "F2") { this.editor.overtype = false; return; }
    else if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "s") {
      this.close(true);
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }));
    } else return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
  }

  close(isKept = false) {
    if (!this.editor) return;
    const { cell, input, row, column, before } = this.editor;
    this.editor = null;
    cell.classList.remove("edited");
    cell.replaceChildren();
    const line = this.pool.get(this.row);
    if (line) line.drawn = false;
    if (isKept && input.value !== before) this.put(row, column, input.value);
    else draft([]);
    for (const one of this.pool.values()) one.drawn = false;
    this.draw();
  }

  put(row, column, text) {
    const at = performance.now();
    if (!row) {
      if (text.trim()) edit(this.table.added([new Map([[column, text]])]), { label: `Add a ${this.table.one}`, at });
      return;
    }
    const ops = this.table.ops(row, column, text);
    if (ops.length) edit(ops, { label: `${column.title} of ${this.table.name(row)}`, at });
    else draft([]);
  }

  // ---- blocks and rows

  clear(event) {
    event?.preventDefault();
    const { top, bottom, left, right } = this.block();
    const rows = this.shown.slice(top, bottom + 1);
    const columns = this.columns.slice(left, right + 1).filter((column) => !column.isId && !column.isFixed && !column.isSwitch);
    const ops = rows.flatMap((row) => this.table.changes(row, new Map(columns.map((column) => [column, ""]))));
    if (ops.length) edit(ops, { label: "Empty cells", at: performance.now() });
  }

  copy(event) {
    if (this.editor) return false;
    const { top, bottom, left, right } = this.block();
    const columns = this.columns.slice(left, right + 1);
    const block = this.shown.slice(top, bottom + 1).map((row) => columns.map((column) => this.text(row, column)));
    event.clipboardData.setData("text/plain", written(block));
    event.preventDefault();
    announce(`${block.length} by ${columns.length} cells copied`);
    return true;
  }

  paste(event) {
    if (this.editor) return;
    event.preventDefault();
    const block = read(event.clipboardData.getData("text/plain"));
    const { top, bottom, left, right } = this.block();
    const isOne = block.length === 1 && block[0].length === 1;
    const height = isOne ? bottom - top + 1 : block.length;
    const width = isOne ? right - left + 1 : Math.max(...block.map((row) => row.length));
    const text = (k, j) => (isOne ? block[0][0] : block[k][j]);
    const fresh = [];
    const ops = [];
    for (let k = 0; k < height; k++) {
      const row = this.shown[top + k];
      const cells = this.columns.slice(left, left + width).map((column, j) => [column, text(k, j)]).filter(([column, said]) => said !== undefined && !column.isFixed && !column.isSwitch);
      if (row) ops.push(...this.table.changes(row, new Map(cells)));
      else if (this.table.grows && cells.some(([, said]) => said.trim())) fresh.push(new Map(cells));
    }
    if (fresh.length) ops.push(...this.table.added(fresh));
    if (!ops.length) return;
    edit(ops, { label: `Paste ${height} by ${width} cells`, at: performance.now() });
    this.fromRow = top;
    this.fromColumn = left;
    this.row = Math.min(top + height, this.count + fresh.length) - 1;
    this.column = Math.min(left + width, this.columns.length) - 1;
    this.draw();
  }

  chosen() {
    const { top, bottom } = this.block();
    return this.shown.slice(top, bottom + 1);
  }

  duplicate() {
    const rows = this.chosen();
    if (this.table.grows && rows.length) edit(this.table.copied(rows), { label: rows.length === 1 ? `Duplicate ${this.table.name(rows[0])}` : `Duplicate ${rows.length} rows`, at: performance.now() });
  }

  insert() {
    const row = this.shown[this.row];
    if (this.table.grows && row) edit(this.table.inserted(row), { label: `Insert a ${this.table.one}`, at: performance.now() });
  }

  remove() {
    const rows = this.chosen();
    if (!this.table.grows || !rows.length) return;
    const { top } = this.block();
    edit(this.table.removed(rows), { label: rows.length === 1 ? `Delete ${this.table.name(rows[0])}` : `Delete ${rows.length} rows`, at: performance.now() });
    this.go(top, this.column);
  }

  // ---- columns

  sortBy(k) {
    const column = this.columns[k];
    this.sort = this.sort?.column !== column ? { column, down: false } : this.sort.down ? null : { column, down: true };
    [...this.head.children].forEach((head, j) => {
      if (this.sort?.column === this.columns[j]) head.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.refresh();
    this.sorting?.();
    this.root.focus({ preventScroll: true });
    announce(this.sort ? `Sorted by ${column.title}, ${this.sort.down ? "the largest" : "the smallest"} first` : "In the order of the file");
  }

  /** Put the rows into the document as they are sorted now. */
  keepOrder() {
    const ops = this.table.ordered(this.shown.map((row) => row.id));
    this.sort = null;
    for (const head of this.head.children) head.removeAttribute("aria-sort");
    if (ops.length) edit(ops, { label: `Sort ${this.table.label.toLowerCase()}`, at: performance.now() });
    this.refresh();
    this.sorting?.();
  }

  widen(event, k) {
    event.preventDefault();
    event.stopPropagation();
    const begin = event.clientX - this.columns[k].width;
    const drag = (moved) => this.wide(k, moved.clientX - begin);
    const end = () => { window.removeEventListener("pointermove", drag); window.removeEventListener("pointerup", end); };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", end);
  }

  fit(k) {
    const widest = Math.max(...[...this.pool.values()].map((line) => line.cells[k].scrollWidth), 60);
    this.wide(k, Math.min(widest + 8, 600));
  }

  wide(k, width) {
    this.columns[k].width = Math.max(LEAST_WIDTH, width);
    this.head.children[k].style.width = `${this.columns[k].width}px`;
    this.refresh();
  }
}

function element(name, className = "", attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, said] of Object.entries(attributes)) made.setAttribute(key, said);
  return made;
}
