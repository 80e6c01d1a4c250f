// The keys and the pointer over a grid.
import { MOVES } from "./moves.js";

export class Keys {
  constructor(grid) {
    this.grid = grid;
  }

  key(event) {
    const { grid } = this;
    if (grid.editor.open || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (MOVES[key] && !event.altKey) {
      const [down, right] = MOVES[key];
      const whole = command ? 1e6 : 1;
      const isRow = command && (key === "Home" || key === "End");
      grid.go(isRow ? (key === "Home" ? 0 : grid.count - 1) : grid.row + down * whole, grid.column + right * whole, { extend: event.shiftKey });
    } else if (key === "Tab" && !command) {
      if (!this.tab(event.shiftKey ? -1 : 1)) return;
    } else if (key === "Enter") {
      if (grid.columns[grid.column].isSwitch) this.flip(); else grid.editor.begin(null);
    } else if (key === "F2") grid.editor.begin(null);
    else if (key === " " && grid.columns[grid.column].isSwitch) this.flip();
    else if (key === "Delete" || key === "Backspace") grid.chosen.clear(event);
    else if (command && key.toLowerCase() === "a") { grid.go(0, 0); grid.fromRow = grid.count - 1; grid.fromColumn = grid.columns.length - 1; grid.lines.mark(); }
    else if (command && key.toLowerCase() === "d") grid.chosen.duplicate();
    else if (command && (key === "+" || key === "=")) grid.chosen.insert();
    else if (command && key === "-") grid.chosen.remove();
    else if (key === "Process" || (key.length === 1 && !command && !event.altKey)) {
      grid.editor.begin(key === "Process" ? "" : key, event.timeStamp);
      if (key === "Process") return;
    } else return;
    event.preventDefault();
  }

  tab(by) {
    const { grid } = this;
    let [row, column] = [grid.row, grid.column + by];
    if (column < 0) [row, column] = [row - 1, grid.columns.length - 1];
    else if (column >= grid.columns.length) [row, column] = [row + 1, 0];
    if (row < 0 || row >= grid.count) return false;
    const begun = row === grid.row ? grid.begun ?? grid.column : null;
    grid.go(row, column);
    grid.begun = begun; // where Enter goes back to, below
    return true;
  }

  flip() {
    const { grid } = this;
    const row = grid.shown[grid.row];
    if (row && grid.table.cell(row, grid.columns[grid.column]).isSwitch) grid.table.toggle(row);
  }

  press(event) {
    const { grid } = this;
    const cell = event.target.closest(".grid-cell");
    if (!cell || grid.editor.open?.cell === cell || event.button !== 0) return;
    grid.editor.close(true);
    const place = (one) => [Number(one.parentElement.getAttribute("aria-rowindex")) - 2, Number(one.getAttribute("aria-colindex")) - 1];
    const [row, column] = place(cell);
    grid.go(row, column, { extend: event.shiftKey });
    if (!event.target.closest("button")) { event.preventDefault(); grid.root.focus({ preventScroll: true }); }
    const drag = (moved) => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest(".grid-cell");
      if (over && grid.body.contains(over)) grid.go(...place(over), { extend: true, quiet: true });
    };
    const end = () => { window.removeEventListener("pointermove", drag); window.removeEventListener("pointerup", end); };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", end);
  }
}
