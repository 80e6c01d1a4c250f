// Keys that work wherever the focus is; fields of text keep theirs while something is typed into them.
import { redo, save, undo } from "./commands.js";
import { openDialog } from "./dialogs.js";
import { store } from "./store.js";

const PANES = ["bar", "sheets", "follow", "lists", "compare"];

/* What the key for commands is called on this machine. */
export const COMMAND = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform) ? "⌘" : "Ctrl";

export const KEYS = [
  [`${COMMAND} S`, "Save"],
  [`${COMMAND} Z`, "Undo, whoever did it"],
  [`${COMMAND} Y, ${COMMAND} Shift Z`, "Redo"],
  ["F6, Shift F6", "To the next part of the page, and back"],
  ["?", "These keys"],
  ["Arrows, Tab, Enter", `From cell to cell; with ${COMMAND} to the end, with Shift a block`],
  ["F2, or just type", "Edit a cell; Esc gives up"],
  [`${COMMAND} C, ${COMMAND} X, ${COMMAND} V`, "Copy, cut and paste blocks, from and to a spreadsheet"],
  ["Delete", "Empty cells"],
  [`${COMMAND} D, ${COMMAND} +, ${COMMAND} -`, "Duplicate, insert and delete rows"],
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
  const panes = PANES.map((id) => document.getElementById(id)).filter((one) => one?.checkVisibility({ visibilityProperty: true }));
  const here = panes.findIndex((one) => one.contains(document.activeElement));
  const pane = panes[here < 0 ? (by > 0 ? 0 : panes.length - 1) : (here + by + panes.length) % panes.length];
  const first = pane.querySelector("[tabindex='0'], button:not(:disabled):not([tabindex='-1']), input, a[href]");
  (first ?? pane).focus();
}
