// What the modules of the page draw with: a template tag for elements, and the few things around it.
export { Component, createContext, h, html, render, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact-htm.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an SVG element with attributes, and put others into it. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

/** Return a name as text that keeps its own direction beside others. */
export function isolated(text) {
  return `\u2068${text}\u2069`;
}

/** Call a function once a frame at the most, with what it was last asked. */
export function eachFrame(fn) {
  let isWaiting = false;
  let asked = null;
  const next = () => {
    const last = asked;
    asked = null;
    isWaiting = last !== null;
    if (!isWaiting) return;
    requestAnimationFrame(next);
    fn(...last);
  };
  return (...args) => {
    asked = args;
    if (!isWaiting) next();
  };
}
