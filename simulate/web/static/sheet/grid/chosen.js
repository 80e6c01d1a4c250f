// What is done to the cells and rows of a grid that are chosen: emptied, copied, pasted into, duplicated, taken out.
import { announce } from "../../shell/announce.js";
import { edit } from "../../shell/edits.js";
import { read, written } from "./tsv.js";

export class Chosen {
  constructor(grid) {
    this.grid = grid;
  }

  rows() {
    const { top, bottom } = this.grid.block();
    return this.grid.shown.slice(top, bottom + 1);
  }

  clear(event) {
    const { grid } = this;
    event?.preventDefault();
    const { left, right } = grid.block();
    const columns = grid.columns.slice(left, right + 1).filter((column) => !column.isId && !column.isFixed && !column.isSwitch);
    const ops = this.rows().flatMap((row) => grid.table.changes(row, new Map(columns.map((column) => [column, ""]))));
    if (ops.length) edit(ops, { label: "Empty cells", at: performance.now() });
  }

  copy(event) {
    const { grid } = this;
    if (grid.editor.open) return false;
    const { left, right } = grid.block();
    const columns = grid.columns.slice(left, right + 1);
    const block = this.rows().map((row) => columns.map((column) => grid.text(row, column)));
    event.clipboardData.setData("text/plain", written(block));
    event.preventDefault();
    announce(`${block.length} by ${columns.length} cells copied`);
    return true;
  }

  paste(event) {
    const { grid } = this;
    if (grid.editor.open) return;
    event.preventDefault();
    const block = read(event.clipboardData.getData("text/plain"));
    const { top, bottom, left, right } = grid.block();
    const isOne = block.length === 1 && block[0].length === 1;
    const height = isOne ? bottom - top + 1 : block.length;
    const width = isOne ? right - left + 1 : Math.max(...block.map((row) => row.length));
    const text = (k, j) => (isOne ? block[0][0] : block[k][j]);
    const fresh = [];
    const ops = [];
    for (let k = 0; k < height; k++) {
      const row = grid.shown[top + k];
      const cells = grid.columns.slice(left, left + width).map((column, j) => [column, text(k, j)]).filter(([column, said]) => said !== undefined && !column.isFixed && !column.isSwitch);
      if (row) ops.push(...grid.table.changes(row, new Map(cells)));
      else if (grid.table.grows && cells.some(([, said]) => said.trim())) fresh.push(new Map(cells));
    }
    if (fresh.length) ops.push(...grid.table.added(fresh));
    if (!ops.length) return;
    edit(ops, { label: `Paste ${height} by ${width} cells`, at: performance.now() });
    grid.fromRow = top;
    grid.fromColumn = left;
    grid.row = Math.min(top + height, grid.count + fresh.length) - 1;
    grid.column = Math.min(left + width, grid.columns.length) - 1;
    grid.lines.draw();
  }

  duplicate() {
    const { grid } = this;
    const rows = this.rows();
    if (grid.table.grows && rows.length) edit(grid.table.copied(rows), { label: rows.length === 1 ? `Duplicate ${grid.table.name(rows[0])}` : `Duplicate ${rows.length} rows`, at: performance.now() });
  }

  insert() {
    const { grid } = this;
    const row = grid.shown[grid.row];
    if (!grid.table.grows || !row) return;
    const ops = grid.table.inserted(row);
    edit(ops, { label: `Insert a ${grid.table.one}`, at: performance.now() });
    grid.refresh();
    const place = grid.shown.findIndex((one) => one.id === ops[0][1].at(-1));
    if (place >= 0) grid.go(place, 0); // what is typed next goes into the new row
  }

  remove() {
    const { grid } = this;
    const rows = this.rows();
    if (!grid.table.grows || !rows.length) return;
    const { top } = grid.block();
    edit(grid.table.removed(rows), { label: rows.length === 1 ? `Delete ${grid.table.name(rows[0])}` : `Delete ${rows.length} rows`, at: performance.now() });
    grid.go(top, grid.column);
  }
}
