// @ts-check
/**
 * Where the outbox outlives the page: localStorage, written synchronously, survives the tab;
 * IndexedDB survives a killed browser, for localStorage reaches the disk about a minute late.
 *
 * Both share their origin with the content, which may clear either: what has been saved is kept
 * in memory too and written again when it is gone. Both may be refused altogether (a frame of a
 * private window); then `save` says so and its caller asks the server instead.
 *
 * An entry's key is `cursus:outbox:<attempt>:<epoch>`. Entries hold no credential. Those of other
 * attempts may be another learner's: they are neither read nor removed here.
 */

import { wellFormed } from "./splice.js";

/** @typedef {import("./protocol.js").ChangeSet} ChangeSet */
/** @typedef {{attempt: string, epoch: number, sets: ChangeSet[]}} Entry */

const PREFIX = "cursus:outbox:";
const DATABASE = "cursus";
const STORE = "outbox";

export class OutboxStorage {
  /** @type {Storage | null} */
  #local;
  /** @type {IDBFactory | null} */
  #factory;
  /** @type {Promise<IDBDatabase | null> | null} */
  #database = null;
  /** @type {Map<string, string>} what ought to be stored now */
  #wanted = new Map();

  /** @param {Window} [page] the window whose storage it is */
  constructor(page = window) {
    this.#local = allowed(() => page.localStorage);
    this.#factory = allowed(() => page.indexedDB);
    page.addEventListener("storage", (event) => {
      if (event.key === null || this.#wanted.has(event.key)) this.restore();
    });
  }

  /**
   * Store the entry, in place of the one with the same attempt and epoch; none when it is empty.
   * @param {Entry} entry
   * @returns {boolean} whether it now survives the tab
   */
  save(entry) {
    const key = keyOf(entry.attempt, entry.epoch);
    if (entry.sets.length === 0) {
      this.#remove(key);
      return true;
    }
    const text = JSON.stringify(entry);
    this.#wanted.set(key, text);
    this.#putDeep(key, text);
    return this.#putLocal(key, text);
  }

  /** Write again what the content has removed. */
  restore() {
    for (const [key, text] of this.#wanted) {
      if (this.#getLocal(key) !== text) this.#putLocal(key, text);
      this.#putDeep(key, text);
    }
  }

  /**
   * The entries which earlier epochs of this attempt left behind, the oldest first.
   * @param {string} attempt
   * @param {number} before an epoch
   * @returns {Promise<Entry[]>}
   */
  async leftBehind(attempt, before) {
    /** @type {Map<number, Map<number, ChangeSet>>} */
    const epochs = new Map();
    for (const text of [...this.#localTexts(attempt), ...(await this.#deepTexts(attempt))]) {
      const entry = read(text);
      if (!entry || entry.attempt !== attempt || !(entry.epoch < before)) continue;
      const sets = epochs.get(entry.epoch) ?? new Map();
      for (const set of entry.sets) sets.set(set.seq, set);
      epochs.set(entry.epoch, sets);
    }
    return [...epochs]
      .sort(([one], [other]) => one - other)
      .map(([epoch, sets]) => ({
        attempt,
        epoch,
        sets: [...sets.values()].sort((one, other) => one.seq - other.seq),
      }));
  }

  /**
   * Remove an entry that the server has taken.
   * @param {string} attempt
   * @param {number} epoch
   */
  forget(attempt, epoch) {
    this.#remove(keyOf(attempt, epoch));
  }

  /** @param {string} key */
  #remove(key) {
    this.#wanted.delete(key);
    try {
      this.#local?.removeItem(key);
    } catch {
      // refused: then nothing was stored either
    }
    void this.#inStore("readwrite", (store) => store.delete(key));
  }

  /** @param {string} key @param {string} text @returns {boolean} */
  #putLocal(key, text) {
    try {
      this.#local?.setItem(key, text);
      return this.#local !== null;
    } catch {
      return false; // refused or full
    }
  }

  /** @param {string} key @returns {string | null} */
  #getLocal(key) {
    try {
      return this.#local?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  /** @param {string} attempt @returns {string[]} */
  #localTexts(attempt) {
    try {
      return Object.entries(this.#local ?? {})
        .filter(([key]) => key.startsWith(keyOf(attempt, "")))
        .map(([, text]) => String(text));
    } catch {
      return [];
    }
  }

  /** @param {string} attempt @returns {Promise<string[]>} */
  async #deepTexts(attempt) {
    const first = keyOf(attempt, "");
    const range = allowed(() => IDBKeyRange.bound(first, `${first}\uFFFF`));
    if (!range) return [];
    const found = await this.#inStore("readonly", (store) => store.getAll(range));
    return Array.isArray(found) ? found.map(String) : [];
  }

  /** @param {string} key @param {string} text */
  #putDeep(key, text) {
    void this.#inStore("readwrite", (store) => store.put(text, key));
  }

  /**
   * Run one request in the database; null when that is refused.
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<unknown>}
   */
  async #inStore(mode, ask) {
    const database = await (this.#database ??= this.#open());
    if (!database) return null;
    try {
      return await answer(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return null; // closed or deleted by the content: reopened by the next call
    }
  }

  /** @returns {Promise<IDBDatabase | null>} */
  async #open() {
    try {
      const opening = this.#factory?.open(DATABASE, 1);
      if (!opening) return null;
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      const database = /** @type {IDBDatabase} */ (await answer(opening));
      const again = () => {
        database.close();
        this.#database = null;
        setTimeout(() => this.restore());
      };
      database.onversionchange = again;
      database.onclose = again;
      return database;
    } catch {
      return null;
    }
  }
}

/** @param {string} attempt @param {number | ""} epoch */
const keyOf = (attempt, epoch) => `${PREFIX}${attempt}:${epoch}`;

/**
 * @template T
 * @param {() => T} ask
 * @returns {T | null} null where the browser refuses by throwing
 */
function allowed(ask) {
  try {
    return ask() ?? null;
  } catch {
    return null;
  }
}

/** @param {IDBRequest} request @returns {Promise<unknown>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    if (request instanceof IDBOpenDBRequest) request.onblocked = () => reject(request.error);
  });
}

/**
 * The entry in a stored text; null for anything else, for the content can write there too.
 * @param {string} text
 * @returns {Entry | null}
 */
function read(text) {
  try {
    const entry = JSON.parse(wellFormed(text));
    const sound =
      typeof entry?.attempt === "string" &&
      Number.isInteger(entry.epoch) &&
      Array.isArray(entry.sets) &&
      entry.sets.every((/** @type {any} */ set) => Number.isInteger(set?.seq));
    return sound ? entry : null;
  } catch {
    return null;
  }
}
