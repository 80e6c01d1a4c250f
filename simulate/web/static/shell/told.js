// Sentences that are shown for a moment; those that warn stay longer and can be put away.
import { announce } from "./announce.js";
import { html, render } from "./dom.js";
import { changed } from "./listeners.js";
import { store, subscribe } from "./store.js";

/** Show a sentence for a moment, and have it read out. */
export function tell(text, kind = "note") {
  const one = { text, kind, key: performance.now() };
  store.told = [...store.told.slice(-3), one];
  changed("told");
  announce(text, "told");
  setTimeout(() => forgetTold(one), kind === "warn" ? 20000 : 6000);
}

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

function forgetTold(one) {
  store.told = store.told.filter((other) => other !== one);
  changed("told");
}
