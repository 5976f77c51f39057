/**
 * AICC's HACP behind the functions of SCORM 1.2's API: what the LMS says is fetched once before the
 * content begins, what the content says is kept here and posted on every commit.
 *
 * Suspend data is free text that ends at a line with a group's name; text that such a line could
 * stand in goes encoded. Requests are urlencoded and without credentials, so that no LMS on another
 * host is asked for permission first.
 */
import { timespan } from "./times.js";

const GROUPS = [
  "core",
  "core_lesson",
  "core_vendor",
  "student_data",
  "student_preferences",
  "objectives_status",
  "comments",
  "evaluation",
  "student_demographics",
];
const FREE_TEXT = ["core_lesson", "core_vendor", "comments"];
const ENCODED = "cursus-encoded:";
const STATUSES = ["passed", "completed", "failed", "incomplete", "browsed", "not attempted"];

/**
 * Opens the session that the address of this page names.
 * @returns {Promise<Hacp|null>} null where the address names none, or the LMS does not answer
 */
export async function connectHacp(search = window.location.search) {
  const named = new Map();
  for (const [name, value] of new URLSearchParams(search)) named.set(name.toLowerCase(), value);
  const [sid, url] = [named.get("aicc_sid"), named.get("aicc_url")];
  if (!sid || !url) return null;
  const address = /^https?:/i.test(url) ? url : `${window.location.protocol}//${url.replace(/^\/\//, "")}`;
  const session = new Hacp(address, sid);
  return (await session.open()) ? session : null;
}

export class Hacp {
  /**
   * @param {string} url
   * @param {string} sid
   */
  constructor(url, sid) {
    this.url = url;
    this.sid = sid;
    /** @type {Record<string, string>} elements of SCORM 1.2 */
    this.values = {};
    this.startedAt = Date.now();
    this.running = false;
    this.ended = false;
    this.lastError = "0";
    this.sessionTime = "";
  }

  async open() {
    try {
      const answer = await this.post("GetParam", "");
      const groups = parse(answer);
      if (groups === null) return false;
      this.values = elements(groups);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} command
   * @param {string} data
   */
  async post(command, data) {
    const body = new URLSearchParams({ command, version: "4.0", session_id: this.sid, aicc_data: data });
    // Without credentials, and alive when the page is not: the last words are the most important.
    const how = { method: "POST", body, keepalive: String(body).length < 60000 };
    const answer = await fetch(this.url, { ...how, credentials: "omit", cache: "no-store" });
    return answer.text();
  }

  /** @param {string} command @param {string} data */
  send(command, data) {
    this.post(command, data).catch(() => {}); // the next commit says it all again
  }

  /** The state as HACP says it. */
  get data() {
    const value = (/** @type {string} */ name) => this.values[name] ?? "";
    const score = ["raw", "max", "min"].map((part) => value(`cmi.core.score.${part}`));
    while (score.length && score[score.length - 1] === "") score.pop();
    const exit = value("cmi.core.exit");
    const status = value("cmi.core.lesson_status") || "incomplete";
    const said = status === "not attempted" ? "incomplete" : status;
    const time = this.sessionTime || timespan((Date.now() - this.startedAt) / 1000);
    return [
      "[Core]",
      `Lesson_Location=${value("cmi.core.lesson_location")}`,
      `Lesson_Status=${exit ? `${said},${exit}` : said}`,
      `Score=${score.join(",")}`,
      `Time=${time.replace(/\.\d+$/, "")}`,
      "[Core_Lesson]",
      encoded(value("cmi.suspend_data")),
      ...this.objectives,
      "",
    ].join("\r\n");
  }

  get objectives() {
    const lines = [];
    for (let n = 0; this.values[`cmi.objectives.${n}.id`]; n += 1) {
      const at = `cmi.objectives.${n}`;
      lines.push(`J_ID.${n + 1}=${this.values[`${at}.id`]}`);
      lines.push(`J_Score.${n + 1}=${this.values[`${at}.score.raw`] ?? ""}`);
      lines.push(`J_Status.${n + 1}=${this.values[`${at}.status`] ?? ""}`);
    }
    return lines.length ? ["[Objectives_Status]", ...lines] : [];
  }

  LMSInitialize() {
    this.running = !this.ended && !this.running;
    return this.done(this.running, "101");
  }

  LMSFinish() {
    if (!this.running) return this.done(false, "301");
    this.send("PutParam", this.data);
    this.send("ExitAU", "");
    this.running = false;
    this.ended = true;
    return this.done(true);
  }

  /** @param {string} element */
  LMSGetValue(element) {
    this.lastError = this.running ? "0" : "301";
    if (!this.running) return "";
    const counted = /^(cmi\.(?:objectives|interactions))\._count$/.exec(element);
    if (counted) return String(this.count(/** @type {string} */ (counted[1])));
    return this.values[element] ?? "";
  }

  /** @param {string} element @param {string} value */
  LMSSetValue(element, value) {
    if (!this.running) return this.done(false, "301");
    if (element === "cmi.core.session_time") this.sessionTime = String(value);
    this.values[element] = String(value);
    return this.done(true);
  }

  LMSCommit() {
    if (!this.running) return this.done(false, "301");
    this.send("PutParam", this.data);
    return this.done(true);
  }

  LMSGetLastError() {
    return this.lastError;
  }

  /** @param {string} code */
  LMSGetErrorString(code) {
    return { 0: "No error", 101: "General exception", 301: "Not initialized" }[Number(code)] ?? "";
  }

  LMSGetDiagnostic() {
    return "";
  }

  /** @param {boolean} good @param {string} [code] */
  done(good, code = "101") {
    this.lastError = good ? "0" : code;
    return String(good);
  }

  /** @param {string} list */
  count(list) {
    let n = 0;
    while (this.values[`${list}.${n}.id`] !== undefined) n += 1;
    return n;
  }
}

/**
 * @param {string} answer to GetParam
 * @returns {Map<string, string[]>|null} lines by group, null when it is an error
 */
export function parse(answer) {
  const lines = answer.split(/\r\n|\n|\r/);
  const at = lines.findIndex((line) => /^\s*aicc_data\s*=/i.test(line));
  const head = at < 0 ? lines : lines.slice(0, at);
  const error = head.map((line) => /^\s*error\s*=\s*(\d+)/i.exec(line)).find((found) => found);
  if (error?.[1] !== "0") return null;
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  let group = "";
  const data = at < 0 ? [] : [(lines[at] ?? "").replace(/^[^=]*=/, ""), ...lines.slice(at + 1)];
  for (const line of data) {
    const name = /^\s*\[([A-Za-z_]+)\]\s*$/.exec(line)?.[1]?.toLowerCase() ?? "";
    if (GROUPS.includes(name)) groups.set((group = name), []);
    else groups.get(group)?.push(line);
  }
  return groups;
}

/** @param {Map<string, string[]>} groups */
function elements(groups) {
  /** @type {Record<string, string>} */
  const values = {};
  /** @param {string} group @param {string} key */
  const said = (group, key) => {
    for (const line of groups.get(group) ?? []) {
      const [name, ...rest] = line.split("=");
      if (name?.trim().toLowerCase() === key) return rest.join("=").trim();
    }
    return "";
  };
  const [status = "", entry = ""] = said("core", "lesson_status").toLowerCase().split(",");
  const [raw = "", max = "", min = ""] = said("core", "score").split(",");
  const letter = status.trim().charAt(0);
  values["cmi.core.student_id"] = said("core", "student_id");
  values["cmi.core.student_name"] = said("core", "student_name");
  values["cmi.core.lesson_location"] = said("core", "lesson_location");
  values["cmi.core.credit"] = said("core", "credit").toLowerCase().startsWith("n") ? "no-credit" : "credit";
  values["cmi.core.lesson_status"] = STATUSES.find((word) => letter && word.startsWith(letter)) ?? "not attempted";
  values["cmi.core.entry"] = { a: "ab-initio", r: "resume" }[entry.trim().charAt(0)] ?? "";
  values["cmi.core.score.raw"] = raw.trim();
  values["cmi.core.score.max"] = max.trim();
  values["cmi.core.score.min"] = min.trim();
  values["cmi.core.total_time"] = said("core", "time") || "0000:00:00";
  const mode = said("core", "lesson_mode").toLowerCase().charAt(0);
  values["cmi.core.lesson_mode"] = { b: "browse", r: "review" }[mode] ?? "normal";
  for (const name of FREE_TEXT) {
    const text = (groups.get(name) ?? []).join("\n").replace(/\n+$/, "");
    if (name === "core_lesson") values["cmi.suspend_data"] = decoded(text);
    if (name === "core_vendor") values["cmi.launch_data"] = text;
  }
  for (const name of ["mastery_score", "max_time_allowed", "time_limit_action"]) {
    const value = said("student_data", name);
    if (value) values[`cmi.student_data.${name}`] = value;
  }
  return values;
}

/** @param {string} text */
function encoded(text) {
  return /[\r\n]|^\s*\[/.test(text) ? ENCODED + encodeURIComponent(text) : text;
}

/** @param {string} text */
function decoded(text) {
  const plain = text.replace(/^\s*\[core_lesson\]\s*/i, ""); // Moodle repeats it
  if (!plain.startsWith(ENCODED)) return plain;
  try {
    return decodeURIComponent(plain.slice(ENCODED.length).trim());
  } catch {
    return "";
  }
}
