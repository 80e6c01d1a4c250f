// The bar between the plan and what follows from it: dragged, or moved by arrow keys.
const KEPT = "milepost-split";
const LEAST = 22;
const MOST = 72;

export function mountSplit(bar, panes) {
  const put = (share) => {
    const width = Math.min(MOST, Math.max(LEAST, share));
    panes.style.setProperty("--left", `${width}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(width)));
    bar.setAttribute("aria-valuetext", `${Math.round(width)}% for the plan`);
    localStorage.setItem(KEPT, String(width));
    window.dispatchEvent(new Event("resize"));
  };
  bar.setAttribute("aria-valuemin", String(LEAST));
  bar.setAttribute("aria-valuemax", String(MOST));
  put(Number(localStorage.getItem(KEPT)) || 46);
  bar.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
    bar.onpointermove = (moved) => put((100 * moved.clientX) / panes.clientWidth);
    bar.onpointerup = bar.onpointercancel = () => { bar.onpointermove = null; };
  });
  bar.addEventListener("dblclick", () => put(46));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    put(Number(bar.getAttribute("aria-valuenow")) + by);
  });
}
