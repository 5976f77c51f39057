/**
 * The connection of a SCO with the system that plays it: SCORM 1.2 and SCORM 2004 behind one set
 * of methods, so that the course itself does not know which one it runs under.
 *
 * What lives here: the search for the API, the element names, the way values are written.
 * What does not: pages, questions, texts. A value that is not supported by the LMS is refused by
 * it and costs nothing; a course never stops because a call answered "false".
 *
 * @typedef {"true-false"|"choice"|"fill-in"|"matching"|"sequencing"|"numeric"|"likert"} Type
 * @typedef {object} Interaction
 * @property {string} id  letters, digits and hyphens only: valid in both standards
 * @property {Type} type
 * @property {string} text  the question as the learner saw it
 * @property {any} response  boolean, string, number, string[] or [string, string][], by type
 * @property {any[]} correct  answers in the same form, any of which is right; none: no answer is
 * @property {boolean|null} right  null: neutral
 * @property {number} weighting
 * @property {number} seconds  how long the learner thought
 * @property {string} [objective]
 */

const FRAMES_LIMIT = 500; // the books say to give up somewhere; frames that deep do not exist

/**
 * Looks for an API object in this window's parents, then in the opener and its parents.
 * @param {string} name "API" (SCORM 1.2) or "API_1484_11" (SCORM 2004)
 */
function findApi(name) {
  const upward = (/** @type {any} */ from) => {
    let frame = from;
    for (let step = 0; frame && step < FRAMES_LIMIT; step += 1) {
      try {
        if (frame[name]) return frame[name];
      } catch {
        return null; // a frame of another origin: whatever is above it is not ours to see
      }
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  };
  return upward(window) ?? upward(window.opener);
}

const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, "0");

/** What both standards share: the clock of the session, and silence while reviewing. */
class Connection {
  /** @param {any} api */
  constructor(api) {
    this.api = api;
    this.startedAt = Date.now();
    this.open = true;
    this.mode = "normal";
    this.learnerName = "";
  }

  get seconds() {
    return (Date.now() - this.startedAt) / 1000;
  }

  /** The learner's given name: the LMS says "Family, Given". */
  get givenName() {
    const [family, given] = this.learnerName.split(",");
    return (given ?? family).trim();
  }

  /** In review and browse mode nothing counts, so nothing is said. */
  get recording() {
    return this.open && this.mode === "normal";
  }
}

/** SCORM 1.2 RTE: window.API. */
class Scorm12 extends Connection {
  constructor(/** @type {any} */ api) {
    super(api);
    api.LMSInitialize("");
    this.mode = this.get("cmi.core.lesson_mode") || "normal";
    this.learnerName = this.get("cmi.core.student_name");
    this.location = this.get("cmi.core.lesson_location");
    this.suspendData = this.get("cmi.suspend_data");
    const mastery = this.get("cmi.student_data.mastery_score");
    this.passingScore = mastery === "" ? null : Number(mastery) / 100;
    const status = this.get("cmi.core.lesson_status");
    if (status === "not attempted" || status === "") this.set("cmi.core.lesson_status", "incomplete");
  }

  get(/** @type {string} */ element) {
    return String(this.api.LMSGetValue(element));
  }

  set(/** @type {string} */ element, /** @type {string|number} */ value) {
    if (this.recording) this.api.LMSSetValue(element, String(value));
  }

  bookmark(/** @type {string} */ location, /** @type {string} */ suspendData) {
    this.set("cmi.core.lesson_location", location);
    this.set("cmi.suspend_data", suspendData);
  }

  /** SCORM 1.2 knows no measure of progress. */
  progress() {}

  /** @param {Interaction} it */
  interaction(it) {
    const at = `cmi.interactions.${this.get("cmi.interactions._count")}`;
    const now = new Date();
    this.set(`${at}.id`, it.id);
    if (it.objective) this.set(`${at}.objectives.0.id`, it.objective);
    this.set(`${at}.time`, `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
    this.set(`${at}.type`, it.type);
    it.correct.forEach((answer, n) => {
      this.set(`${at}.correct_responses.${n}.pattern`, Scorm12.feedback(it.type, answer));
    });
    this.set(`${at}.weighting`, it.weighting);
    this.set(`${at}.student_response`, Scorm12.feedback(it.type, it.response));
    this.set(`${at}.result`, it.right === null ? "neutral" : it.right ? "correct" : "wrong");
    this.set(`${at}.latency`, Scorm12.timespan(it.seconds));
  }

  objective(/** @type {string} */ id, /** @type {number} */ scaled, /** @type {boolean} */ passed) {
    const count = Number(this.get("cmi.objectives._count"));
    let n = 0;
    while (n < count && this.get(`cmi.objectives.${n}.id`) !== id) n += 1;
    if (n === count) this.set(`cmi.objectives.${n}.id`, id);
    this.set(`cmi.objectives.${n}.score.raw`, Math.round(scaled * 100));
    this.set(`cmi.objectives.${n}.status`, passed ? "passed" : "failed");
  }

  completed() {
    if (this.get("cmi.core.lesson_status") === "incomplete") {
      this.set("cmi.core.lesson_status", "completed");
    }
  }

  score(/** @type {number} */ scaled, /** @type {boolean} */ passed) {
    this.set("cmi.core.score.min", 0);
    this.set("cmi.core.score.max", 100);
    this.set("cmi.core.score.raw", Math.round(scaled * 100));
    this.set("cmi.core.lesson_status", passed ? "passed" : "failed");
  }

  save() {
    if (!this.open) return;
    this.set("cmi.core.session_time", Scorm12.timespan(this.seconds));
    this.api.LMSCommit("");
  }

  /** @param {boolean} done whether the learner has finished, or comes back to go on */
  finish(done) {
    if (!this.open) return;
    this.set("cmi.core.exit", done ? "" : "suspend");
    this.set("cmi.core.session_time", Scorm12.timespan(this.seconds));
    this.open = false;
    this.api.LMSFinish("");
  }

  /** CMIFeedback: single characters, comma-separated; pairs with a full stop. */
  static feedback(/** @type {Type} */ type, /** @type {any} */ value) {
    if (type === "true-false") return value ? "t" : "f";
    if (type === "matching") return value.map((/** @type {string[]} */ pair) => pair.join(".")).join(",");
    return Array.isArray(value) ? value.join(",") : String(value);
  }

  /** CMITimespan HHHH:MM:SS.SS */
  static timespan(/** @type {number} */ seconds) {
    const hours = String(Math.floor(seconds / 3600)).padStart(4, "0");
    const rest = (seconds % 60).toFixed(2).padStart(5, "0");
    return `${hours}:${two((seconds % 3600) / 60)}:${rest === "60.00" ? "59.99" : rest}`;
  }
}

/** SCORM 2004 RTE: window.API_1484_11. */
class Scorm2004 extends Connection {
  constructor(/** @type {any} */ api) {
    super(api);
    api.Initialize("");
    this.mode = this.get("cmi.mode") || "normal";
    this.learnerName = this.get("cmi.learner_name").replace(/^\{lang=[^}]*\}/, "");
    this.location = this.get("cmi.location");
    this.suspendData = this.get("cmi.suspend_data");
    const passing = this.get("cmi.scaled_passing_score");
    this.passingScore = passing === "" ? null : Number(passing);
    if (this.get("cmi.completion_status") !== "completed") {
      this.set("cmi.completion_status", "incomplete");
    }
  }

  get(/** @type {string} */ element) {
    return String(this.api.GetValue(element));
  }

  set(/** @type {string} */ element, /** @type {string|number} */ value) {
    if (this.recording) this.api.SetValue(element, String(value));
  }

  bookmark(/** @type {string} */ location, /** @type {string} */ suspendData) {
    this.set("cmi.location", location);
    this.set("cmi.suspend_data", suspendData);
  }

  progress(/** @type {number} */ measure) {
    const reached = Number(this.get("cmi.progress_measure")) || 0;
    this.set("cmi.progress_measure", Math.max(reached, measure).toFixed(2));
  }

  /** @param {Interaction} it */
  interaction(it) {
    const at = `cmi.interactions.${this.get("cmi.interactions._count")}`;
    this.set(`${at}.id`, it.id);
    this.set(`${at}.type`, it.type);
    if (it.objective) this.set(`${at}.objectives.0.id`, it.objective);
    // Hundredths of a second, as a zone may only stand after a fraction.
    this.set(`${at}.timestamp`, `${new Date().toISOString().slice(0, 22)}Z`);
    it.correct.forEach((answer, n) => {
      this.set(`${at}.correct_responses.${n}.pattern`, Scorm2004.pattern(it.type, answer));
    });
    this.set(`${at}.weighting`, it.weighting);
    this.set(`${at}.learner_response`, Scorm2004.response(it.type, it.response));
    this.set(`${at}.result`, it.right === null ? "neutral" : it.right ? "correct" : "incorrect");
    this.set(`${at}.latency`, `PT${it.seconds.toFixed(2)}S`);
    const language = document.documentElement.lang || "en";
    this.set(`${at}.description`, `{lang=${language}}${it.text.slice(0, 250)}`);
  }

  objective(/** @type {string} */ id, /** @type {number} */ scaled, /** @type {boolean} */ passed) {
    const count = Number(this.get("cmi.objectives._count"));
    let n = 0;
    while (n < count && this.get(`cmi.objectives.${n}.id`) !== id) n += 1;
    if (n === count) this.set(`cmi.objectives.${n}.id`, id);
    this.set(`cmi.objectives.${n}.score.scaled`, scaled.toFixed(4));
    this.set(`cmi.objectives.${n}.success_status`, passed ? "passed" : "failed");
    this.set(`cmi.objectives.${n}.completion_status`, "completed");
  }

  completed() {
    this.set("cmi.completion_status", "completed");
    this.set("cmi.progress_measure", "1");
  }

  score(/** @type {number} */ scaled, /** @type {boolean} */ passed) {
    this.set("cmi.score.min", 0);
    this.set("cmi.score.max", 100);
    this.set("cmi.score.raw", Math.round(scaled * 100));
    this.set("cmi.score.scaled", scaled.toFixed(4));
    this.set("cmi.success_status", passed ? "passed" : "failed");
  }

  save() {
    if (!this.open) return;
    this.set("cmi.session_time", `PT${this.seconds.toFixed(2)}S`);
    this.api.Commit("");
  }

  /**
   * @param {boolean} done whether the learner has finished, or comes back to go on
   * @param {string} [request] a navigation request for the LMS, such as "continue"
   */
  finish(done, request) {
    if (!this.open) return;
    // "normal" would end the attempt: the next visit would begin with nothing and undo what
    // was reached. Whoever returns to a finished page finds their answers as they left them.
    this.set("cmi.exit", "suspend");
    this.set("cmi.session_time", `PT${this.seconds.toFixed(2)}S`);
    if (done && request) this.set("adl.nav.request", request);
    this.open = false;
    this.api.Terminate("");
  }

  static response(/** @type {Type} */ type, /** @type {any} */ value) {
    if (type === "matching") {
      return value.map((/** @type {string[]} */ pair) => pair.join("[.]")).join("[,]");
    }
    return Array.isArray(value) ? value.join("[,]") : String(value);
  }

  static pattern(/** @type {Type} */ type, /** @type {any} */ value) {
    return type === "numeric" ? `${value}[:]${value}` : Scorm2004.response(type, value);
  }
}

/** No LMS around (the page was opened by itself): the course still reads, nothing is kept. */
class Alone extends Connection {
  constructor() {
    super(null);
    this.mode = "browse";
    this.location = "";
    this.suspendData = "";
    this.passingScore = null;
  }

  bookmark() {}
  progress() {}
  interaction() {}
  objective() {}
  completed() {}
  score() {}
  save() {}
  finish() {
    this.open = false;
  }
}

/** Finds the LMS and opens the session with it; SCORM 2004 first, as an LMS may offer both. */
export function connect() {
  const api2004 = findApi("API_1484_11");
  if (api2004) return new Scorm2004(api2004);
  const api12 = findApi("API");
  return api12 ? new Scorm12(api12) : new Alone();
}
