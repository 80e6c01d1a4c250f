// Keys that work wherever the focus is; fields of text keep theirs while something is typed into them.
import { openDialog } from "./dialogs.js";
import { redo, save, store, undo } from "./store.js";

const PANES = ["bar", "sheets", "follow"];

export const KEYS = [
  ["Ctrl S", "Save"],
  ["Ctrl Z", "Undo, whoever did it"],
  ["Ctrl Y, Ctrl Shift Z", "Redo"],
  ["F6, Shift F6", "To the next part of the page, and back"],
  ["?", "These keys"],
  ["Arrows, Tab, Enter", "From cell to cell; with Ctrl to the end, with Shift a block"],
  ["F2, or just type", "Edit a cell; Esc gives up"],
  ["Ctrl C, Ctrl X, Ctrl V", "Copy, cut and paste blocks, from and to a spreadsheet"],
  ["Delete", "Empty cells"],
  ["Ctrl D, Ctrl +, Ctrl -", "Duplicate, insert and delete rows"],
  ["Arrows on a handle", "Move an estimate, a due date or a promise; with Shift further"],
  ["Alt Up, Alt Down", "Move a task of an ordering"],
];

export function mountKeys() {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches?.("input, textarea, select, [contenteditable=true]");
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (command && key === "s") {
      event.preventDefault();
      if (isTyping) event.target.blur();
      if (store.plan?.dirty) save();
    } else if (command && (key === "z" || key === "y")) {
      if (isTyping && event.target.dataset.typed !== undefined) return;
      event.preventDefault();
      if (key === "z" && !event.shiftKey) undo(); else redo();
    } else if (event.key === "F6") {
      event.preventDefault();
      toPane(event.shiftKey ? -1 : 1);
    } else if (event.key === "?" && !isTyping && !command && !event.defaultPrevented && event.target.getAttribute?.("role") !== "gridcell") {
      event.preventDefault();
      openDialog("help");
    }
  });
}

function toPane(by) {
  const here = PANES.findIndex((id) => document.getElementById(id).contains(document.activeElement));
  const pane = document.getElementById(PANES[(here + by + PANES.length) % PANES.length]);
  const first = pane.querySelector("[tabindex='0'], button:not(:disabled), input, a[href]");
  (first ?? pane).focus();
}
