// @ts-check
/**
 * The three ways to the server: an ordinary request, a synchronous one for a Commit that nothing
 * but the server can make durable, and one that outlives the page.
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body the JSON, null when there is none
 * @property {number} [retryAfter] seconds
 */

/**
 * @typedef {object} Transport
 * @property {(path: string, body: string) => Promise<Answer>} post rejects when no answer comes
 * @property {(path: string, body: string) => Answer} postNow blocks; throws when no answer comes
 * @property {(path: string, body: string) => Promise<Answer> | null} postLeaving outlives the
 *   page; null when the browser took it but will tell no answer
 */

/** After this time without an answer a request has failed, and the learner is told. */
const PATIENCE_MS = 20_000;

/**
 * @param {string} base the address before the path, `/rte/<session>`
 * @returns {Transport}
 */
export function createTransport(base) {
  return {
    async post(path, body) {
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
      try {
        return await answerOf(await fetch(`${base}/${path}`, request(body, giveUp.signal)));
      } finally {
        clearTimeout(timer);
      }
    },

    postNow(path, body) {
      if (!navigator.onLine) throw new Error("no network"); // else the page would hang for it
      const call = new XMLHttpRequest();
      call.open("POST", `${base}/${path}`, false);
      call.setRequestHeader("Content-Type", "application/json");
      call.send(body);
      return { status: call.status, body: parsed(call.responseText) };
    },

    postLeaving(path, body) {
      const url = `${base}/${path}`;
      if ("keepalive" in Request.prototype) {
        return fetch(url, { ...request(body), keepalive: true }).then(answerOf);
      }
      navigator.sendBeacon(url, new Blob([body], { type: "text/plain" }));
      return null;
    },
  };
}

/** @param {string} body @param {AbortSignal} [signal] @returns {RequestInit} */
const request = (body, signal) => ({
  method: "POST",
  body,
  headers: { "Content-Type": "application/json" },
  credentials: "omit",
  signal: signal ?? null,
});

/** @param {Response} response @returns {Promise<Answer>} */
async function answerOf(response) {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return { status: response.status, body: parsed(await response.text()), retryAfter };
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
