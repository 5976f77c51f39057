// @ts-check
/**
 * The numbered change sets of one epoch, and how many of them fit into a request.
 */

/** @typedef {import("./protocol.js").ChangeSet} ChangeSet */

/** Confirmed sets are kept for a server that was restored from a backup, up to this many. */
const KEPT = 500;
/** A request carries no more than this, so that the server answers it soon. */
const SETS = 1_000;
const CHANGES = 10_000;
/** What the braces around the change sets may take. */
const ENVELOPE_BYTES = 64;

export class ChangeLog {
  /** @type {ChangeSet[]} */
  #sets = [];
  #confirmed;
  #last;

  /** @param {number} seq the last number that the server has applied */
  constructor(seq) {
    this.#confirmed = seq;
    this.#last = seq;
  }

  /** The number of the last set. */
  get last() {
    return this.#last;
  }

  /** @returns {ChangeSet[]} what the server has not yet confirmed, in order */
  get unconfirmed() {
    return this.#sets.filter((set) => set.seq > this.#confirmed);
  }

  /** @param {(seq: number) => ChangeSet} make makes the set of a number */
  add(make) {
    this.#last += 1;
    this.#sets.push(make(this.#last));
  }

  /** @param {number} seq the server has this set and all before it */
  confirm(seq) {
    this.#confirmed = Math.max(this.#confirmed, seq);
    const spare = this.#sets.length - this.unconfirmed.length - KEPT;
    if (spare > 0) this.#sets.splice(0, spare);
  }

  /**
   * Begin again after the number that the server says it has.
   * @param {number} seq
   * @returns {boolean} whether that is anything new
   */
  rewind(seq) {
    if (seq === this.#confirmed) return false;
    this.#confirmed = seq;
    return true;
  }
}

/**
 * The first of the sets, as many as fit together into a request.
 * @param {ChangeSet[]} sets
 * @param {number} room bytes
 * @param {number} [least] take so many even if they do not fit
 * @returns {ChangeSet[]}
 */
export function fitting(sets, room, least = 0) {
  let bytes = ENVELOPE_BYTES;
  let changes = 0;
  let count = 0;
  for (const set of sets.slice(0, SETS)) {
    bytes += sizeOf(JSON.stringify(set)) + 1;
    changes += set.changes.length;
    if ((bytes > room || changes > CHANGES) && count >= least) break;
    count += 1;
  }
  return sets.slice(0, count);
}

/** @param {string} text @returns {number} bytes in UTF-8 */
export const sizeOf = (text) => new TextEncoder().encode(text).length;
