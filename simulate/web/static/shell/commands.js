// What only the server can do: edits wait for it when it does not answer, these do not.
import { changed } from "./listeners.js";
import { send } from "./socket.js";
import { store } from "./store.js";
import { tell } from "./told.js";

export const undo = () => command({ t: "undo" });
export const redo = () => command({ t: "redo" });
export const save = () => command({ t: "save" });
export const keep = (name) => command({ t: "keep", name });
export const switchTo = (name) => command({ t: "switch", name });
export const forget = (name) => command({ t: "forget", name });
export const write = (name, as) => command({ t: "write", name, as });
export const start = (template, date) => command({ t: "start", template, start: date });

/** Show the curve of a milestone. */
export function choose(id) {
  if (store.chosen === id) return;
  store.chosen = id;
  send({ t: "watch", milestone: id });
  changed("chosen");
}

export function show(section) {
  if (store.showing === section) return;
  store.showing = section;
  send({ t: "show", section });
}

export function compare(names) {
  store.compared = names.length ? { names, rows: null } : null;
  send({ t: "compare", names });
  changed("compared");
}

/** Choose after a conflict: "mine", "theirs" or "both". */
export function resolve(take) {
  store.resolving = take;
  command({ t: "resolve", take });
}

/** Send what only the server can do; edits wait for it, this does not. */
export function command(message) {
  if (!send(message)) tell("Milepost does not answer: edits wait until it does, this has to be done again.", "warn");
}
