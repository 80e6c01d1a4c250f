// Sentences that are shown for a moment; those that warn stay longer and can be put away.
import { html, render } from "./dom.js";
import { forgetTold, store, subscribe } from "./store.js";

export function mountTold(host) {
  const draw = () => {
    const [notes, warnings] = [store.told.filter((one) => one.kind !== "warn"), store.told.filter((one) => one.kind === "warn")];
    render(html`<div role="status">${notes.map((one) => html`<p class="toast" key=${one.key}>${one.text}</p>`)}</div>
      <div role="alert">${warnings.map((one) => html`<p class="toast warn" key=${one.key}><span>${one.text}</span>
        <button type="button" class="quiet" aria-label="Put away" onClick=${() => forgetTold(one)}>×</button></p>`)}</div>`, host);
  };
  subscribe((what) => what.has("told") && draw());
  draw();
}
