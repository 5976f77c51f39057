/**
 * The session of a page that reports by itself: what was reached before, and what is reached now.
 *
 * SCORM 2004, SCORM 1.2 and AICC behind one set of methods. Saves at most every SAVE_SECONDS, at
 * once when the work is done, and when the page is hidden or left: `unload` no longer fires.
 */
import { findApi } from "./find_api.js";
import { connectHacp } from "./hacp.js";
import { interval, timespan } from "./times.js";

const SAVE_SECONDS = 10;

/** @typedef {{state: string, location: string, progress: number}} Reached */

/**
 * Finds the LMS; a page opened by itself has a session that keeps nothing.
 * @param {boolean} [passes] whether to be done is to have passed: other parts of a course of SCORM
 *   2004 wait for it, and what they can ask is whether it is satisfied
 */
export async function connect(passes = false) {
  const api2004 = findApi("API_1484_11");
  const api12 = api2004 ? null : (findApi("API") ?? (await connectHacp()));
  const words = api2004 ? new Words2004(api2004, passes) : api12 ? new Words12(api12) : new Silence();
  return new Session(words);
}

class Session {
  /** @param {Words2004|Words12|Silence} words */
  constructor(words) {
    this.words = words;
    this.startedAt = Date.now();
    words.open();
    this.connected = words.connected;
    this.state = words.state;
    this.done = words.done;
    /** @type {Reached|null} */
    this.unsaved = null;
    this.savedAt = 0;
    this.timer = 0;
    window.addEventListener("pagehide", () => this.end());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save();
    });
  }

  /** @param {Reached} reached @param {boolean} done */
  reach(reached, done) {
    this.unsaved = reached;
    const first = done && !this.done;
    this.done ||= done;
    const wait = first ? 0 : this.savedAt + SAVE_SECONDS * 1000 - Date.now();
    window.clearTimeout(this.timer);
    if (wait <= 0) this.save();
    else this.timer = window.setTimeout(() => this.save(), wait);
  }

  save() {
    if (!this.unsaved) return;
    this.words.write(this.unsaved, this.done, this.seconds);
    this.words.commit();
    this.unsaved = null;
    this.savedAt = Date.now();
  }

  end() {
    if (this.unsaved) this.words.write(this.unsaved, this.done, this.seconds);
    this.unsaved = null;
    this.words.end(this.done, this.seconds);
  }

  get seconds() {
    return (Date.now() - this.startedAt) / 1000;
  }
}

class Silence {
  connected = false;
  state = "";
  done = false;
  open() {}
  /** @param {Reached} _reached @param {boolean} _done @param {number} _seconds */
  write(_reached, _done, _seconds) {}
  commit() {}
  /** @param {boolean} _done @param {number} _seconds */
  end(_done, _seconds) {}
}

class Words12 {
  connected = true;
  state = "";
  done = false;
  running = true;

  /** @param {any} api */
  constructor(api) {
    this.api = api;
  }

  open() {
    this.api.LMSInitialize("");
    const status = String(this.api.LMSGetValue("cmi.core.lesson_status"));
    this.state = String(this.api.LMSGetValue("cmi.suspend_data"));
    this.done = ["completed", "passed", "failed"].includes(status);
    this.recording = (String(this.api.LMSGetValue("cmi.core.lesson_mode")) || "normal") === "normal";
    if (!this.done) this.set("cmi.core.lesson_status", "incomplete");
  }

  /** @param {string} element @param {string} value */
  set(element, value) {
    if (this.recording) this.api.LMSSetValue(element, value);
  }

  /** @param {Reached} reached @param {boolean} done @param {number} seconds */
  write(reached, done, seconds) {
    if (!this.running) return;
    this.set("cmi.suspend_data", reached.state);
    this.set("cmi.core.lesson_location", reached.location);
    this.set("cmi.core.session_time", timespan(seconds));
    if (done && !this.done) {
      this.set("cmi.core.lesson_status", "completed");
      this.done = true;
    }
  }

  commit() {
    if (this.running) this.api.LMSCommit("");
  }

  /** @param {boolean} done @param {number} seconds */
  end(done, seconds) {
    if (!this.running) return;
    this.running = false;
    this.set("cmi.core.session_time", timespan(seconds));
    this.set("cmi.core.exit", done ? "" : "suspend");
    this.api.LMSFinish("");
  }
}

class Words2004 {
  connected = true;
  state = "";
  done = false;
  running = true;

  /** @param {any} api @param {boolean} passes */
  constructor(api, passes) {
    this.api = api;
    this.passes = passes;
  }

  open() {
    this.api.Initialize("");
    this.state = String(this.api.GetValue("cmi.suspend_data"));
    this.done = String(this.api.GetValue("cmi.completion_status")) === "completed";
    this.recording = (String(this.api.GetValue("cmi.mode")) || "normal") === "normal";
    if (!this.done) this.set("cmi.completion_status", "incomplete");
  }

  /** @param {string} element @param {string} value */
  set(element, value) {
    if (this.recording) this.api.SetValue(element, value);
  }

  /** @param {Reached} reached @param {boolean} done @param {number} seconds */
  write(reached, done, seconds) {
    if (!this.running) return;
    this.set("cmi.suspend_data", reached.state);
    this.set("cmi.location", reached.location);
    this.set("cmi.progress_measure", String(Math.round(reached.progress * 1000) / 1000));
    this.set("cmi.session_time", interval(seconds));
    if (done && !this.done) {
      this.set("cmi.completion_status", "completed");
      if (this.passes) this.set("cmi.success_status", "passed");
      this.done = true;
    }
  }

  commit() {
    if (this.running) this.api.Commit("");
  }

  /** @param {boolean} done @param {number} seconds */
  end(done, seconds) {
    if (!this.running) return;
    this.running = false;
    this.set("cmi.session_time", interval(seconds));
    // An attempt that ended would begin anew with nothing when the learner comes back to look.
    this.set("cmi.exit", "suspend");
    this.api.Terminate("");
  }
}
