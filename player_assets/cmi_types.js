// @ts-check
/**
 * The value types of the run-time data models: the twin of `runtime/cmi/types.py`.
 *
 * Lives here: how each kind of type is checked. The types themselves are rows of the table
 * (`cmi.scorm12.json`, `cmi.scorm2004.json`). A check answers null for a text that is of the type,
 * else the name of the fault.
 */

/** @typedef {string} Fault a name of the table's `codes` */
/** @typedef {(text: string) => Fault | null} Check */

/**
 * @typedef {object} Type
 * @property {string} kind
 * @property {string} [pattern]
 * @property {number} [longest]
 * @property {number} [minimum]
 * @property {string[]} [words]
 * @property {number} [least]
 * @property {number} [most]
 * @property {boolean} [whole]
 * @property {boolean} [empty]
 * @property {string} [item]
 * @property {string} [separator]
 * @property {boolean} [distinct]
 * @property {string[]} [flags]
 * @property {string} [left]
 * @property {string} [right]
 * @property {string[]} [of]
 * @property {"response" | "pattern"} [part]
 * @property {string} [example]
 */

const LANGUAGE_PREFIX = /^\{lang=([^{}]*)\}/u;
const FLAG_PREFIX = /^\{([a-z_]+)=([^{}]*)\}/u;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param {string} pattern @returns {RegExp} that matches whole texts */
const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");

/**
 * Return the check of every type of a table; `interaction` has none, its format has.
 * @param {Record<string, Type>} types
 * @param {Record<"number" | "whole" | "language" | "time", string>} patterns
 * @param {string} languages codes that may begin a language tag
 * @returns {Map<string, Check>}
 */
export function compileTypes(types, patterns, languages) {
  /** @type {Map<string, Check>} */
  const checks = new Map();
  const makers = makersOf(patterns, languageCheck(patterns.language, languages), compiled);

  /** @param {string} [name] @returns {Check} */
  function compiled(name = "") {
    const known = checks.get(name);
    if (known) return known;
    const type = types[name];
    const maker = type && makers[type.kind];
    if (!type || !maker) throw new TypeError(`the table has no type ${name}`);
    const check = flagged(type, maker(type));
    checks.set(name, check);
    return check;
  }

  for (const [name, type] of Object.entries(types)) if (type.kind !== "interaction") compiled(name);
  return checks;
}

/**
 * @param {Record<string, string>} patterns
 * @param {(tag: string) => boolean} isLanguage
 * @param {(name?: string) => Check} compiled
 * @returns {Record<string, (type: Type) => Check>}
 */
function makersOf(patterns, isLanguage, compiled) {
  const number = whole(patterns.number ?? "");
  const integer = whole(patterns.whole ?? "");
  const time = whole(patterns.time ?? "");
  return {
    text: textCheck,
    localized: (type) => localizedCheck(type, isLanguage),
    language: ({ empty = false }) => (text) =>
      isLanguage(text) || (empty && !text) ? null : "language",
    pattern: patternCheck,
    number: (type) => numberCheck(type, type.whole ? integer : number),
    words: ({ words = [] }) => {
      const known = new Set(words);
      return (text) => (known.has(text) ? null : "word");
    },
    time: () => (text) => (isMoment(time.exec(text)) ? null : "form"),
    list: (type) => listCheck(type, compiled(type.item)),
    pair: (type) => pairCheck(type, compiled(type.left), compiled(type.right)),
    range: (type) => rangeCheck(type, number),
    either: ({ of = [] }) => eitherCheck(of.map(compiled)),
  };
}

/**
 * Whether a text has more code points than `most`: the server counts those, not UTF-16 units.
 * @param {string} text
 * @param {number} most
 */
export function longerThan(text, most) {
  if (text.length <= most) return false;
  let points = 0;
  for (let at = 0; at < text.length && points <= most; points += 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return points > most;
}

/** @param {Type} type @returns {Check} */
function textCheck({ longest = Infinity, minimum = Infinity }) {
  return (text) => {
    if (longerThan(text, longest)) return "length";
    return longerThan(text, minimum) ? "minimum" : null;
  };
}

/**
 * @param {string} pattern
 * @param {string} languages
 * @returns {(tag: string) => boolean}
 */
function languageCheck(pattern, languages) {
  const form = whole(pattern);
  const primaries = new Set([...languages.split(" "), "i", "x"]);
  return (tag) => form.test(tag) && primaries.has((tag.split("-")[0] ?? "").toLowerCase());
}

/** @param {Type} type @param {(tag: string) => boolean} isLanguage @returns {Check} */
function localizedCheck(type, isLanguage) {
  const checkText = textCheck(type);
  return (text) => {
    if (!text.startsWith("{lang=")) return checkText(text);
    const prefix = LANGUAGE_PREFIX.exec(text);
    if (!prefix || !isLanguage(prefix[1] ?? "")) return "language";
    return checkText(text.slice(prefix[0].length));
  };
}

/** @param {Type} type @returns {Check} */
function patternCheck(type) {
  const pattern = whole(type.pattern ?? "");
  const checkText = textCheck(type);
  return (text) => {
    // the length first: no pattern is run over a text that is too long anyway
    const fault = checkText(text);
    if (fault === "length" || pattern.test(text)) return fault;
    return text ? "form" : "blank";
  };
}

/** @param {Type} type @param {RegExp} number @returns {Check} */
function numberCheck({ least = -Infinity, most = Infinity, empty = false }, number) {
  return (text) => {
    if (!number.test(text)) return empty && !text ? null : "form";
    const value = Number(text);
    return value < least || value > most ? "range" : null;
  };
}

/** @param {RegExpExecArray | null} parts of a moment: all, year, month, day */
function isMoment(parts) {
  if (!parts || parts[3] === undefined) return parts !== null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  // 1970..2038 holds no century year but 2000, which is a leap year
  const days = month === 2 && year % 4 !== 0 ? 28 : DAYS[month - 1];
  return days !== undefined && day <= days;
}

/** @param {Type} type @param {Check} checkItem @returns {Check} */
function listCheck({ separator = ",", empty = false, distinct = false }, checkItem) {
  return (text) => {
    if (!text && empty) return null;
    const items = text.split(separator);
    if (distinct && new Set(items).size < items.length) return "form";
    for (const item of items) {
      const fault = checkItem(item);
      if (fault && fault !== "minimum") return fault;
    }
    return null;
  };
}

/** @param {Type} type @param {Check} checkLeft @param {Check} checkRight @returns {Check} */
function pairCheck({ separator = ".", empty = false }, checkLeft, checkRight) {
  return (text) => {
    const [left = "", right, ...more] = text.split(separator);
    if (right === undefined || more.length || !(left || right)) return "form";
    if (left || !empty) {
      const fault = checkLeft(left);
      if (fault) return fault;
    }
    return empty && !right ? null : checkRight(right);
  };
}

/** @param {Type} type @param {RegExp} number @returns {Check} */
function rangeCheck({ separator = ":" }, number) {
  return (text) => {
    const [low = "", high, ...more] = text.split(separator);
    if (high === undefined || more.length) return "form";
    if ((low && !number.test(low)) || (high && !number.test(high))) return "form";
    return low && high && Number(low) > Number(high) ? "form" : null;
  };
}

/** @param {Check[]} checks @returns {Check} */
function eitherCheck(checks) {
  return (text) => {
    /** @type {Fault | null} */
    let fault = null;
    for (const check of checks) {
      fault = check(text);
      if (fault === null) break;
    }
    return fault;
  };
}

/**
 * Take the flags of a pattern off: they stand at the very beginning, in any order, once each; what
 * only looks like one is text.
 * @param {Type} type
 * @param {Check} checkRest
 * @returns {Check}
 */
function flagged({ flags = [] }, checkRest) {
  if (!flags.length) return checkRest;
  return (text) => {
    const seen = new Set();
    let right = true;
    let rest = text;
    for (;;) {
      const prefix = FLAG_PREFIX.exec(rest);
      if (!prefix || !flags.includes(prefix[1] ?? "") || seen.has(prefix[1])) break;
      seen.add(prefix[1]);
      right &&= prefix[2] === "true" || prefix[2] === "false";
      rest = rest.slice(prefix[0].length);
    }
    return right ? checkRest(rest) : "prefix";
  };
}
