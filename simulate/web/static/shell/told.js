// Sentences that are shown for a moment; those that warn stay longer and can be put away.
import { html, render } from "./dom.js";
import { forgetTold, store, subscribe } from "./store.js";

export function mountTold(host) {
  const draw = () => {
    const [notes, warnings] = [store.told.filter((one) => one.kind !== "warn"), store.told.filter((one) => one.kind === "warn")];
    render(html`${store.exporting ? html`<${Exporting} key="exporting"/>` : ""}<div role="status">${notes.map((one) => html`<p class="toast" key=${one.key}>${one.text}</p>`)}</div>
      <div role="alert">${warnings.map((one) => html`<p class="toast warn" key=${one.key}><span>${one.text}</span>
        <button type="button" class="quiet" aria-label="Put away" onClick=${() => forgetTold(one)}>×</button></p>`)}</div>`, host);
  };
  subscribe((what) => (what.has("told") || what.has("exported") || (what.has("section") && store.exporting)) && draw());
  draw();
}

function Exporting() {
  const done = store.progress.get("export");
  return html`<p class="toast under-way">Exporting… <progress aria-label="Exporting" value=${done ?? undefined} max="1"></progress></p>`;
}
