// What the page knows: the document as shown, and what follows from it. All else reads it here and subscribes to its changes.
import { changed, subscribe, subscribeFrames } from "./listeners.js";
import { entriesOf } from "./mapping.js";
import { merged } from "./merged.js";
import { at } from "./ops.js";

export { subscribe, subscribeFrames };

/* What "As saved" and the present state are called among kept states. */
export const AS_SAVED = "As saved";
export const NOW = "Now";

export const store = {
  plan: null,
  saved: null,
  figures: null,
  base: null,
  critical: null,
  problems: [],
  advice: [],
  sections: new Map(),
  progress: new Map(),
  compared: null,
  conflict: null,
  resolving: null,
  connection: "lost",
  chosen: null,
  hand: null,
  showing: null,
  told: [],
  took: null,
  exporting: 0,
};

/* A window as narrow as a telephone's: the plan is read there. */
export const telephone = window.matchMedia("(max-width: 700px)");

export function isReadOnly() {
  return telephone.matches;
}

/** Return what stands at a path: the file's own, else that of what it lies over. */
export function value(path) {
  return at(shown(), path);
}

export function isOwn(path) {
  return at(store.plan?.data, path) !== undefined;
}

/** Return the entries of a kind with their ids, in the order of the file. */
export function entries(kind) {
  return entriesOf(shown()?.[kind] ?? {});
}

/** Return the whole plan, what lies below the file too. */
export function shown() {
  return store.plan ? merged(store.plan.below, store.plan.data) : undefined;
}

export function setHand(hand) {
  const before = store.hand;
  if (!hand?.focus && before?.kind === hand?.kind && before?.id === hand?.id && before?.field === hand?.field) return;
  store.hand = hand;
  changed("hand");
}

/** Mark the page itself with something that is so or is not, for its style and for whoever tries it. */
export function mark(name, is) {
  document.documentElement.dataset[name] = String(Boolean(is));
}
