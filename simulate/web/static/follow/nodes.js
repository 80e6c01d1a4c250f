// Elements that are kept: each attribute and text is written only where it changed, so that a redraw costs what changed.
import { svg } from "../shell/dom.js";

/** Make an element with attributes, and put others into it. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children);
  return made;
}

export { svg };

/** Set attributes that are not yet so; null takes one away, true sets one without a value. */
export function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      if (node.hasAttribute(key)) node.removeAttribute(key);
      continue;
    }
    const said = value === true ? "" : String(value);
    if (node.getAttribute(key) !== said) node.setAttribute(key, said);
  }
  return node;
}

/** Set the text of an element that is not yet so. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
  return node;
}

/** Show or hide an element. */
export function show(node, isShown) {
  const display = isShown ? "" : "none";
  if (node.style.display !== display) node.style.display = display;
}

/** Keep an element for each key, in the sequence of the keys; those that are no longer asked for are taken out. */
export function keyed(host, kept, keys, make) {
  const wanted = new Set(keys);
  for (const [key, row] of kept) {
    if (wanted.has(key)) continue;
    row.node.remove();
    kept.delete(key);
  }
  let place = host.firstElementChild;
  for (const key of keys) {
    if (!kept.has(key)) kept.set(key, make(key));
    const { node } = kept.get(key);
    if (node === place) place = place.nextElementSibling;
    else host.insertBefore(node, place);
  }
}

/** Tell the width and height of an element when they change: nothing else may ask for them, so that no layout is forced. */
export function measured(node, fn) {
  new ResizeObserver(([entry]) => fn(entry.contentRect.width, entry.contentRect.height)).observe(node);
}
