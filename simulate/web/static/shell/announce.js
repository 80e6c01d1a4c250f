// What screen readers hear, politely: the last thing said about each matter, once there has been quiet for a moment.
const QUIET = 600;
const waiting = new Map();
let region = null;
let timer = null;

/** Say a text; what was to be said about the same matter and has not been yet is left out. */
export function announce(text, about = "figures") {
  region ??= made();
  waiting.delete(about);
  waiting.set(about, text);
  clearTimeout(timer);
  timer = setTimeout(say, QUIET);
}

function say() {
  const text = [...waiting.values()].map((one) => (/[.!?…]$/.test(one) ? one : `${one}.`)).join(" ");
  waiting.clear();
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

function made() {
  const element = document.createElement("div");
  element.className = "unseen";
  element.setAttribute("aria-live", "polite");
  element.setAttribute("data-announced", "");
  document.body.append(element);
  return element;
}
