// What a file says together with what it lies over, as models/file/merge.py puts them together.
import { entriesOf, mappingOf } from "./mapping.js";

const known = new WeakMap();

/** Return own data over that below; null takes out, {add, drop} changes a list in place. */
export function merged(below, own) {
  if (below === null || below === undefined) return own;
  if (own === undefined) return below;
  if (isMapping(own) && isMapping(below)) {
    const before = known.get(own);
    if (before?.below === below) return before.made;
    const found = new Map(entriesOf(below));
    for (const [key, part] of entriesOf(own)) {
      if (part === null) found.delete(key);
      else found.set(key, merged(below[key], part));
    }
    const made = mappingOf([...found]);
    known.set(own, { below, made });
    return made;
  }
  if (Array.isArray(below) && isMapping(own) && Object.keys(own).every((key) => key === "add" || key === "drop")) {
    return [...below.filter((one) => !(own.drop ?? []).includes(one)), ...(own.add ?? [])];
  }
  return own;
}

export function isMapping(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
