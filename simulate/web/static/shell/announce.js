// What screen readers hear, politely: the last thing said, once there has been quiet for a moment.
const QUIET = 600;
let region = null;
let waiting = null;

export function announce(text) {
  region ??= made();
  clearTimeout(waiting);
  waiting = setTimeout(() => { region.textContent = region.textContent === text ? `${text}\u00a0` : text; }, QUIET);
}

function made() {
  const element = document.createElement("div");
  element.className = "unseen";
  element.setAttribute("aria-live", "polite");
  element.setAttribute("data-announced", "");
  document.body.append(element);
  return element;
}
