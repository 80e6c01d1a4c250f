// Sentences that are shown for a moment; those that warn stay longer and can be put away.
import { html, render } from "./dom.js";
import { store, subscribe } from "./store.js";

export function mountTold(host) {
  const draw = () => render(html`
    <div role="status">${store.told.filter((one) => one.kind !== "warn").map((one) => html`<p class="toast" key=${one.key}>${one.text}</p>`)}</div>
    <div role="alert">${store.told.filter((one) => one.kind === "warn").map((one) => html`<p class="toast warn" key=${one.key}>${one.text}</p>`)}</div>`, host);
  subscribe((what) => what.has("told") && draw());
  draw();
}
