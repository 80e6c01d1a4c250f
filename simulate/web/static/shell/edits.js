// Changes that are made here: shown at once, sent, and kept until the server has confirmed them.
import { eachFrame } from "./dom.js";
import { changed } from "./listeners.js";
import { at, carriedOut } from "./ops.js";
import { ask } from "./painted.js";
import { nextId, send } from "./socket.js";
import { isReadOnly, store } from "./store.js";

let confirmed = null;
let pending = [];
let drafting = false;
let isDrafted = false;

/** Make changes, as a step that can be undone. */
export function edit(ops, { label = "", at = null } = {}) {
  if (!store.plan || !ops.length || isReadOnly()) return;
  drafting = false;
  const id = nextId();
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
    if (isDrafted) send({ t: "draft", id: nextId(), ops: [] });
    drafting = false;
    isDrafted = false;
    return;
  }
  drafting = true;
  isDrafted = true;
  sendDraft(ops, at);
}

/** Take a document for what the server has confirmed; what was sent after the edit that it has seen last is sent again. */
export function confirmDocument(state, seen) {
  confirmed = state;
  pending = pending.filter((one) => one.id > seen);
  for (const one of pending) send({ t: "edit", id: one.id, ops: one.ops, label: one.label });
  reshow();
}

/** Take a step of this page or of another for what the server has confirmed; return whether it is what is shown already. */
export function confirmStep(ops, id) {
  const before = store.plan.data;
  confirmed = carriedOut(confirmed, ops);
  pending = pending.filter((one) => id === null || id === undefined || one.id > id);
  reshow();
  const said = (data, path) => JSON.stringify(at(data, path));
  return ops.length > 0 && ops.every(([kind, path]) => kind === "set" && said(before, path) === said(store.plan.data, path));
}

/** Show the document without a change that the server has refused. */
export function refuse(id) {
  pending = pending.filter((one) => one.id !== id);
  if (confirmed) reshow();
}

/** Return the document as the server has it. */
export function confirmedData() {
  return confirmed.data;
}

const sendDraft = eachFrame((ops, at) => {
  if (!drafting) return;
  const id = nextId();
  ask(id, at);
  send({ t: "draft", id, ops });
});

function reshow() {
  const state = pending.reduce((made, one) => carriedOut(made, one.ops), confirmed);
  store.plan = { ...store.plan, data: state.data, off: state.off, dirty: store.plan.dirty || pending.length > 0 };
}

window.addEventListener("beforeunload", (event) => {
  if (store.plan?.dirty) event.preventDefault();
});
