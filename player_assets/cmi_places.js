// @ts-check
/**
 * From an element name, as content writes it, to the row it means: the twin of
 * `runtime/cmi/places.py`.
 */

/** @typedef {import("./cmi.js").Row} Row */
/** @typedef {import("./cmi.js").Table} Table */
/** @typedef {import("./cmi_types.js").Fault} Fault */

/**
 * An array that a name passes through, and where.
 * @typedef {{count: string, index: number, limit: number, fixed: boolean}} Entry
 */

/**
 * What a name means: a row with its indexes filled in.
 * @typedef {object} Place
 * @property {string} name with indexes in their plain form, the key of the value
 * @property {Row} row
 * @property {Entry[]} entries
 * @property {string[]} needs
 * @property {string | null} kind name of the value that says the interaction's type
 * @property {string | null} rights name of the value that narrows the access
 */

/**
 * A name that means no element; `keyword`: it asks for `_children` and such where there is none.
 * @typedef {{fault: Fault, keyword: boolean}} Absent
 */

/** @typedef {{children: Map<string, Node>, row: Row | null}} Node */

const CACHED_NAMES = 2_000;
const CACHED_NAME = 256;
const INDEX = /^[0-9]+$/u; // `01` is 1
const INDEX_DIGITS = 9;
const TARGET = /^\{target=[^{}]+\}$/u;
const PLACEHOLDERS = ["n", "{target}"];
/** @type {Record<string, Fault>} */
const KEYWORDS = { _children: "no-children", _count: "no-count", _version: "no-version" };

/** The names of one model. */
export class Places {
  #table;
  /** @type {Node} */
  #root = { children: new Map(), row: null };
  /** @type {Map<string, Place | Absent>} */
  #cached = new Map();

  /** @param {Table} table */
  constructor(table) {
    this.#table = table;
    for (const row of table.elements) {
      let node = this.#root;
      for (const part of row.name.split(".")) {
        const below = node.children.get(part) ?? { children: new Map(), row: null };
        node.children.set(part, below);
        node = below;
      }
      node.row = row;
    }
  }

  /**
   * Return what a name means. Names are the content's: the cache is bounded in both ways.
   * @param {string} name
   * @returns {Place | Absent}
   */
  find(name) {
    const known = this.#cached.get(name);
    if (known) return known;
    if (name.length > this.#table.limits.name) return { fault: "undefined", keyword: false };
    const found = this.#resolve(name);
    if (name.length <= CACHED_NAME) {
      if (this.#cached.size >= CACHED_NAMES) this.#cached.clear();
      this.#cached.set(name, found);
    }
    return found;
  }

  /** @param {string} name @returns {Place | Absent} */
  #resolve(name) {
    const parts = split(name);
    /** @type {string[]} */
    const indexes = [];
    /** @type {Entry[]} */
    const entries = [];
    let node = this.#root;
    for (let depth = 0; depth < parts.length; depth += 1) {
      const part = parts[depth] ?? "";
      const rowPart = rowPartOf(node, part);
      const below = rowPart === null ? undefined : node.children.get(rowPart);
      if (!below) return this.#unknown(parts, depth);
      if (rowPart === "n") {
        const entry = this.#entry(node, parts.slice(0, depth), part);
        entries.push(entry);
        parts[depth] = String(entry.index);
        indexes.push(String(entry.index));
      }
      node = below;
    }
    if (!node.row) return { fault: this.#table.unnamed, keyword: false };
    return this.#place(parts.join("."), node.row, indexes, entries);
  }

  /** @param {string[]} parts @param {number} depth @returns {Absent} */
  #unknown(parts, depth) {
    const keyword = KEYWORDS[parts.at(-1) ?? ""];
    if (depth === parts.length - 1 && depth > 0 && keyword) return { fault: keyword, keyword: true };
    const knownGroup = depth > 1; // `cmi.core.bogus` is in a group, `cmi.bogus.x` in none
    return { fault: knownGroup ? this.#table.unnamed : "undefined", keyword: false };
  }

  /** @param {Node} node @param {string[]} parts @param {string} digits @returns {Entry} */
  #entry(node, parts, digits) {
    const { entries, nested } = this.#table.limits;
    const plain = digits.replace(/^0+(?=[0-9])/u, "");
    const row = node.children.get("_count")?.row;
    return {
      count: [...parts, "_count"].join("."),
      index: plain.length <= INDEX_DIGITS ? Number(plain) : 10 ** INDEX_DIGITS,
      limit: row?.limit ?? (parts.some((part) => INDEX.test(part)) ? nested : entries),
      fixed: row?.fixed ?? false,
    };
  }

  /**
   * @param {string} name
   * @param {Row} row
   * @param {string[]} indexes
   * @param {Entry[]} entries
   * @returns {Place}
   */
  #place(name, row, indexes, entries) {
    const type = this.#table.interaction_type;
    const within = entries.length > 0 && row.name.startsWith(type.slice(0, type.lastIndexOf(".")));
    return {
      name,
      row,
      entries,
      needs: (row.needs ?? []).map((need) => filled(need, indexes)),
      kind: within ? filled(type, indexes) : null,
      rights: row.rights ? filled(row.rights, indexes) : null,
    };
  }
}

/**
 * Split at dots, save within `{target=ID}`: the id of an activity may hold dots.
 * @param {string} name
 * @returns {string[]}
 */
function split(name) {
  const brace = name.indexOf("{");
  if (brace > 0 && name[brace - 1] === ".") {
    return [...name.slice(0, brace - 1).split("."), name.slice(brace)];
  }
  return name.split(".");
}

/** @param {Node} node @param {string} part @returns {string | null} the part of a row's name */
function rowPartOf(node, part) {
  if (PLACEHOLDERS.includes(part)) return null;
  if (node.children.has("n") && INDEX.test(part)) return "n";
  if (node.children.has("{target}") && TARGET.test(part)) return "{target}";
  return part;
}

/** @param {string} name of a row @param {string[]} indexes @returns {string} */
function filled(name, indexes) {
  return indexes.reduce((text, index) => text.replace(".n.", `.${index}.`), name);
}
