// @ts-check
/**
 * The outbox: what the content has said and the server has not yet confirmed.
 *
 * Its rules:
 * 1. Changes gather in a draft. Sealing makes the draft a numbered change set, and a change set
 *    never changes again: the server applies each number of an epoch once and in order, so any
 *    request may be repeated.
 * 2. Nothing is dropped until the server has named its number; sending is tried for ever.
 * 3. `commit` answers true only when the browser's storage or the server has the changes. The one
 *    exception is a closing page without storage, where no browser lets us wait for the server.
 * 4. One ordinary request is under way at a time. The requests of a closing page go beside it.
 * 5. No more than LEAVING_BYTES of those are in flight together: browsers refuse 65,537.
 *
 * Everything outside comes in as an argument: transport, storage, timers.
 */

import { Asked, Refused, verdictOf } from "./answers.js";
import { ChangeLog, fitting, sizeOf } from "./change_log.js";
import { Draft } from "./change_set.js";

/** @typedef {import("./protocol.js").ChangeSet} ChangeSet */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./protocol.js").Receipt} Receipt */
/** @typedef {import("./protocol.js").NavigationRequest} NavigationRequest */
/** @typedef {import("./transport.js").Answer} Answer */
/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {"saved" | "saving" | "offline"} SaveState */
/** @typedef {"taken-over" | "ended" | "unknown"} StopReason */

/**
 * @typedef {object} Timers
 * @property {() => number} now milliseconds since the epoch
 * @property {(run: () => void, ms: number) => unknown} set
 * @property {(timer: any) => void} clear
 * @property {() => number} random 0 to 1
 */

/**
 * @typedef {object} Listener
 * @property {(state: SaveState) => void} onState
 * @property {(receipt: Receipt) => void} onReceipt
 * @property {(reason: StopReason) => void} onStop
 */

const IDLE_MS = 1_000;
const OLDEST_MS = 5_000;
/** The server takes 1 MiB. */
export const BODY_BYTES = 900_000;
const LEAVING_BYTES = 60_000;
/** After this time a beacon, which tells nothing, no longer counts as in flight. */
const BEACON_MS = 5_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 30_000;

export class Outbox {
  #attempt;
  #epoch;
  #transport;
  #storage;
  #timers;
  #listener;
  #isLeaving;
  #log;
  /** @type {Draft | null} */
  #draft = null;
  /** @type {Asked | null} */
  #asked = null;
  /** @type {StopReason | null} */
  #stopped = null;
  #held = false;
  #sending = false;
  #probing = false;
  #failures = 0;
  #navigations = 0;
  /** @type {SaveState} */
  #told = "saved";
  /** The highest number on its way in a request that outlives the page. */
  #departed = 0;
  #departingBytes = 0;
  /** @type {unknown} */
  #sealTimer = null;
  /** @type {unknown} */
  #retryTimer = null;

  /**
   * @param {object} options
   * @param {string} options.attempt
   * @param {number} options.epoch
   * @param {number} options.seq the last number applied in this epoch
   * @param {Transport} options.transport
   * @param {{save: (entry: {attempt: string, epoch: number, sets: ChangeSet[]}) => boolean}} options.storage
   * @param {Timers} options.timers
   * @param {Listener} options.listener
   * @param {() => boolean} options.isLeaving whether the code runs inside an event of a page that
   *   goes away, where a synchronous request is refused
   */
  constructor({ attempt, epoch, seq, transport, storage, timers, listener, isLeaving }) {
    this.#attempt = attempt;
    this.#epoch = epoch;
    this.#log = new ChangeLog(seq);
    this.#transport = transport;
    this.#storage = storage;
    this.#timers = timers;
    this.#listener = listener;
    this.#isLeaving = isLeaving;
  }

  /** @returns {SaveState} */
  get state() {
    const waits = this.#log.unconfirmed.length > 0 || this.#asked || this.#draft?.dirty;
    if (!waits) return "saved";
    return this.#stopped || this.#failures > 0 ? "offline" : "saving";
  }

  /**
   * Begin the changes of a newly delivered activity.
   * @param {string} activity
   * @param {number} visit
   * @param {Record<string, string>} values its data model as the server has it
   */
  begin(activity, visit, values) {
    this.#seal();
    this.#draft = new Draft(activity, visit, values);
  }

  /**
   * Take a change; it is sent by itself soon.
   * @param {string} element
   * @param {string} value
   */
  record(element, value) {
    this.#draft?.set(element, value);
    this.#changed();
  }

  /** The content has called its Initialize. */
  markInitialize() {
    this.#draft?.mark("initialize");
    this.#changed();
  }

  /**
   * Make all changes durable and send them: what the content's Commit does.
   * @returns {boolean} whether they are durable now
   */
  commit() {
    this.#seal();
    const stored = this.#save();
    if (this.#stopped) return false;
    if (this.#held || this.#log.unconfirmed.length === 0) return true;
    if (this.#isLeaving()) {
      this.leave();
      return true;
    }
    if (!stored) return this.#sendNow();
    this.#pump();
    return true;
  }

  /**
   * What the content's Terminate does: a commit, after which the server says what comes next.
   * @returns {{durable: boolean, view: Promise<View> | null}} no view where the learner's own
   *   navigation, or the end of the session, decides
   */
  terminate() {
    this.#draft?.mark("terminate");
    const ask = !this.#held && !this.#stopped;
    // content repeats a Terminate that failed: the first question still stands
    if (ask && this.#asked?.path !== "terminate") this.#asked = new Asked("terminate");
    const view = ask ? (this.#asked?.view ?? null) : null;
    return { durable: this.commit(), view };
  }

  /** Send by a request that outlives the page whatever fits; the page may go away after this. */
  leave() {
    this.#seal();
    this.#save();
    const unconfirmed = this.#log.unconfirmed;
    const news = unconfirmed.filter((set) => set.seq > this.#departed);
    if (this.#stopped || news.length === 0) return;
    const room = LEAVING_BYTES - this.#departingBytes;
    const all = fitting(unconfirmed, room);
    const sets = all.length === unconfirmed.length ? all : fitting(news, room);
    if (sets.length > 0) this.#depart(sets);
    this.#tell();
  }

  /**
   * The learner goes elsewhere and the content is about to be unloaded: what it says while that
   * happens waits for `navigate`.
   */
  hold() {
    this.#held = true;
  }

  /**
   * Send all changes together with the learner's request and learn what to deliver next.
   * @param {NavigationRequest} request
   * @returns {Promise<View>} rejects with Refused
   */
  navigate(request) {
    this.#seal();
    this.#save();
    this.#draft = null;
    this.#held = false;
    this.#navigations += 1;
    this.#asked = new Asked("navigate", { request: { ...request, number: this.#navigations } });
    const { view } = this.#asked;
    this.#hurry();
    return view;
  }

  /** Ask the server whether this page still owns the attempt, and send what waits. */
  check() {
    this.#seal();
    this.#save();
    this.#probing = true;
    this.#hurry();
  }

  /** The network is back. */
  online() {
    this.#hurry();
  }

  /** The network is gone. */
  offline() {
    this.#failures = Math.max(this.#failures, 1);
    this.#tell();
  }

  #changed() {
    if (!this.#draft?.dirty) return;
    if (this.#isLeaving()) {
      if (!this.#held) queueMicrotask(() => this.leave()); // no timer fires in a closing page
      return;
    }
    const now = this.#timers.now();
    this.#draft.since ??= now;
    const wait = Math.min(IDLE_MS, this.#draft.since + OLDEST_MS - now);
    this.#timers.clear(this.#sealTimer);
    this.#sealTimer = this.#timers.set(() => {
      this.#seal();
      this.#save();
      this.#pump();
    }, Math.max(wait, 0));
    this.#tell();
  }

  #seal() {
    this.#timers.clear(this.#sealTimer);
    if (!this.#draft?.dirty) return;
    const draft = this.#draft;
    const at = new Date(this.#timers.now()).toISOString();
    this.#log.add((seq) => draft.take(seq, at));
  }

  /** @returns {boolean} whether everything not yet confirmed is stored */
  #save() {
    const sets = this.#log.unconfirmed;
    return this.#storage.save({ attempt: this.#attempt, epoch: this.#epoch, sets });
  }

  #pump() {
    this.#tell();
    if (this.#sending || this.#held || this.#stopped || this.#retryTimer !== null) return;
    const waiting = this.#log.unconfirmed;
    if (waiting.length === 0 && !this.#asked && !this.#probing) return;
    const sets = fitting(waiting, BODY_BYTES, 1);
    const asked = sets.length === waiting.length ? this.#asked : null;
    this.#sending = true;
    this.#transport
      .post(asked?.path ?? "commit", this.#body(sets, asked?.extra))
      .finally(() => {
        this.#sending = false;
      })
      .then(
        (answer) => this.#heed(answer, sets, asked),
        () => this.#failed(),
      )
      .then(() => this.#pump());
  }

  /** Send everything by a request that blocks. @returns {boolean} whether the server has it */
  #sendNow() {
    const sets = this.#log.unconfirmed;
    try {
      const answer = this.#transport.postNow(this.#asked?.path ?? "commit", this.#body(sets));
      this.#heed(answer, sets, this.#asked);
    } catch {
      this.#failed();
    }
    return this.#log.unconfirmed.length === 0;
  }

  /** @param {ChangeSet[]} sets */
  #depart(sets) {
    const ends = this.#asked?.path === "terminate" && sets.at(-1)?.seq === this.#log.last;
    const asked = ends ? this.#asked : null;
    const body = this.#body(sets);
    const bytes = sizeOf(body);
    this.#departed = sets.at(-1)?.seq ?? 0;
    this.#departingBytes += bytes;
    const arrived = () => {
      this.#departingBytes -= bytes;
      this.#departed = 0;
    };
    const answer = this.#transport.postLeaving(asked?.path ?? "commit", body);
    if (!answer) {
      this.#timers.set(arrived, BEACON_MS);
      return;
    }
    answer
      .finally(arrived)
      .then(
        (said) => this.#heed(said, sets, asked),
        () => this.#failed(),
      )
      .then(() => this.#pump());
  }

  /** @param {ChangeSet[]} sets @param {object} [extra] @returns {string} */
  #body(sets, extra = {}) {
    return JSON.stringify({ epoch: this.#epoch, sets, ...extra });
  }

  /**
   * Act on an answer.
   * @param {Answer} answer
   * @param {ChangeSet[]} sets what had been sent
   * @param {Asked | null} asked what had been asked
   */
  #heed(answer, sets, asked) {
    if (this.#stopped) return;
    const { body, retryAfter } = answer;
    const verdict = verdictOf(answer);
    if (verdict === "done") this.#confirm(body, asked);
    else if (verdict === "gap" && this.#log.rewind(body.seq)) return;
    else if (verdict === "taken-over") {
      this.#log.confirm(sets.at(-1)?.seq ?? 0); // it keeps them aside
      this.#stop(verdict);
    } else if (verdict === "ended" || verdict === "unknown") this.#stop(verdict);
    else if (verdict === "refused" && asked && asked === this.#asked) {
      this.#asked = null;
      asked.reject(new Refused(answer));
    } else this.#failed(retryAfter);
  }

  /** @param {Receipt & Partial<View>} receipt @param {Asked | null} asked */
  #confirm(receipt, asked) {
    this.#log.confirm(receipt.seq);
    this.#failures = 0;
    this.#probing = false;
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = null;
    this.#save();
    this.#tell();
    this.#listener.onReceipt(receipt);
    if (asked && this.#asked === asked) {
      this.#asked = null;
      asked.resolve(/** @type {View} */ (receipt));
    }
  }

  /** @param {StopReason} reason */
  #stop(reason) {
    this.#stopped = reason;
    this.#asked = null;
    this.#save();
    this.#tell();
    this.#listener.onStop(reason);
  }

  /** @param {number} [retryAfter] seconds */
  #failed(retryAfter = 0) {
    this.#failures += 1;
    const backoff = Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1));
    const wait = Math.max(backoff * (0.5 + this.#timers.random() / 2), retryAfter * 1000);
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = this.#timers.set(() => this.#hurry(), wait);
  }

  #hurry() {
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = null;
    this.#pump();
  }

  #tell() {
    const state = this.state;
    if (state === this.#told) return;
    this.#told = state;
    this.#listener.onState(state);
  }
}
