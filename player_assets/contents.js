// @ts-check
/**
 * The table of contents: nested lists of buttons, one per activity. DOM contract: each carries
 * `data-activity` and `data-status`, the delivered one `aria-current="true"`, those that may not
 * be chosen `aria-disabled="true"` (they stay in the tab order, so that a screen reader's user
 * learns of them).
 */

import { icon } from "./icons.js";

/** @typedef {import("./protocol.js").TocItem} TocItem */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./texts.js").Say} Say */

const DONE = new Set(["completed", "passed", "failed", "browsed"]);
/** @type {Record<string, string>} */
const ICONS = {
  completed: "done",
  passed: "done",
  failed: "failed",
  incomplete: "half",
  browsed: "seen",
};

export class Contents {
  #say;
  #choose;
  /** @type {Map<string, HTMLButtonElement>} */
  #entries = new Map();
  /** @type {Set<string>} the entries that can be launched: these count for the progress */
  #parts = new Set();

  /**
   * @param {HTMLElement} place
   * @param {TocItem[]} toc
   * @param {Say} say
   * @param {(activity: string) => void} choose
   */
  constructor(place, toc, say, choose) {
    this.#say = say;
    this.#choose = choose;
    place.append(this.#list(toc, 0));
    place.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** How many activities there are to work through. */
  get size() {
    return this.#parts.size;
  }

  /**
   * @param {Record<string, string>} status
   * @returns {number} how many activities are done
   */
  showStatus(status) {
    for (const [id, entry] of this.#entries) {
      const said = status[id] ?? (this.#parts.has(id) ? "not attempted" : "");
      if (said === "" || entry.dataset.status === said) continue;
      entry.dataset.status = said;
      entry.querySelector(".icon")?.replaceWith(icon(ICONS[said] ?? "open"));
      const name = entry.querySelector(".status");
      if (name) name.textContent = this.#say(`status.${said}`);
    }
    return [...this.#parts].filter((id) => DONE.has(status[id] ?? "")).length;
  }

  /** @param {View} view */
  showView(view) {
    const choices = new Set(view.choices);
    for (const [id, entry] of this.#entries) {
      const current = id === view.deliver?.activity;
      if (current) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
      if (choices.has(id)) entry.removeAttribute("aria-disabled");
      else entry.setAttribute("aria-disabled", "true");
      if (current) entry.scrollIntoView({ block: "nearest" });
    }
  }

  /** Nothing may be chosen while a request is under way. */
  pause() {
    for (const entry of this.#entries.values()) entry.setAttribute("aria-disabled", "true");
  }

  /** Move the keyboard to the delivered activity, or to the first. */
  focus() {
    const entries = [...this.#entries.values()];
    (entries.find((entry) => entry.hasAttribute("aria-current")) ?? entries[0])?.focus();
  }

  /** @param {TocItem[]} items @param {number} depth @returns {HTMLUListElement} */
  #list(items, depth) {
    const list = document.createElement("ul");
    list.className = "contents-list";
    list.dataset.depth = String(Math.min(depth, 4));
    for (const item of items) {
      const line = document.createElement("li");
      line.append(this.#entry(item));
      if (item.children.length > 0) line.append(this.#list(item.children, depth + 1));
      list.append(line);
    }
    return list;
  }

  /** @param {TocItem} item @returns {HTMLButtonElement} */
  #entry(item) {
    const entry = document.createElement("button");
    entry.type = "button";
    entry.className = item.children.length > 0 ? "entry cluster" : "entry";
    entry.dataset.activity = item.id;
    const words = document.createElement("span");
    words.className = "words";
    words.append(span("name", item.title || item.id), span("status", ""));
    entry.append(icon("open"), words);
    entry.addEventListener("click", () => {
      if (!entry.hasAttribute("aria-disabled")) this.#choose(item.id);
    });
    this.#entries.set(item.id, entry);
    if (item.href) this.#parts.add(item.id);
    return entry;
  }

  /** Arrow keys, Home and End move between entries. @param {KeyboardEvent} event */
  #walk(event) {
    const entries = [...this.#entries.values()];
    const at = entries.findIndex((entry) => entry === document.activeElement);
    /** @type {Record<string, number>} */
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    const target = entries[targets[event.key] ?? -1];
    if (at < 0 || !target) return;
    event.preventDefault();
    target.focus();
  }
}

/** @param {string} className @param {string} text @returns {HTMLSpanElement} */
function span(className, text) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
