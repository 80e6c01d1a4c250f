// The head of a grid: how wide its columns are, and by which of them its rows are sorted.
import { announce } from "../../shell/announce.js";
import { edit } from "../../shell/edits.js";
import { element } from "../element.js";

const LEAST_WIDTH = 36;
const BASE = 14; // size of type that widths of columns are given for [pixels]

export class Heads {
  constructor(grid) {
    this.grid = grid;
    this.scale = 1;
    this.head = element("div", "grid-head", { role: "row", "aria-rowindex": "1" });
    this.head.append(...grid.columns.map((column, k) => this.header(column, k)));
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
    const { grid } = this;
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / BASE;
    if (grid.high && Math.abs(scale - this.scale) < 0.01) return false;
    for (const column of grid.columns) column.width = Math.round(column.width * (scale / this.scale));
    this.scale = scale;
    grid.high = Math.round(27 * scale);
    for (const line of grid.lines.pool.values()) line.root.remove();
    grid.lines.pool.clear();
    grid.columns.forEach((column, k) => { this.head.children[k].style.width = `${column.width}px`; });
    return true;
  }

  sortBy(k) {
    const { grid } = this;
    const column = grid.columns[k];
    grid.sort = grid.sort?.column !== column ? { column, down: false } : grid.sort.down ? null : { column, down: true };
    [...this.head.children].forEach((head, j) => {
      if (grid.sort?.column === grid.columns[j]) head.setAttribute("aria-sort", grid.sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    grid.refresh();
    grid.sorting?.();
    grid.root.focus({ preventScroll: true });
    announce(grid.sort ? `Sorted by ${column.title}, ${grid.sort.down ? "the largest" : "the smallest"} first` : "In the order of the file");
  }

  sorted(rows) {
    const { grid } = this;
    const { column, down } = grid.sort;
    const key = (row) => {
      const text = grid.text(row, column);
      const figure = Number(text.replace(/[^\d.eE+-]/g, ""));
      return text !== "" && /^[\d\s.,+-]+$/.test(text) && Number.isFinite(figure) ? figure : text;
    };
    return rows.map((row) => [key(row), row]).sort(([one], [other]) => {
      if ((one === "") !== (other === "")) return one === "" ? 1 : -1;
      const order = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), undefined, { numeric: true });
      return down ? -order : order;
    }).map(([, row]) => row);
  }

  /** Put the rows into the document as they are sorted now. */
  keepOrder() {
    const { grid } = this;
    const ops = grid.table.ordered(grid.shown.map((row) => row.id));
    grid.sort = null;
    for (const head of this.head.children) head.removeAttribute("aria-sort");
    if (ops.length) edit(ops, { label: `Sort ${grid.table.label.toLowerCase()}`, at: performance.now() });
    grid.refresh();
    grid.sorting?.();
  }

  widen(event, k) {
    event.preventDefault();
    event.stopPropagation();
    const begin = event.clientX - this.grid.columns[k].width;
    const drag = (moved) => this.wide(k, moved.clientX - begin);
    const end = () => { window.removeEventListener("pointermove", drag); window.removeEventListener("pointerup", end); };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", end);
  }

  fit(k) {
    const widest = Math.max(...[...this.grid.lines.pool.values()].map((line) => line.cells[k].scrollWidth), 60);
    this.wide(k, Math.min(widest + 8, 600));
  }

  wide(k, width) {
    const { grid } = this;
    grid.columns[k].width = Math.max(LEAST_WIDTH, width);
    this.head.children[k].style.width = `${grid.columns[k].width}px`;
    grid.refresh();
    grid.lines.redraw();
  }
}
