// How long it takes from a key or a pointer to the new figures on the screen; benchmarks read it.
const timings = [];
const asked = new Map();
const MOST = 1000;
const marks = document.documentElement.dataset;
window.milepost = { timings };

/** Remember when something was asked that figures will answer [ms, as event.timeStamp]. */
export function ask(id, at) {
  marks.asked = String(id);
  marks.whole = "false";
  if (at) asked.set(id, at);
}

/** Note what was answered: what is painted late of something older does not take that back. */
export function answer(id) {
  marks.answered = String(Math.max(Number(id ?? 0), Number(marks.answered ?? 0)));
}

/** Return whether nothing newer was asked than what a message answers. */
export function isNewest(message) {
  return Number(message.id ?? 0) >= Number(marks.asked ?? 0);
}

/** Note that figures have been put into the page, once they are painted; `then` is told how long that took, or null. */
export function paint(message, then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(painted(message, performance.now()));
    channel.port2.postMessage(0);
  });
}

function painted(message, now) {
  const { id, n, whole, ms } = message;
  const at = asked.get(id);
  for (const one of asked.keys()) if (one < id || (one === id && whole)) asked.delete(one);
  answer(id);
  marks.whole = String(Boolean(whole && isNewest(message)));
  if (at === undefined) return null;
  timings.push({ id, n, whole, draft: Boolean(message.draft), at, painted: now - at, ms });
  if (timings.length > MOST) timings.shift();
  return now - at;
}
