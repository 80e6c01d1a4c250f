// Who is called when what the page knows has changed.
const listeners = new Set();

/** Call a function after each change with what has changed; it returns what ends that. */
export function subscribe(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** Call a function before a frame in which something has changed, with all that has; it returns what ends that. */
export function subscribeFrames(fn) {
  let gathered = null;
  const draw = () => {
    const all = gathered;
    gathered = null;
    fn(all);
  };
  return subscribe((what) => {
    if (gathered === null) requestAnimationFrame(draw);
    gathered = new Set([...(gathered ?? []), ...what]);
  });
}

/** Call all of them; one that fails does not keep the others from it. */
export function changed(...what) {
  const all = new Set(what);
  for (const fn of listeners) {
    try {
      fn(all);
    } catch (error) {
      reportError(error);
    }
  }
}
