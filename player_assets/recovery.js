// @ts-check
/**
 * What earlier pages of the same attempt left in this browser goes to the server before the first
 * activity is delivered, so that the content resumes from it.
 */

/** @typedef {import("./protocol.js").Preload} Preload */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {import("./outbox_storage.js").OutboxStorage} OutboxStorage */

import { isProblem } from "./answers.js";
import { fitting } from "./change_log.js";
import { BODY_BYTES } from "./outbox.js";

const RETRY_MS = 2_000;

/**
 * @param {Preload} preload
 * @param {Transport} transport
 * @param {OutboxStorage} storage
 * @param {() => void} onWait called when there is something to send
 * @returns {Promise<View | null>} a fresh view when the server took something
 */
export async function recover(preload, transport, storage, onWait) {
  const { attempt, epoch } = preload;
  /** @type {View | null} */
  let view = null;
  for (const entry of await storage.leftBehind(attempt, epoch)) {
    onWait();
    let rest = entry.sets;
    while (rest.length > 0) {
      const sets = fitting(rest, BODY_BYTES, 1);
      const from = { epoch: entry.epoch, sets };
      const answer = await insist(transport, JSON.stringify({ epoch, from }));
      if (!answer.body.view) break; // kept here: a later start may bring it home
      view = answer.body.view;
      rest = rest.slice(sets.length);
    }
    if (rest.length === 0) storage.forget(attempt, entry.epoch);
  }
  return view;
}

/**
 * Ask until the server answers: content that started from the older state would overtake this.
 * @param {Transport} transport
 * @param {string} body
 * @returns {Promise<import("./transport.js").Answer>}
 */
async function insist(transport, body) {
  for (;;) {
    try {
      const answer = await transport.post("recover", body);
      const final = answer.status < 500 && isProblem(answer);
      if (final || answer.body?.view) return answer;
    } catch {
      // no network: wait as for a server that is down
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
