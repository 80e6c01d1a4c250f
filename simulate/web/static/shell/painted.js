// How long it takes from a key or a pointer to the new figures on the screen; benchmarks read it.
const timings = [];
const asked = new Map();
window.milepost = { timings };
const MOST = 1000;

/** Remember when something was asked that figures will answer [ms, as event.timeStamp]. */
export function ask(id, at) {
  document.documentElement.dataset.asked = String(id);
  if (at) asked.set(id, at);
}

/** Note that figures have been put into the page, once they are painted. */
export function paint(message, then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const painted = performance.now();
      const at = asked.get(message.id);
      for (const id of asked.keys()) if (id < message.id || message.whole) { if (id <= message.id) asked.delete(id); }
      if (at !== undefined && timings.length < MOST) {
        timings.push({ id: message.id, n: message.n, whole: message.whole, draft: Boolean(message.draft), painted: painted - at, ms: message.ms });
      }
      document.documentElement.dataset.answered = String(message.id ?? "");
      then(at === undefined ? null : painted - at);
    };
    channel.port2.postMessage(0);
  });
}
