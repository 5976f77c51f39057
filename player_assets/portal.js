// @ts-check
/**
 * What the player tells the page that frames it. Only the origin that the launch link names hears
 * it, and whoever hears it should take it as a hint: the facts are in the API and the webhooks.
 */

/** @typedef {import("./protocol.js").Result} Result */

export class Portal {
  #page;
  #origin;
  #registration;
  /** @type {Result} */
  #result;
  /** @type {string} */
  #progress = "";

  /**
   * @param {Window | null} page the framing window, null when the player is not framed
   * @param {string | null} origin
   * @param {string} registration
   * @param {Result} result what is known at the start, which is no news
   */
  constructor(page, origin, registration, result) {
    this.#page = page;
    this.#origin = origin;
    this.#registration = registration;
    this.#result = result;
  }

  /**
   * @param {"progress" | "completed" | "passed" | "failed" | "save" | "exit" | "resize"} type
   * @param {object} [more] further members of the message
   */
  tell(type, more = {}) {
    if (!this.#page || !this.#origin) return;
    const message = { source: "cursus", type, registration: this.#registration, ...more };
    this.#page.postMessage(message, this.#origin);
  }

  /**
   * Tell what has changed of the result.
   * @param {Result} result
   */
  tellResult(result) {
    const score = result.score ?? null;
    if (isNews(this.#result.completion, result.completion, ["completed"])) {
      this.tell("completed", { score });
    }
    if (isNews(this.#result.success, result.success, ["passed", "failed"])) {
      this.tell(result.success?.toLowerCase() === "passed" ? "passed" : "failed", { score });
    }
    this.#result = result;
  }

  /**
   * @param {number} completed activities
   * @param {number} total
   */
  tellProgress(completed, total) {
    const progress = `${completed}/${total}`;
    if (progress === this.#progress) return;
    this.#progress = progress;
    this.tell("progress", { completed, total });
  }
}

/**
 * @param {string | undefined} before
 * @param {string | undefined} now
 * @param {string[]} worthTelling
 */
function isNews(before, now, worthTelling) {
  const said = now?.toLowerCase() ?? "";
  return said !== before?.toLowerCase() && worthTelling.includes(said);
}
