/**
 * SCORM 2004's API over SCORM 1.2's (or over HACP behind that), for content of 2004 in an LMS that
 * plays it as 1.2.
 *
 * The data model lives here. What 1.2 has a word for is said in its words (one status, a score of
 * 100, times, interactions); all that has to be there next time goes together into its suspend
 * data, as far as there is room: 4,096 characters where an LMS is strict. Navigation requests are
 * taken and go nowhere, because nothing here decides what comes next.
 */
import { interval, ofInterval, ofTimespan, timespan } from "./times.js";

const ENVELOPE = "cursus2004:";
const STRICT_ROOM = 4096;

/** @typedef {"r"|"w"|"rw"} Access */
/** @type {[RegExp, Access][]} */
const ELEMENTS = [
  [/^cmi\._version$/, "r"],
  [/^cmi\.(completion_status|success_status|location|progress_measure|suspend_data)$/, "rw"],
  [/^cmi\.(completion_threshold|credit|entry|launch_data|learner_id|learner_name)$/, "r"],
  [/^cmi\.(max_time_allowed|mode|scaled_passing_score|time_limit_action|total_time)$/, "r"],
  [/^cmi\.(exit|session_time)$/, "w"],
  [/^cmi\.score\.(scaled|raw|min|max)$/, "rw"],
  [/^cmi\.learner_preference\.(audio_level|language|delivery_speed|audio_captioning)$/, "rw"],
  [/^cmi\.comments_from_learner\.\d+\.(comment|location|timestamp)$/, "rw"],
  [/^cmi\.comments_from_lms\.\d+\.(comment|location|timestamp)$/, "r"],
  [
    /^cmi\.objectives\.\d+\.(id|success_status|completion_status|progress_measure|description|score\.(scaled|raw|min|max))$/,
    "rw",
  ],
  [
    /^cmi\.interactions\.\d+\.(id|type|timestamp|weighting|learner_response|result|latency|description|objectives\.\d+\.id|correct_responses\.\d+\.pattern)$/,
    "rw",
  ],
  [/^adl\.nav\.request$/, "rw"],
  [/^adl\.nav\.request_valid\.(continue|previous|(choice|jump)\.\{target=[^}]+\})$/, "r"],
];
/** @type {Record<string, string>} */
const CHILDREN = {
  "cmi.score": "scaled,raw,min,max",
  "cmi.objectives": "id,score,success_status,completion_status,progress_measure,description",
  "cmi.interactions":
    "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description",
  "cmi.comments_from_learner": "comment,location,timestamp",
  "cmi.comments_from_lms": "comment,location,timestamp",
  "cmi.learner_preference": "audio_level,language,delivery_speed,audio_captioning",
};
const LISTS =
  /^(cmi\.(?:comments_from_learner|comments_from_lms|objectives|interactions|interactions\.\d+\.objectives|interactions\.\d+\.correct_responses))\._count$/;
/** @type {Record<string, string>} */
const DEFAULTS = {
  "cmi._version": "1.0",
  "cmi.completion_status": "unknown",
  "cmi.success_status": "unknown",
  "cmi.learner_preference.audio_level": "1",
  "cmi.learner_preference.language": "",
  "cmi.learner_preference.delivery_speed": "1",
  "cmi.learner_preference.audio_captioning": "0",
  "adl.nav.request": "_none_",
};
/** @type {Record<string, string[]>} by the last part of the name */
const VOCABULARIES = {
  completion_status: ["completed", "incomplete", "not attempted", "unknown"],
  success_status: ["passed", "failed", "unknown"],
  exit: ["time-out", "suspend", "logout", "normal", ""],
};
const RANGES = { scaled: [-1, 1], progress_measure: [0, 1] };
/** @type {Record<string, string>} */
const ERRORS = {
  0: "No Error", 101: "General Exception", 102: "General Initialization Failure",
  103: "Already Initialized", 104: "Content Instance Terminated",
  112: "Termination Before Initialization", 113: "Termination After Termination",
  122: "Retrieve Data Before Initialization", 123: "Retrieve Data After Termination",
  132: "Store Data Before Initialization", 133: "Store Data After Termination",
  142: "Commit Before Initialization", 143: "Commit After Termination",
  201: "General Argument Error", 301: "General Get Failure", 351: "General Set Failure",
  391: "General Commit Failure", 401: "Undefined Data Model Element",
  403: "Data Model Element Value Not Initialized", 404: "Data Model Element Is Read Only",
  405: "Data Model Element Is Write Only", 406: "Data Model Element Type Mismatch",
  407: "Data Model Element Value Out Of Range", 408: "Data Model Dependency Not Established",
};

export class Api2004Over12 {
  version = "1.0.cursus";

  /**
   * @param {any} lms
   * @param {{threshold?: number, objectives?: string[], launchData?: string}} manifest what a
   *   manifest of 1.2 cannot say
   */
  constructor(lms, manifest) {
    this.lms = lms;
    this.manifest = manifest;
    /** @type {Record<string, string>} */
    this.values = {};
    /** @type {"new"|"running"|"ended"} */
    this.state = "new";
    this.code = "0";
  }

  /** @param {string} [argument] */
  Initialize(argument = "") {
    if (argument !== "") return this.refuse("201");
    if (this.state !== "new") return this.refuse(this.state === "running" ? "103" : "104");
    if (String(this.lms.LMSInitialize("")) !== "true") return this.refuse("102");
    this.state = "running";
    this.load();
    return this.good();
  }

  /** @param {string} [argument] */
  Terminate(argument = "") {
    if (argument !== "") return this.refuse("201");
    if (this.state !== "running") return this.refuse(this.state === "new" ? "112" : "113");
    this.say(true);
    const exit = this.values["cmi.exit"] ?? "";
    this.lms.LMSSetValue("cmi.core.exit", exit === "normal" ? "" : exit);
    this.state = "ended";
    const answer = String(this.lms.LMSFinish(""));
    return answer === "true" ? this.good() : this.refuse("111");
  }

  /** @param {string} [argument] */
  Commit(argument = "") {
    if (argument !== "") return this.refuse("201");
    if (this.state !== "running") return this.refuse(this.state === "new" ? "142" : "143");
    const fits = this.say(false);
    return String(this.lms.LMSCommit("")) === "true" && fits ? this.good() : this.refuse("391");
  }

  GetLastError() {
    return this.code;
  }

  /** @param {string} code */
  GetErrorString(code) {
    return ERRORS[code] ?? "";
  }

  /** @param {string} code */
  GetDiagnostic(code) {
    return ERRORS[code || this.code] ?? "";
  }

  /** @param {string} element @returns {string} */
  GetValue(element) {
    if (this.state !== "running") return this.refuse(this.state === "new" ? "122" : "123", "");
    this.code = "0";
    const keyword = this.keyword(element);
    if (keyword !== null) return keyword;
    const access = accessOf(element);
    if (access === null) return this.refuse(element === "" ? "301" : "401", "");
    if (access === "w") return this.refuse("405", "");
    const place = /^(cmi\.[a-z_]+)\.(\d+)\./.exec(element);
    if (place && Number(place[2]) >= this.count(place[1] ?? "")) return this.refuse("301", "");
    const value = this.derived(element) ?? this.values[element] ?? DEFAULTS[element];
    if (value !== undefined) return value;
    if (/\.(completion_status|success_status)$/.test(element)) return "unknown";
    return element.startsWith("adl.nav.request_valid") ? "unknown" : this.refuse("403", "");
  }

  /** @param {string} element @returns {string|null} */
  keyword(element) {
    const parent = /^(.*)\._children$/.exec(element)?.[1]?.replace(/^cmi\.objectives\.\d+\.score$/, "cmi.score");
    if (parent !== undefined) return CHILDREN[parent] ?? this.refuse("301", "");
    const list = LISTS.exec(element)?.[1];
    return list === undefined ? null : String(this.count(list));
  }

  /** @param {string} element @param {string} value @returns {string} */
  SetValue(element, value) {
    if (this.state !== "running") return this.refuse(this.state === "new" ? "132" : "133");
    this.code = "0";
    if (element === "") return this.refuse("351");
    if (/\._(children|count|version)$|^cmi\._version$/.test(element)) return this.refuse("404");
    const access = accessOf(element);
    if (access === null) return this.refuse("401");
    if (access === "r") return this.refuse("404");
    const text = String(value);
    const wrong = this.wrong(element, text);
    if (wrong) return this.refuse(wrong);
    this.values[element] = text;
    return this.good();
  }

  /** @param {string} element @param {string} value @returns {string|null} an error code */
  wrong(element, value) {
    const last = element.slice(element.lastIndexOf(".") + 1);
    const words = VOCABULARIES[last];
    if (words && !words.includes(value)) return "406";
    const numbers = ["scaled", "raw", "min", "max", "progress_measure", "weighting"];
    if (numbers.includes(last) && !/^-?\d+(\.\d+)?$/.test(value)) return "406";
    const range = /** @type {Record<string, number[]>} */ (RANGES)[last];
    if (range && (Number(value) < Number(range[0]) || Number(value) > Number(range[1]))) return "407";
    if (/\.?(session_time|latency)$/.test(element) && Number.isNaN(ofInterval(value))) return "406";
    const place = /^(cmi\.(objectives|interactions|comments_from_learner))\.(\d+)\.(.+)$/.exec(element);
    if (!place) return null;
    const [, list = "", kind, index, part] = place;
    const count = this.count(list);
    if (Number(index) > count) return "351";
    if (kind === "comments_from_learner") return null;
    if (part === "id") {
      const own = this.values[element];
      if (kind === "objectives" && own !== undefined && own !== value) return "351";
      for (let n = 0; kind === "objectives" && n < count; n += 1) {
        if (n !== Number(index) && this.values[`${list}.${n}.id`] === value) return "351";
      }
      return null;
    }
    return this.values[`${list}.${index}.id`] === undefined ? "408" : null;
  }

  /** @param {string} list */
  count(list) {
    const entry = (/** @type {number} */ n) =>
      Object.keys(this.values).some((name) => name.startsWith(`${list}.${n}.`));
    let n = 0;
    while (entry(n)) n += 1;
    return n;
  }

  /** A status that a threshold decides, whatever the content has set. @param {string} element */
  derived(element) {
    if (element === "cmi.completion_status" && this.manifest.threshold !== undefined) {
      const progress = this.values["cmi.progress_measure"];
      if (progress === undefined) return "unknown";
      return Number(progress) >= this.manifest.threshold ? "completed" : "incomplete";
    }
    const passing = this.values["cmi.scaled_passing_score"];
    if (element === "cmi.success_status" && passing !== undefined) {
      const scaled = this.values["cmi.score.scaled"];
      if (scaled === undefined) return "unknown";
      return Number(scaled) >= Number(passing) ? "passed" : "failed";
    }
    return undefined;
  }

  /** Takes what the LMS has. */
  load() {
    const ask = (/** @type {string} */ element) => String(this.lms.LMSGetValue(element));
    const kept = opened(ask("cmi.suspend_data"));
    const resumes = kept !== null && kept.suspended !== false;
    Object.assign(this.values, resumes ? kept.values : { ...(kept?.statuses ?? {}) });
    const mastery = ask("cmi.student_data.mastery_score");
    const time = ask("cmi.student_data.max_time_allowed");
    const given = {
      "cmi.learner_id": ask("cmi.core.student_id"),
      "cmi.learner_name": ask("cmi.core.student_name"),
      "cmi.credit": ask("cmi.core.credit") || "credit",
      "cmi.mode": ask("cmi.core.lesson_mode") || "normal",
      "cmi.entry": resumes ? "resume" : "ab-initio",
      "cmi.total_time": interval(ofTimespan(ask("cmi.core.total_time")) || 0),
      "cmi.time_limit_action": ask("cmi.student_data.time_limit_action") || "continue,no message",
    };
    Object.assign(this.values, given);
    const data = this.manifest.launchData ?? ask("cmi.launch_data");
    if (data) this.values["cmi.launch_data"] = data;
    if (mastery !== "") this.values["cmi.scaled_passing_score"] = String(Number(mastery) / 100);
    if (time) this.values["cmi.max_time_allowed"] = interval(ofTimespan(time) || 0);
    if (this.manifest.threshold !== undefined) {
      this.values["cmi.completion_threshold"] = String(this.manifest.threshold);
    }
    (this.manifest.objectives ?? []).forEach((id, n) => (this.values[`cmi.objectives.${n}.id`] ??= id));
    this.interactionsSaid = Number(ask("cmi.interactions._count")) || 0;
    this.firstInteraction = this.count("cmi.interactions");
  }

  /**
   * Says all there is to the LMS; false when there is no room for what has to be kept.
   * @param {boolean} ending
   */
  say(ending) {
    const put = (/** @type {string} */ element, /** @type {string} */ value) =>
      String(this.lms.LMSSetValue(element, value)) === "true";
    put("cmi.core.lesson_status", this.status);
    const score = this.score;
    if (score !== null) {
      put("cmi.core.score.min", "0");
      put("cmi.core.score.max", "100");
      put("cmi.core.score.raw", String(score));
    }
    put("cmi.core.lesson_location", (this.values["cmi.location"] ?? "").slice(0, 255));
    const time = this.values["cmi.session_time"];
    if (time !== undefined) put("cmi.core.session_time", timespan(ofInterval(time) || 0));
    this.sayInteractions(put);
    return this.keep(ending).some((text) => put("cmi.suspend_data", text));
  }

  /** One status for two. */
  get status() {
    const success = this.derived("cmi.success_status") ?? this.values["cmi.success_status"];
    if (success === "passed" || success === "failed") return success;
    const completion = this.derived("cmi.completion_status") ?? this.values["cmi.completion_status"];
    return completion === "completed" ? "completed" : "incomplete";
  }

  /** The score of 100, null where there is none. */
  get score() {
    const [scaled, raw, min, max] = ["scaled", "raw", "min", "max"].map((part) => {
      const value = this.values[`cmi.score.${part}`];
      return value === undefined ? null : Number(value);
    });
    const hundredth = (/** @type {number} */ n) => Math.round(Math.min(100, Math.max(0, n)) * 100) / 100;
    if (typeof scaled === "number") return hundredth(scaled * 100);
    if (typeof raw !== "number") return null;
    const [low, high] = [min ?? 0, max ?? 100];
    return hundredth(high > low ? ((raw - low) / (high - low)) * 100 : raw);
  }

  /**
   * What is to be there next time, from all of it to what matters most: of an attempt that has
   * ended only its statuses, as the next one is new.
   * @param {boolean} ending
   */
  keep(ending) {
    const suspended = !ending || this.values["cmi.exit"] === "suspend";
    const statuses = pick(this.values, /^cmi\.(completion_status|success_status|score\..*)$/);
    if (!suspended) return [sealed({ suspended, statuses })];
    const session = /^cmi\.(exit|session_time|learner_(id|name)|credit|mode|entry|total_time|time_limit_action|launch_data|scaled_passing_score|max_time_allowed|completion_threshold)$|^adl\./;
    const values = pick(this.values, session, false);
    const fewer = pick(values, /^cmi\.(interactions|comments_from_learner)\./, false);
    const fewest = pick(fewer, /^cmi\.objectives\./, false);
    const texts = [values, fewer, fewest].map((kept) => sealed({ values: kept }));
    const fitting = texts.filter((text) => text.length <= STRICT_ROOM);
    return fitting.length ? fitting : texts.slice(-1);
  }

  /** @param {(element: string, value: string) => boolean} put */
  sayInteractions(put) {
    const count = this.count("cmi.interactions");
    for (let n = this.firstInteraction ?? 0; n < count; n += 1) {
      const from = `cmi.interactions.${n}`;
      const to = `cmi.interactions.${(this.interactionsSaid ?? 0) + n - (this.firstInteraction ?? 0)}`;
      const value = (/** @type {string} */ part) => this.values[`${from}.${part}`];
      const type = value("type") ?? "performance";
      const said = { other: "performance", "long-fill-in": "fill-in" }[type] ?? type;
      put(`${to}.id`, (value("id") ?? "").replace(/\s/g, "_").slice(0, 255));
      put(`${to}.type`, said);
      const time = /T(\d{2}:\d{2}:\d{2})/.exec(value("timestamp") ?? "")?.[1];
      if (time) put(`${to}.time`, time);
      const latency = value("latency");
      if (latency !== undefined) put(`${to}.latency`, timespan(ofInterval(latency) || 0));
      const result = value("result");
      if (result !== undefined) put(`${to}.result`, result === "incorrect" ? "wrong" : result);
      const weighting = value("weighting");
      if (weighting !== undefined) put(`${to}.weighting`, weighting);
      const response = value("learner_response");
      if (response !== undefined) put(`${to}.student_response`, plain(said, response));
      for (let m = 0; value(`correct_responses.${m}.pattern`) !== undefined; m += 1) {
        const pattern = value(`correct_responses.${m}.pattern`) ?? "";
        put(`${to}.correct_responses.${m}.pattern`, plain(said, pattern));
      }
    }
  }

  good() {
    this.code = "0";
    return "true";
  }

  /** @param {string} code @param {string} [answer] */
  refuse(code, answer = "false") {
    this.code = code;
    return answer;
  }
}

/** @param {string} element @returns {Access|null} */
function accessOf(element) {
  return ELEMENTS.find(([form]) => form.test(element))?.[1] ?? null;
}

/**
 * @param {Record<string, string>} values
 * @param {RegExp} names
 * @param {boolean} [wanted] whether those of these names, or the others
 */
function pick(values, names, wanted = true) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.test(name) === wanted));
}

/** @param {object} kept */
const sealed = (kept) => ENVELOPE + JSON.stringify(kept);

/** @param {string} text @returns {any} */
function opened(text) {
  if (!text.startsWith(ENVELOPE)) return null;
  try {
    return JSON.parse(text.slice(ENVELOPE.length));
  } catch {
    return null; // cut short by an LMS that has no room
  }
}

/** A response as 1.2 writes it. @param {string} type @param {string} value */
function plain(type, value) {
  const bare = value.replace(/^(\{(case_matters|order_matters|lang)=[^}]*\})+/, "");
  if (type === "true-false") return bare === "true" ? "t" : "f";
  const [low, high] = bare.split("[:]");
  if (type === "numeric" && high !== undefined) return low || high || "";
  return bare.replaceAll("[,]", ",").replaceAll("[.]", ".").slice(0, 255);
}
