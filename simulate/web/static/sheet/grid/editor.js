// The one editor of a grid: over the cell that is in hand, for as long as something is typed there.
import { draft, edit } from "../../shell/edits.js";
import { element } from "../element.js";
import { isSuggested, suggestions } from "../suggestions.js";
import { MOVES } from "./moves.js";

export class Editor {
  constructor(grid) {
    this.grid = grid;
    this.open = null;
  }

  begin(typed, at = performance.now()) {
    const { grid } = this;
    const column = grid.columns[grid.column];
    const cell = grid.lines.here();
    const row = grid.shown[grid.row];
    if (!cell || column.isSwitch || column.isFixed || (!row && !grid.table.grows)) return;
    const before = row ? grid.text(row, column) : "";
    const input = element("input", "grid-editor", { type: "text", "aria-label": `${column.title}${row ? ` of ${grid.table.name(row)}` : ""}`, "data-typed": "" });
    input.value = typed ?? before;
    this.open = { cell, input, row, column, before, overtype: typed !== null };
    if (typed) this.typing(at); // before anything is drawn: the answer is waited for
    cell.replaceChildren(input);
    cell.classList.add("edited");
    if (isSuggested(column.field)) {
      input.setAttribute("list", `${grid.id}-list`);
      this.suggest();
    }
    input.addEventListener("keydown", (event) => this.editing(event));
    input.addEventListener("input", (event) => this.typing(event.timeStamp));
    input.addEventListener("blur", () => this.close(true));
    input.focus();
    if (typed === null) input.select();
  }

  suggest() {
    const { grid } = this;
    const { column, input } = this.open;
    grid.list.replaceChildren(...suggestions(grid.table.kind, column.field, input.value).map(({ value, label }) => {
      const option = element("option", "", { value });
      option.label = label ? `${value}  ${label}` : value;
      return option;
    }));
  }

  typing(at) {
    const { row, column, input } = this.open;
    if (input.list) this.suggest();
    if (!row || column.isId) return;
    const ops = this.grid.table.ops(row, column, input.value);
    draft(ops, { at });
  }

  editing(event) {
    const { grid } = this;
    event.stopPropagation();
    const { key } = event;
    if (event.isComposing) return;
    const by = event.shiftKey ? -1 : 1;
    const arrow = this.open.overtype && MOVES[key] && !event.ctrlKey && !event.shiftKey && key.startsWith("Arrow") && !(this.open.input.list?.children.length && /Up|Down/.test(key)) ? MOVES[key] : null;
    if (key === "Escape") this.close(false);
    else if (key === "Enter") { this.close(true); grid.go(grid.row + by, grid.begun ?? grid.column); }
    else if (key === "Tab") { this.close(true); grid.keys.tab(by); }
    else if (arrow) { this.close(true); grid.go(grid.row + arrow[0], grid.column + arrow[1]); }
    else if (key === "F2") { this.open.overtype = false; return; }
    else if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "s") {
      this.close(true);
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }));
    } else return;
    event.preventDefault();
    grid.root.focus({ preventScroll: true });
  }

  close(isKept = false) {
    if (!this.open) return;
    const { cell, input, row, column, before } = this.open;
    this.open = null;
    cell.classList.remove("edited");
    cell.replaceChildren();
    this.grid.lines.forget(cell);
    if (isKept && input.value !== before && this.put(row, column, input.value)) return;
    draft([]);
    this.grid.lines.draw();
  }

  /** Make the change that a text in a cell asks for; return whether there is one, with which the grid is drawn anew. */
  put(row, column, text) {
    const { grid } = this;
    const isNew = !row && text.trim() !== "";
    const ops = isNew ? grid.table.added([new Map([[column, text]])]) : row ? grid.table.ops(row, column, text) : [];
    edit(ops, { label: isNew ? `Add a ${grid.table.one}` : `${column.title} of ${row ? grid.table.name(row) : ""}`, at: performance.now() });
    return ops.length > 0;
  }
}
