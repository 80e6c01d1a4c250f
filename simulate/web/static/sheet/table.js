// The rows of a sheet: what stands in its cells, which changes they ask for, and what is wrong there.
import { edit } from "../shell/edits.js";
import { isolated } from "../shell/dom.js";
import { merged } from "../shell/merged.js";
import { at } from "../shell/ops.js";
import { entries, isOwn, shown, store, value } from "../shell/store.js";
import { SETTINGS, SHEETS } from "./columns.js";
import { threePoints, typed, words } from "./estimates.js";
import { filledUp } from "./fields.js";

const MOST_ID = 40;

/** Rows of milestones, tasks, risks or resources: one an entry. */
export class Entries {
  constructor(kind) {
    this.kind = kind;
    this.one = SHEETS[kind].one;
    this.label = SHEETS[kind].title;
    this.columns = SHEETS[kind].columns;
    this.grows = true;
  }

  rows() {
    this.problems = problemsOf(this.kind, this.columns);
    return entries(this.kind).map(([id, part]) => ({ id, part: part ?? {} }));
  }

  name(row) {
    return typeof row.part.name === "string" ? row.part.name : row.id;
  }

  /** Return what is written in a cell. */
  text({ id, part }, column) {
    return column.isSwitch ? "" : column.isId ? id : column.kind.show(at(part, column.path));
  }

  cell(row, column) {
    const { id, part } = row;
    const problem = this.problems.get(id)?.get(column.field) ?? "";
    if (column.isSwitch) return { text: "", isSwitch: this.kind === "risks" || Boolean(part.retires), isOn: !store.plan.off.has(`${this.kind}.${id}`), problem };
    if (column.isId) return { text: id, problem, isBelow: !isOwn([this.kind, id]), isChanged: this.isNew(id) };
    const held = at(part, column.path);
    const was = at(merged(store.plan.below, store.saved), [this.kind, id, ...column.path]);
    const isHeld = isOwn([this.kind, id, ...column.path]);
    const text = column.kind.show(held);
    const saved = column.kind.show(was);
    const isChanged = !this.isNew(id) && saved !== text;
    if (column.field === "name" && text === "") return { text: id, problem, isBelow: true, isChanged };
    return {
      text, problem, isChanged, isBelow: store.plan.below !== null && !isHeld && text !== "", isOver: column.kind.isOver?.(held) ?? false,
      title: [column.kind.title?.(held), isChanged ? `was ${saved || "empty"}` : ""].filter(Boolean).join("; "),
    };
  }

  /** Return all that the cells of a row are drawn from. */
  source({ id, part }) {
    const { below, data, off } = store.plan;
    const of = (whole) => at(whole, [this.kind, id]);
    return [id, part, of(data), of(merged(below, store.saved)), below, off.has(`${this.kind}.${id}`), [...(this.problems.get(id) ?? [])].join("\n")];
  }

  /** Say what is wrong in a row, else what is wrong first in any; nothing where all is well. */
  wrong(rows, row) {
    if (!this.problems?.size) return "";
    const found = [...(row ? [row] : []), ...rows].find(({ id }) => this.problems.has(id));
    const column = found && this.columns.find(({ field }) => this.problems.get(found.id).has(field));
    return column ? `${isolated(this.name(found))}, ${column.title}: ${this.problems.get(found.id).get(column.field)}` : "";
  }

  isNew(id) {
    return at(merged(store.plan.below, store.saved), [this.kind, id]) === undefined;
  }

  /** Return the changes that a text in a cell asks for. */
  ops(row, column, text) {
    const { id, part } = row;
    if (column.isSwitch) return [];
    if (column.isId) return text.trim() && text.trim() !== id ? [["rename", this.kind, id, text.trim()]] : [];
    const held = at(part, column.path);
    if (column.kind.show(held) === text.trim()) return [];
    const path = [this.kind, id, ...column.path];
    return column.kind.ops(path, text, held).flatMap((op) => this.settled(op));
  }

  /** Return the changes that texts in several cells of a row ask for. */
  changes(row, cells) {
    const [alone, estimates] = together(cells, row.part);
    const ops = estimates.filter(([path, made]) => words(made) !== words(at(row.part, path)))
      .map(([path, made]) => (made === undefined ? ["del", [this.kind, row.id, ...path]] : ["set", [this.kind, row.id, ...path], made]));
    return [...ops.flatMap((op) => this.settled(op)), ...[...alone].flatMap(([column, text]) => this.ops(row, column, text))];
  }

  /** Make of a deletion what it is over a plan below, and of a part of a value that which is not there yet. */
  settled(op) {
    const [kind, path, said] = op;
    if (kind === "del") {
      const below = at(store.plan.below, path);
      if (below !== undefined && below !== null) return [["set", path, null]];
      return at(store.plan.data, path) === undefined ? [] : [op];
    }
    const last = path.at(-1);
    if (kind === "set" && typeof last === "number" && !isOwn(path.slice(0, -1))) {
      const whole = [...value(path.slice(0, -1))];
      whole[last] = said;
      return [["set", path.slice(0, -1), whole]];
    }
    return [op];
  }

  /** Return the changes that put new rows at the end, by the texts of their cells. */
  added(rows) {
    const taken = new Set([...entries("tasks"), ...entries("milestones"), ...entries(this.kind)].map(([id]) => id));
    return rows.flatMap((cells) => {
      const of = (is) => [...cells].find(([column]) => is(column))?.[1].trim() ?? "";
      const named = of((column) => column.field === "name");
      const id = unused(of((column) => column.isId) || slug(named) || this.one, taken);
      taken.add(id);
      const ops = [["add", [this.kind, id], {}, null]];
      let part = {};
      const [alone, estimates] = together(cells, {});
      if (named) ops.push(["set", [this.kind, id, "name"], named]);
      for (const [path, made] of estimates) if (made !== undefined) ops.push(["set", [this.kind, id, ...path], made]);
      for (const [column, text] of alone) {
        if (column.field === "name" || column.isId || column.isSwitch || text.trim() === "") continue;
        for (const op of column.kind.ops([this.kind, id, ...column.path], text, at(part, column.path))) {
          if (op[0] === "del") continue;
          ops.push(op);
          part = placed(part, op[1].slice(2), op[2]);
        }
      }
      return ops;
    });
  }

  removed(rows) {
    return rows.map(({ id }) => (at(store.plan.below, [this.kind, id]) !== undefined ? ["set", [this.kind, id], null] : ["del", [this.kind, id]]));
  }

  copied(rows) {
    const taken = new Set([...entries("tasks"), ...entries("milestones"), ...entries(this.kind)].map(([id]) => id));
    const order = entries(this.kind).map(([id]) => id);
    return rows.map(({ id, part }) => {
      const other = unused(id, taken);
      taken.add(other);
      const place = order.indexOf(id) + 1;
      order.splice(place, 0, other);
      const copy = { ...part, ...(typeof part.name === "string" ? { name: `${part.name} (copy)` } : {}) };
      return ["add", [this.kind, other], copy, store.plan.below === null ? place : null];
    });
  }

  inserted(row) {
    const taken = new Set([...entries("tasks"), ...entries("milestones"), ...entries(this.kind)].map(([id]) => id));
    const place = entries(this.kind).findIndex(([id]) => id === row.id);
    return [["add", [this.kind, unused(this.one, taken)], {}, store.plan.below === null && place >= 0 ? place : null]];
  }

  ordered(ids) {
    return store.plan.below === null ? [["order", [this.kind], ids]] : [];
  }

  toggle(row) {
    const name = `${this.kind}.${row.id}`;
    const isOff = store.plan.off.has(name);
    edit([["off", name, !isOff]], { label: `${isOff ? "Switch on" : "Switch off"} ${this.name(row)}`, at: performance.now() });
  }
}

/** Rows of single values: what each is, how it stands, and in what unit. */
export class Settings {
  constructor(name) {
    this.kind = name;
    this.label = SETTINGS[name].title;
    this.grows = false;
    this.columns = [
      { field: "what", title: "What", width: 200, isFixed: true },
      { field: "value", title: "Value", width: 190 },
      { field: "unit", title: "Unit", width: 330, isFixed: true },
    ];
  }

  rows() {
    const problems = store.problems.map((one) => [one.path.map(String).join("."), one.message]);
    return SETTINGS[this.kind].rows(shown()).map(([path, what, kind, unit]) => {
      const keys = Array.isArray(path) ? path : path.split(".");
      const id = keys.join(".");
      const problem = problems.find(([place]) => place === id || place.startsWith(`${id}.`))?.[1] ?? "";
      return { id, keys, what, kind, unit, problem };
    });
  }

  name(row) {
    return row.what;
  }

  /** Return nothing: these rows are few, and are drawn from all of the plan. */
  source() {
    return null;
  }

  wrong(rows, row) {
    const found = row?.problem ? row : rows.find(({ problem }) => problem);
    return found ? `${found.what}: ${found.problem}` : "";
  }

  text(row, column) {
    return column.isFixed ? row[column.field] : row.kind.show(value(row.keys));
  }

  cell(row, column) {
    if (column.isFixed) return { text: row[column.field], isFixed: true, problem: "", title: row[column.field] };
    const held = value(row.keys);
    const was = row.kind.show(at(merged(store.plan.below, store.saved), row.keys));
    const text = row.kind.show(held);
    const isHeld = isOwn(row.keys);
    const isChanged = was !== text;
    return { text, problem: row.problem, isChanged, isBelow: store.plan.below !== null && !isHeld && text !== "", title: isChanged ? `was ${was || "empty"}` : row.kind.title?.(held) ?? "" };
  }

  changes(row, cells) {
    return [...cells].flatMap(([column, text]) => this.ops(row, column, text));
  }

  ops(row, column, text) {
    if (column.isFixed || row.kind.show(value(row.keys)) === text.trim()) return [];
    return row.kind.ops(row.keys, text, value(row.keys)).map(emptied).flatMap((op) => Entries.prototype.settled.call(this, op));
  }
}

/** Take out a calendar with the last that it says. */
function emptied(op) {
  const [kind, [section, id, key]] = op;
  const isLast = kind === "del" && section === "calendars" && Object.entries(value([section, id]) ?? {}).every(([other, said]) => other === key || said === null);
  return isLast ? ["del", [section, id]] : op;
}

/** Return, by id and field, what is wrong with the entries of a kind; what has no column stands at the first. */
export function problemsOf(kind, columns) {
  const found = new Map();
  for (const { path, message } of store.problems) {
    if (path[0] !== kind || path.length < 2) continue;
    const id = String(path[1]);
    const field = columnFor(columns, path.slice(2))?.field ?? (path.length === 2 ? "id" : "name");
    if (!found.has(id)) found.set(id, new Map());
    if (!found.get(id).has(field)) found.get(id).set(field, message);
  }
  return found;
}

/** Return the column that a path below an entry belongs to. */
export function columnFor(columns, rest) {
  const near = columns.filter((column) => column.path && !column.isId && column.path.every((key, k) => key === String(rest[k])));
  if (near.length > 1) {
    const place = rest.slice(1).find((one) => typeof one === "number") ?? 1;
    return near.find((column) => column.kind.point === place) ?? near[0];
  }
  return near[0] ?? columns.find((column) => column.path?.[0] === rest[0]);
}

/** Return of cells of one row those that stand alone, and the estimates, by path, that several points among them come to. */
function together(cells, part) {
  const alone = new Map(cells);
  const estimates = [];
  const points = [...cells].filter(([column]) => column.kind?.point !== undefined);
  for (const key of new Set(points.map(([column]) => column.path.join()))) {
    const own = points.filter(([column]) => column.path.join() === key);
    if (own.length < 2 || own.some(([, text]) => /[a-z;[{]/i.test(text))) continue;
    const path = own[0][0].path;
    const held = at(part, path);
    const three = threePoints(held);
    const whole = three ? [...three.points] : ["", typeof held === "string" ? held : "", ""];
    for (const [column, text] of own) { whole[column.kind.point] = typed(text); alone.delete(column); }
    const made = filledUp(whole);
    estimates.push([path, Array.isArray(made) && three?.key ? { ...held, [three.key]: made } : made]);
  }
  return [alone, estimates];
}

function slug(name) {
  return name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, MOST_ID);
}

function unused(id, taken) {
  let found = id;
  for (let k = 2; taken.has(found); k++) found = `${id}_${k}`;
  return found;
}

function placed(part, [first, ...rest], said) {
  return { ...part, [first]: rest.length ? placed(part[first] ?? {}, rest, said) : said };
}
