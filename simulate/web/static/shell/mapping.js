// Mappings of the document with their keys in the order of the file: an object by itself has whole numbers among them first.
const ORDER = Symbol("order");
const PAIRS = "\u0000"; // as simulate/web/ops/pairs.py has it: a mapping on its way whose keys have to keep their order

/** Return the keys of a mapping in the order of the file. */
export function keysOf(mapping) {
  const keys = Object.keys(mapping);
  return mapping[ORDER] ? [...new Set([...mapping[ORDER].filter((key) => Object.hasOwn(mapping, key)), ...keys])] : keys;
}

/** Return the entries of a mapping in the order of the file. */
export function entriesOf(mapping) {
  return keysOf(mapping).map((key) => [key, mapping[key]]);
}

/** Return a mapping with its entries in an order. */
export function mappingOf(entries) {
  const made = Object.fromEntries(entries);
  if (Object.keys(made).some(isWhole)) made[ORDER] = [...new Set(entries.map(([key]) => key))];
  return made;
}

/** Return a mapping with another value, at its end where the key is new. */
export function withEntry(mapping, key, value) {
  const isKept = Object.hasOwn(mapping, key) || !(mapping[ORDER] || isWhole(key));
  return isKept ? { ...mapping, [key]: value } : mappingOf([...entriesOf(mapping), [key, value]]);
}

/** Read a message. */
export function read(text) {
  return text.includes('"\\u0000"') ? JSON.parse(text, (_, value) => (isPaired(value) ? mappingOf(value[PAIRS]) : value)) : JSON.parse(text);
}

/** Write a message. */
export function written(message) {
  return JSON.stringify(message, (_, value) => (value?.[ORDER] ? { [PAIRS]: entriesOf(value) } : value));
}

function isWhole(key) {
  return /^\d+$/.test(key);
}

function isPaired(value) {
  return value !== null && typeof value === "object" && Object.hasOwn(value, PAIRS);
}
