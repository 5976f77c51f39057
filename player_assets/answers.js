// @ts-check
/**
 * What an answer of the server means for the outbox. Only the server's own word ends anything: a
 * proxy, a captive portal or a half-deployed installation may answer whatever it likes, and then
 * the request is tried again.
 */

/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./transport.js").Answer} Answer */
/** @typedef {"done" | "gap" | "taken-over" | "ended" | "unknown" | "refused" | "again"} Verdict */

const PROBLEM = "urn:cursus:problem:";
/** @type {Record<number, Verdict>} */
const BY_STATUS = { 401: "unknown", 403: "unknown", 404: "unknown", 410: "ended", 400: "refused" };
/** @type {Record<string, Verdict>} */
const CONFLICTS = { gap: "gap", "taken-over": "taken-over" };

/** @param {Answer} answer @returns {boolean} whether it is a problem that the server itself tells */
export const isProblem = ({ body }) => String(body?.type ?? "").startsWith(PROBLEM);

/** @param {Answer} answer @returns {Verdict} */
export function verdictOf(answer) {
  const { status, body } = answer;
  if (status === 200) return Number.isInteger(body?.seq) ? "done" : "again";
  if (!isProblem(answer)) return "again";
  if (status === 409) return CONFLICTS[body.type.slice(PROBLEM.length)] ?? "refused";
  return BY_STATUS[status] ?? "again";
}

/** The server has refused a request for good. */
export class Refused extends Error {
  /** @param {Answer} answer */
  constructor({ status, body }) {
    super(String(body?.detail ?? body?.title ?? `HTTP ${status}`));
  }
}

/** A request for a new view, until its answer comes. */
export class Asked {
  /** @type {(view: View) => void} */
  resolve = () => {};
  /** @type {(error: Error) => void} */
  reject = () => {};

  /**
   * @param {"terminate" | "navigate"} path
   * @param {object} [extra] members of the body beside the change sets
   */
  constructor(path, extra = {}) {
    this.path = path;
    this.extra = extra;
    /** @type {Promise<View>} */
    this.view = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
