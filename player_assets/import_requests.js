// @ts-check
/**
 * What the import page asks its server. A request that did not get through, or met a server that
 * cannot at the moment, is made again; one that is refused is `Refused` with the server's sentence.
 */

/** @typedef {import("./import_protocol.js").Job} Job */
/** @typedef {import("./import_protocol.js").Diff} Diff */

const PAUSES = [1000, 2000, 5000, 10000]; // ms between tries, the last one again and again
const LOOK_PAUSE = 300; // ms between two looks at a job
const LONGEST_LOOK_PAUSE = 1500;
const TRIES = 6; // of an upload in a row: then something else than chance is in its way
const PASSING = [0, 408, 429, 502, 503, 504]; // statuses that another try may not meet; 0: no answer

/** The server said no; `message` is for the reader. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {string} type of the problem
   * @param {number} status
   */
  constructor(message, type, status) {
    super(message);
    this.type = type.replace("urn:cursus:problem:", "");
    this.status = status;
  }

  /** Whether nobody refused, but nothing came through either. */
  get isPassing() {
    return PASSING.includes(this.status);
  }
}

/** The author gave up. */
export class Cancelled extends Error {}

export class Requests {
  #base;
  #language;

  /**
   * @param {string} base
   * @param {string} language
   */
  constructor(base, language) {
    this.#base = base;
    this.#language = language;
  }

  /**
   * Send a package, again when the connection breaks. Raises `Refused` with `isPassing` when it
   * breaks every time.
   * @param {File} file
   * @param {(sent: number) => void} onSent bytes
   * @param {(failed: number) => void} onTrouble a try did not get through; the next one comes by itself
   * @param {AbortSignal} signal
   * @returns {Promise<string>} the job's id
   */
  async upload(file, onSent, onTrouble, signal) {
    for (let failed = 0; ; ) {
      const { status, text } = await this.#send(file, onSent, signal);
      if (!PASSING.includes(status)) return read(status, text).job;
      failed += 1;
      if (failed === TRIES) throw new Refused("", "", status);
      onTrouble(failed);
      await pause(PAUSES[Math.min(failed, PAUSES.length) - 1] ?? 0, signal);
    }
  }

  /**
   * One try. XMLHttpRequest, as fetch does not tell how much has been sent.
   * @param {File} file
   * @param {(sent: number) => void} onSent
   * @param {AbortSignal} signal
   * @returns {Promise<{status: number, text: string}>}
   */
  #send(file, onSent, signal) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file);
      request.open("POST", `${this.#base}/uploads`);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("Accept-Language", this.#language);
      request.upload.addEventListener("progress", (event) => onSent(event.loaded));
      request.addEventListener("loadend", () => {
        if (signal.aborted) reject(new Cancelled());
        else resolve({ status: request.status, text: request.responseText });
      });
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });
  }

  /**
   * Look at a job until it has come somewhere.
   * @param {string} job
   * @param {(job: Job) => void} onLook
   * @param {(lost: boolean) => void} onTrouble whether the server is out of reach at the moment
   * @returns {Promise<Job>} as it ended, or waits
   */
  async follow(job, onLook, onTrouble) {
    for (let wait = LOOK_PAUSE, failed = 0; ; ) {
      try {
        /** @type {Job} */
        const found = await this.#call("GET", `/jobs/${job}`);
        if (failed) onTrouble(false);
        failed = 0;
        onLook(found);
        if (found.state !== "running") return found;
        await pause(wait);
        wait = Math.min(wait * 1.2, LONGEST_LOOK_PAUSE);
      } catch (error) {
        if (!(error instanceof Refused) || !error.isPassing) throw error;
        failed += 1;
        onTrouble(true);
        await pause(PAUSES[Math.min(failed, PAUSES.length) - 1] ?? 0);
      }
    }
  }

  /**
   * @param {string} job
   * @returns {Promise<Diff>}
   */
  diff(job) {
    return this.#call("GET", `/jobs/${job}/diff`);
  }

  /**
   * @param {string} job
   * @param {"accept" | "discard"} word
   * @returns {Promise<void>}
   */
  decide(job, word) {
    return this.#call("POST", `/jobs/${job}/${word}`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @returns {Promise<any>}
   */
  async #call(method, path) {
    const headers = { Accept: "application/json", "Accept-Language": this.#language };
    const answer = await fetch(this.#base + path, { method, headers, credentials: "omit" }).catch(() => {
      throw new Refused("", "", 0);
    });
    return read(answer.status, await answer.text());
  }
}

/**
 * @param {number} status
 * @param {string} text
 * @returns {any}
 */
function read(status, text) {
  if (status === 204) return null;
  /** @type {any} */
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = {}; // a proxy's page
  }
  if (status >= 200 && status < 300) return said;
  throw new Refused(said.detail ?? said.title ?? "", said.type ?? "", status);
}

/**
 * Wait; the network's return ends it.
 * @param {number} time ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(time, signal) {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      if (signal?.aborted) reject(new Cancelled());
      else resolve();
    };
    const timer = setTimeout(done, time);
    window.addEventListener("online", done);
    signal?.addEventListener("abort", done);
  });
}
