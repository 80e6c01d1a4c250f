// Changes of the document, carried out on what the page shows before the server confirms them; simulate/web/ops/carried_out.py does the same.
import { entriesOf, mappingOf, withEntry } from "./mapping.js";

/** Return a state {data, off} in which changes have been made; what cannot be made is left to the server to refuse. */
export function carriedOut(state, ops) {
  return ops.reduce(made, state);
}

/** Return what stands at a path; undefined where nothing does. */
export function at(data, path) {
  return path.reduce((there, key) => (there === null || typeof there !== "object" ? undefined : there[key]), data);
}

function made(state, op) {
  const [kind, path] = op;
  switch (kind) {
    case "set": return { ...state, data: put(state.data, path, op[2]) };
    case "text": return { ...state, data: put(state.data, path, parsed(op[2])) };
    case "add": return { ...state, data: put(state.data, path, op[2], op[3] ?? undefined) };
    case "del": return { ...state, data: without(state.data, path) };
    case "order": return { ...state, data: put(state.data, path, ordered(at(state.data, path), op[2])) };
    case "rename": return { ...state, data: renamed(state.data, path, op[2], op[3]) };
    case "off": return { ...state, off: switched(state.off, path, op[2]) };
    default: return state;
  }
}

function put(data, path, value, index) {
  if (!path.length) return value;
  const [first, ...rest] = path;
  if (Array.isArray(data)) {
    const isNew = index !== undefined && !rest.length;
    return [...data.slice(0, first), isNew ? value : put(data[first], rest, value, index), ...data.slice(isNew ? first : first + 1)];
  }
  const there = data !== null && typeof data === "object" ? data : {};
  if (rest.length || index === undefined || first in there) return withEntry(there, first, put(there[first], rest, value, index));
  const entries = entriesOf(there);
  entries.splice(index, 0, [first, value]);
  return mappingOf(entries);
}

function without(data, path) {
  const [first, ...rest] = path;
  if (data === null || typeof data !== "object" || !(first in data)) return data;
  if (Array.isArray(data)) return [...data.slice(0, first), ...(rest.length ? [without(data[first], rest)] : []), ...data.slice(first + 1)];
  if (rest.length) return { ...data, [first]: without(data[first], rest) };
  return mappingOf(entriesOf(data).filter(([key]) => key !== first));
}

function ordered(there, keys) {
  return there && keys.length === Object.keys(there).length && keys.every((key) => key in there)
    ? mappingOf(keys.map((key) => [key, there[key]])) : there;
}

function renamed(data, kind, id, to) {
  const there = data[kind];
  if (!there || !(id in there) || to in there) return data;
  return { ...data, [kind]: mappingOf(entriesOf(there).map(([key, part]) => [key === id ? to : key, part])) };
}

function switched(off, name, isOff) {
  const next = new Set(off);
  if (isOff) next.add(name); else next.delete(name);
  return next;
}

/** Read "[5, 8, 20]" and "{p50: 3, p90: 9}" as the server does; what is no such thing is the text itself. */
export function parsed(text) {
  const typed = text.trim();
  if (!/^[[{]/.test(typed)) return text;
  const reader = new FlowReader(typed);
  try {
    const value = reader.value();
    return reader.isAtEnd() ? value : text;
  } catch {
    return text;
  }
}

class FlowReader {
  constructor(text) {
    this.text = text;
    this.place = 0;
  }

  isAtEnd() {
    this.skip();
    return this.place === this.text.length;
  }

  skip() {
    while (/\s/.test(this.text[this.place] ?? "")) this.place++;
  }

  takes(sign) {
    this.skip();
    if (this.text[this.place] !== sign) return false;
    this.place++;
    return true;
  }

  value() {
    if (this.takes("[")) return this.items("]", () => this.value());
    if (this.takes("{")) return mappingOf(this.items("}", () => this.entry()));
    return this.scalar(/[,\]}]/);
  }

  items(end, read) {
    const found = [];
    while (!this.takes(end)) {
      if (found.length && !this.takes(",")) throw new Error("a comma is missing");
      if (this.takes(end)) break;
      found.push(read());
    }
    return found;
  }

  entry() {
    const key = this.scalar(/[:,\]}]/);
    if (!this.takes(":")) throw new Error("a colon is missing");
    return [key, this.value()];
  }

  scalar(stop) {
    this.skip();
    const quote = this.text[this.place];
    if (quote === '"' || quote === "'") {
      const end = this.text.indexOf(quote, this.place + 1);
      if (end < 0) throw new Error("a quote is open");
      const said = this.text.slice(this.place + 1, end);
      this.place = end + 1;
      return said;
    }
    const begin = this.place;
    while (this.place < this.text.length && !stop.test(this.text[this.place])) this.place++;
    if (this.place === this.text.length) throw new Error("a bracket is open");
    return this.text.slice(begin, this.place).trim();
  }
}
