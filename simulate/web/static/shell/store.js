// What the page knows: the document as confirmed and as shown, and what follows from it. All else subscribes to it and calls it.
import { announce } from "./announce.js";
import { eachFrame } from "./dom.js";
import { download } from "./download.js";
import { changed, subscribe } from "./listeners.js";
import { merged } from "./merged.js";
import { at as standing, carriedOut } from "./ops.js";
import { ask, paint } from "./painted.js";
import { connect, fetched } from "./socket.js";

export { announce, subscribe };

/* What "As saved" and the present state are called among kept states. */
export const AS_SAVED = "As saved";
export const NOW = "Now";

export const store = {
  plan: null,
  saved: null,
  figures: null,
  base: null,
  problems: [],
  advice: [],
  sections: new Map(),
  progress: new Map(),
  compared: null,
  conflict: null,
  connection: "lost",
  chosen: null,
  hand: null,
  showing: null,
  told: [],
  took: null,
  exporting: 0,
};

let confirmed = null;
let pending = [];
let last = 0;
let drafted = 0;
let drafting = false;
let resolving = null;
const exporting = new Map();
const root = document.documentElement;

/** Make changes, as a step that can be undone. */
export function edit(ops, { label = "", at = null } = {}) {
  if (!store.plan || !ops.length || isReadOnly()) return;
  drafting = false;
  const id = ++last;
  ask(id, at);
  pending.push({ id, ops, label });
  send({ t: "edit", id, ops, label });
  reshow();
  changed("plan");
}

/** Play changes that are half typed or dragged, without making them; none ends that. */
export function draft(ops, { at = null } = {}) {
  if (!store.plan || isReadOnly()) return;
  if (!ops.length) {
    if (drafted) send({ t: "draft", id: ++last, ops: [] });
    drafting = false;
    drafted = 0;
    return;
  }
  drafting = true;
  drafted = 1;
  sendDraft(ops, at);
}

const sendDraft = eachFrame((ops, at) => {
  if (!drafting) return;
  const id = ++last;
  ask(id, at);
  send({ t: "draft", id, ops });
});

/** Return what stands at a path: the file's own, else that of what it lies over. */
export function value(path) {
  return standing(shown(), path);
}

export function isOwn(path) {
  return standing(store.plan?.data, path) !== undefined;
}

/** Return the entries of a kind with their ids, in the order of the file. */
export function entries(kind) {
  return Object.entries(shown()?.[kind] ?? {});
}

/** Return the whole plan, what lies below the file too. */
export function shown() {
  return store.plan ? merged(store.plan.below, store.plan.data) : undefined;
}

export function choose(id) {
  if (store.chosen === id) return;
  store.chosen = id;
  send({ t: "watch", milestone: id });
  changed("chosen");
}

export function setHand(hand) {
  const before = store.hand;
  if (!hand?.focus && before?.kind === hand?.kind && before?.id === hand?.id && before?.field === hand?.field) return;
  store.hand = hand;
  changed("hand");
}

export const undo = () => command({ t: "undo" });
export const redo = () => command({ t: "redo" });
export const save = () => command({ t: "save" });
export const keep = (name) => command({ t: "keep", name });
export const switchTo = (name) => command({ t: "switch", name });
export const forget = (name) => command({ t: "forget", name });
export const write = (name, as) => command({ t: "write", name, as });
export const start = (template, date) => command({ t: "start", template, start: date });

/** Choose after a conflict: "mine", "theirs" or "both". */
export function resolve(take) {
  resolving = take;
  command({ t: "resolve", take });
}

/** Send what only the server can do; edits wait for it, this does not. */
function command(message) {
  if (!send(message)) tell("Milepost does not answer: edits wait until it does, this has to be done again.", "warn");
}

export function compare(names) {
  store.compared = names.length ? { names, rows: null } : null;
  send({ t: "compare", names });
  changed("compared");
}

export function show(section) {
  if (store.showing === section) return;
  store.showing = section;
  send({ t: "show", section });
}

export function exportAs(kind) {
  const id = ++last;
  exporting.set(id, kind);
  store.exporting = exporting.size;
  command({ t: "export", kind, id });
  changed("exported");
}

/** Show a sentence for a moment, and have it read out. */
export function tell(text, kind = "note") {
  const one = { text, kind, key: performance.now() };
  store.told = [...store.told.slice(-3), one];
  changed("told");
  announce(text, "told");
  setTimeout(() => forgetTold(one), kind === "warn" ? 20000 : 6000);
}

export function forgetTold(one) {
  store.told = store.told.filter((other) => other !== one);
  changed("told");
}

/* A window as narrow as a telephone's: the plan is read there. */
export const telephone = window.matchMedia("(max-width: 700px)");

export function isReadOnly() {
  return telephone.matches;
}

// ---- what the server says

function reshow() {
  const state = pending.reduce((made, one) => carriedOut(made, one.ops), confirmed);
  store.plan = { ...store.plan, data: state.data, off: state.off, dirty: store.plan.dirty || pending.length > 0 };
}

function noteDocument(message) {
  const { rev, dirty, undo: toUndo, redo: toRedo, kept, current } = message;
  store.plan = { ...store.plan, rev, dirty, undo: toUndo, redo: toRedo, kept, current };
}

const RESOLVED = {
  mine: (file) => `What you have here stands in place of what was in ${file}.`,
  theirs: (file) => `The plan is what stands in ${file} now.`,
  both: (file) => `What was changed in ${file} and what you changed are both here now; save to write it.`,
};

const ON = {
  plan(message) {
    confirmed = { data: message.data, off: new Set(message.off ?? []) };
    store.plan = { ...message, off: confirmed.off };
    store.saved = message.saved ?? (message.dirty ? store.saved ?? message.data : message.data);
    store.conflict = null;
    if (resolving) tell(RESOLVED[resolving](message.file));
    resolving = null;
    document.title = `${message.data?.name ?? message.file ?? "Plan"} – Milepost`;
    pending = pending.filter((one) => !(one.id <= (message.seen ?? 0)));
    for (const one of pending) send({ t: "edit", id: one.id, ops: one.ops, label: one.label });
    reshow();
    if (store.chosen) send({ t: "watch", milestone: store.chosen });
    if (store.showing) send({ t: "show", section: store.showing });
    if (store.compared) send({ t: "compare", names: store.compared.names });
    endExports();
    changed("plan", "connection");
  },
  step(message) {
    confirmed = carriedOut(confirmed, message.ops);
    if (message.id !== null && message.id !== undefined) pending = pending.filter((one) => one.id > message.id);
    noteDocument(message);
    reshow();
    if (store.hand && message.by !== "you" && value([store.hand.kind, store.hand.id]) === undefined) store.hand = null;
    if (message.by === "undo" || message.by === "redo") announce(`${message.by === "undo" ? "Undone" : "Done again"}: ${message.label ?? ""}`, "step");
    changed("plan");
  },
  refused(message) {
    pending = pending.filter((one) => one.id !== message.id);
    if (exporting.has(message.id)) endExports(message.id);
    if (confirmed) reshow();
    changed("plan");
    tell(message.message, "warn");
  },
  told(message) {
    tell(message.text, message.kind);
  },
  problems(message) {
    if (message.draft) {
      root.dataset.answered = String(message.id ?? "");
      return;
    }
    const had = store.problems.length;
    store.problems = message.problems;
    store.advice = message.advice ?? [];
    note("stale", message.problems.length > 0);
    if (store.figures) store.figures = { ...store.figures, stale: message.problems.length > 0 };
    root.dataset.answered = String(message.id ?? "");
    if (message.problems.length && message.problems.length !== had) {
      announce(`${message.problems.length} ${message.problems.length === 1 ? "problem" : "problems"}: ${message.problems[0].message}`, "problems");
    }
    changed("problems", "figures");
  },
  figures(message) {
    const before = store.figures;
    store.figures = { ...message, stale: false, curves: { ...(message.rev === before?.rev ? before.curves : {}), ...message.curves } };
    if (!message.draft && store.problems.length) store.problems = [];
    note("stale", false);
    choosePrincipal();
    askForCurve();
    changed("figures", "problems");
    paint(message, (took) => {
      store.took = took === null ? null : { ms: took, n: message.n, whole: message.whole };
      changed("painted");
    });
  },
  base(message) {
    store.base = { ...message, curves: { ...(message.rev === store.base?.rev ? store.base.curves : {}), ...message.curves } };
    choosePrincipal();
    askForCurve();
    changed("base");
  },
  curve(message) {
    if (store.figures) store.figures = { ...store.figures, curves: { ...store.figures.curves, ...message.curves } };
    if (store.base) store.base = { ...store.base, curves: { ...store.base.curves, ...message.base } };
    changed("curve");
  },
  progress(message) {
    store.progress.set(message.section, message.done);
    changed("section");
  },
  section(message) {
    store.sections.set(message.name, { key: message.key, rev: message.rev });
    store.progress.delete(message.name);
    changed("section");
  },
  compared(message) {
    store.compared = message;
    changed("compared");
  },
  saved(message) {
    store.saved = confirmed.data;
    noteDocument({ ...store.plan, ...message, dirty: false });
    changed("plan");
    tell(`Saved ${message.file}`);
  },
  conflict(message) {
    resolving = null;
    store.conflict = message;
    changed("conflict");
  },
  async exported(message) {
    endExports(message.id);
    try {
      download(message.file, await fetched(`/export/${message.key}`, "blob"));
      tell(`Exported ${message.file}`);
    } catch {
      tell(`${message.file} could not be fetched: export it again`, "warn");
    }
  },
};

function choosePrincipal() {
  const rows = (store.figures ?? store.base)?.milestones ?? [];
  if (rows.some((row) => row.id === store.chosen)) return;
  const majors = rows.filter((row) => row.level === "major");
  const id = (majors.at(-1) ?? rows.at(-1))?.id ?? null;
  if (id !== store.chosen) choose(id);
}

// What was watched while an answer was under way is not in it.
function askForCurve() {
  const { chosen, figures, base } = store;
  const isMissing = [figures, base].some((one) => one && !(chosen in (one.curves ?? {})));
  if (chosen !== null && figures && isMissing) send({ t: "watch", milestone: chosen });
}

function note(name, is) {
  root.dataset[name] = String(Boolean(is));
}

function endExports(id) {
  if (id === undefined) exporting.clear(); else exporting.delete(id);
  store.exporting = exporting.size;
  if (!store.exporting) store.progress.delete("export");
  changed("exported");
}

let send = () => false;

/** Connect to the server; once. */
export function begin() {
  note("whole", false);
  note("stale", false);
  root.dataset.connection = "lost";
  send = connect((message) => ON[message.t]?.(message), (connection) => {
    if (store.connection === connection) return;
    store.connection = connection;
    root.dataset.connection = connection;
    if (connection === "lost" && store.plan) announce("The connection to Milepost is lost; what you type is kept and sent when it is back.", "line");
    changed("connection");
  });
}

window.addEventListener("beforeunload", (event) => {
  if (store.plan?.dirty) event.preventDefault();
});
