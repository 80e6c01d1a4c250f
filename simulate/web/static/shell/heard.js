// What the server says: by the kind of a message, what it changes in what the page knows.
import { announce } from "./announce.js";
import { choose } from "./commands.js";
import { confirmDocument, confirmStep, confirmedData, refuse } from "./edits.js";
import { lacks, together } from "./curves.js";
import { endExport, endExports, exported } from "./exports.js";
import { changed } from "./listeners.js";
import { answer, paint } from "./painted.js";
import { connect, send } from "./socket.js";
import { mark, store, value } from "./store.js";
import { tell } from "./told.js";

const marks = document.documentElement.dataset;

const RESOLVED = {
  mine: (file) => `What you have here stands in place of what was in ${file}.`,
  theirs: (file) => `The plan is what stands in ${file} now.`,
  both: (file) => `What was changed in ${file} and what you changed are both here now; save to write it.`,
};

/* By the kind of a message, what it comes to. */
const HEARD = {
  plan(message) {
    const off = new Set(message.off ?? []);
    store.plan = { ...message, off };
    store.saved = message.saved ?? (message.dirty ? store.saved ?? message.data : message.data);
    store.conflict = null;
    if (store.resolving) tell(RESOLVED[store.resolving](message.file));
    store.resolving = null;
    document.title = `${message.data?.name ?? message.file ?? "Plan"} – Milepost`;
    confirmDocument({ data: message.data, off }, message.seen ?? 0);
    if (store.chosen) send({ t: "watch", milestone: store.chosen });
    if (store.showing) send({ t: "show", section: store.showing });
    if (store.compared) send({ t: "compare", names: store.compared.names });
    endExports();
    changed("plan", "connection");
  },
  step(message) {
    noteDocument(message);
    const isShown = confirmStep(message.ops, message.id);
    if (store.hand && message.by !== "you" && value([store.hand.kind, store.hand.id]) === undefined) store.hand = null;
    if (message.by === "undo" || message.by === "redo") announce(`${message.by === "undo" ? "Undone" : "Done again"}: ${message.label ?? ""}`, "step");
    changed(isShown ? "step" : "plan");
  },
  refused(message) {
    refuse(message.id);
    endExport(message.id);
    changed("plan");
    tell(message.message, "warn");
  },
  told({ text, kind }) {
    tell(text, kind);
  },
  problems(message) {
    if (message.draft) {
      answer(message.id);
      return;
    }
    const had = store.problems.length;
    store.problems = message.problems;
    if (message.advice.length || store.advice.length) {
      store.advice = message.advice;
      changed("advice");
    }
    mark("stale", message.problems.length > 0);
    if (store.figures) store.figures = { ...store.figures, stale: message.problems.length > 0 };
    answer(message.id);
    if (message.problems.length && message.problems.length !== had) {
      announce(`${message.problems.length} ${message.problems.length === 1 ? "problem" : "problems"}: ${message.problems[0].message}`, "problems");
    }
    if (message.problems.length || had) changed("problems", "figures");
  },
  figures(message) {
    const before = store.figures;
    store.figures = { ...message, stale: false, curves: { ...(message.rev === before?.rev ? before.curves : {}), ...message.curves } };
    const isCured = !message.draft && store.problems.length > 0;
    if (isCured) store.problems = [];
    mark("stale", false);
    choosePrincipal();
    askForCurve();
    changed("figures", ...(isCured ? ["problems"] : []));
    paint(message, (took) => {
      store.took = took === null ? null : { ms: took, n: message.n, whole: message.whole };
      changed("painted");
    });
  },
  base(message) {
    store.base = { ...message, curves: together(message.rev === store.base?.rev ? store.base.curves : {}, message.curves) };
    choosePrincipal();
    askForCurve();
    changed("base");
  },
  critical(message) {
    store.critical = message.shares;
    changed("critical");
  },
  curve(message) {
    if (store.figures?.rev === message.rev) store.figures = { ...store.figures, curves: together(store.figures.curves, message.curves) };
    if (store.base) store.base = { ...store.base, curves: together(store.base.curves, message.base) };
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
    store.saved = confirmedData();
    noteDocument({ ...store.plan, ...message, dirty: false });
    changed("plan");
    const count = store.problems.length;
    if (!count) tell(`Saved ${message.file}`);
    else tell(`Saved ${message.file} with ${count === 1 ? "a problem" : `${count} problems`}: it cannot be run before that is mended`, "warn");
  },
  conflict(message) {
    store.resolving = null;
    store.conflict = message;
    changed("conflict");
  },
  exported,
};

/** Connect to the server; once. */
export function begin() {
  mark("whole", false);
  mark("stale", false);
  marks.connection = "lost";
  connect((message) => HEARD[message.t]?.(message), (connection) => {
    if (store.connection === connection) return;
    store.connection = connection;
    marks.connection = connection;
    if (connection === "lost" && store.plan) announce("The connection to Milepost is lost; what you type is kept and sent when it is back.", "line");
    changed("connection");
  });
}

function noteDocument(message) {
  const { rev, dirty, undo: toUndo, redo: toRedo, kept, current } = message;
  store.plan = { ...store.plan, rev, dirty, undo: toUndo, redo: toRedo, kept, current };
}

function choosePrincipal() {
  const rows = (store.figures ?? store.base)?.milestones ?? [];
  if (rows.some((row) => row.id === store.chosen)) return;
  const majors = rows.filter((row) => row.level === "major");
  const id = (majors.at(-1) ?? rows.at(-1))?.id ?? null;
  if (id !== store.chosen) choose(id);
}

// What was watched while an answer was under way is not in it, or was counted from the first answer before it.
function askForCurve() {
  const { chosen, figures, base } = store;
  if (chosen !== null && figures && (lacks(figures, chosen) || lacks(base, chosen))) send({ t: "watch", milestone: chosen });
}
