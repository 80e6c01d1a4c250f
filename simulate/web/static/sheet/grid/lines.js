// What of a grid is in the page: rows only where they are in sight, with what is chosen marked in them.
import { element } from "../element.js";

const BEYOND = 6;

export class Lines {
  constructor(grid) {
    this.grid = grid;
    this.pool = new Map();
  }

  /** Draw all rows in sight anew. */
  redraw() {
    for (const line of this.pool.values()) line.source = null;
    this.renew();
  }

  /** Draw those rows in sight anew that something else is to be drawn from than before. */
  renew() {
    for (const line of this.pool.values()) line.isCurrent = false;
    this.draw();
  }

  /** Have a cell drawn anew, whatever it is drawn from. */
  forget(cell) {
    for (const line of this.pool.values()) if (line.root === cell.parentElement) Object.assign(line, { source: null, isCurrent: false });
  }

  draw() {
    const { grid } = this;
    const { top, height } = grid.sight;
    const first = Math.max(0, Math.floor(top / grid.high) - BEYOND);
    const last = Math.min(grid.count, Math.ceil((top + (height || 400)) / grid.high) + BEYOND);
    const end = grid.count - 1; // the row to add to is always there to be reached
    const free = [];
    for (const [place, line] of this.pool) {
      if ((place < first || place >= last) && place !== grid.row && place !== end) { free.push(line); this.pool.delete(place); }
    }
    for (let place = first; place < last; place++) this.drawRow(place, free);
    if (grid.count) { this.drawRow(grid.row, free); this.drawRow(end, free); }
    for (const line of free) line.root.remove();
    this.mark();
  }

  drawRow(place, free = []) {
    const { grid } = this;
    let line = this.pool.get(place);
    if (!line) {
      line = free.pop() ?? this.line();
      line.isCurrent = false;
      line.root.setAttribute("aria-rowindex", String(place + 2));
      line.root.style.top = `${place * grid.high}px`;
      line.cells.forEach((cell, k) => { cell.id = `${grid.id}-${place}-${k}`; });
      const next = Math.min(...[...this.pool.keys()].filter((one) => one > place));
      grid.body.insertBefore(line.root, this.pool.get(next)?.root ?? null);
      this.pool.set(place, line);
    }
    if (line.isCurrent) return;
    line.isCurrent = true;
    const row = grid.shown[place];
    const source = row ? grid.table.source(row) : [];
    if (source !== null && line.source?.length === source.length && source.every((one, k) => one === line.source[k])) return;
    line.source = source;
    line.root.dataset.id = row?.id ?? "";
    grid.columns.forEach((column, k) => this.drawCell(line.cells[k], row, column));
  }

  line() {
    const root = element("div", "grid-row", { role: "row" });
    const cells = this.grid.columns.map((column, k) => element("div", "grid-cell", { role: "gridcell", "aria-colindex": String(k + 1), "data-field": column.field, dir: "auto" }));
    root.append(...cells);
    return { root, cells, isCurrent: false, source: null, marked: "" };
  }

  drawCell(cell, row, column) {
    const { grid } = this;
    if (grid.editor.open?.cell === cell) return;
    const width = `${column.width}px`;
    if (cell.style.width !== width) cell.style.width = width;
    const said = row ? grid.table.cell(row, column) : { text: "", problem: "" };
    const align = said.isOver ? "start" : column.align ?? column.kind?.align ?? "start";
    for (const [name, is] of [["end", align === "end"], ["over", said.isOver], ["below", said.isBelow], ["changed", said.isChanged], ["fixed", said.isFixed]]) {
      if (cell.classList.contains(name) !== Boolean(is)) cell.classList.toggle(name);
    }
    if (said.isSwitch) this.drawSwitch(cell, row, said);
    else if (said.isOver) this.drawOver(cell, said.text, column);
    else if (cell.textContent !== said.text || cell.firstElementChild) cell.textContent = said.text;
    const title = [said.problem, said.isOver ? said.text : "", said.title].filter(Boolean).join("\n");
    if (cell.title !== title) { if (title) cell.title = title; else cell.removeAttribute("title"); }
    if (said.problem) { cell.setAttribute("aria-invalid", "true"); cell.setAttribute("aria-errormessage", `${grid.id}-note`); cell.dataset.problem = said.problem; }
    else if (cell.dataset.problem) { cell.removeAttribute("aria-invalid"); cell.removeAttribute("aria-errormessage"); delete cell.dataset.problem; }
    if (said.isFixed) cell.setAttribute("aria-readonly", "true");
  }

  /** Draw a text that stands over the columns of all three points. */
  drawOver(cell, text, column) {
    const all = this.grid.columns.filter((one) => one.path && one.kind?.point !== undefined && one.path.join() === column.path.join());
    const span = element("span", "grid-over");
    span.textContent = text;
    span.style.width = `${all.reduce((sum, one) => sum + one.width, 0) - 1}px`;
    cell.replaceChildren(span);
  }

  drawSwitch(cell, row, said) {
    const { grid } = this;
    let button = cell.querySelector("button");
    if (!button) {
      button = element("button", "switch", { type: "button", role: "switch", tabindex: "-1" });
      button.addEventListener("click", () => grid.table.toggle(grid.shown[Number(cell.parentElement.getAttribute("aria-rowindex")) - 2]));
      cell.replaceChildren(button);
    }
    button.setAttribute("aria-checked", String(said.isOn));
    button.setAttribute("aria-label", `${grid.table.name(row)}: ${grid.table.kind === "risks" ? "may occur" : "retires what it is to retire"}`);
  }

  mark() {
    const { grid } = this;
    const { top, bottom, left, right } = grid.block();
    const isOne = top === bottom && left === right;
    for (const [place, line] of this.pool) {
      const isIn = place >= top && place <= bottom;
      const marked = isIn || place === grid.row ? [place, grid.row, grid.column, top, bottom, left, right].join() : "";
      if (line.marked === marked) continue;
      line.marked = marked;
      line.root.classList.toggle("at", place === grid.row);
      line.cells.forEach((cell, k) => {
        const isChosen = isIn && k >= left && k <= right;
        cell.classList.toggle("chosen", isChosen && !isOne);
        cell.classList.toggle("here", place === grid.row && k === grid.column);
        if (isChosen) cell.setAttribute("aria-selected", "true"); else cell.removeAttribute("aria-selected");
      });
    }
    const here = this.here();
    if (here) grid.root.setAttribute("aria-activedescendant", here.id); else grid.root.removeAttribute("aria-activedescendant");
    const note = here?.dataset.problem ?? grid.table.wrong(grid.shown, grid.shown[grid.row]);
    if (grid.note.textContent !== note) grid.note.textContent = note;
  }

  here() {
    const { grid } = this;
    return this.pool.get(grid.row)?.cells[grid.column] ?? null;
  }
}
