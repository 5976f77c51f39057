/**
 * SCORM 1.2's API over SCORM 2004's, for content of 1.2 in an LMS that plays it as 2004.
 *
 * One status becomes two; a score of 100 becomes a measure as well, so that what passes in the
 * manifest decides; interactions are said in the words of 2004, once their type is known. An attempt
 * always ends suspended: content of 1.2 counts on finding its data again whatever its exit was.
 */
import { interval, ofInterval, ofTimespan, timespan } from "./times.js";

/** @type {Record<string, string>} elements that only have another name */
const SAME = {
  "cmi.core.student_id": "cmi.learner_id",
  "cmi.core.lesson_location": "cmi.location",
  "cmi.core.credit": "cmi.credit",
  "cmi.core.entry": "cmi.entry",
  "cmi.core.lesson_mode": "cmi.mode",
  "cmi.core.score.raw": "cmi.score.raw",
  "cmi.core.score.min": "cmi.score.min",
  "cmi.core.score.max": "cmi.score.max",
  "cmi.suspend_data": "cmi.suspend_data",
  "cmi.launch_data": "cmi.launch_data",
  "cmi.student_data.time_limit_action": "cmi.time_limit_action",
  "cmi.student_preference.language": "cmi.learner_preference.language",
  "cmi.student_preference.text": "cmi.learner_preference.audio_captioning",
  "cmi.objectives._count": "cmi.objectives._count",
  "cmi.interactions._count": "cmi.interactions._count",
};
/** @type {Record<string, string>} */
const CHILDREN = {
  "cmi.core":
    "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time",
  "cmi.core.score": "raw,min,max",
  "cmi.objectives": "id,score,status",
  "cmi.student_data": "mastery_score,max_time_allowed,time_limit_action",
  "cmi.student_preference": "audio,language,speed,text",
  "cmi.interactions":
    "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
};
/** @type {Record<string, string>} error codes of 2004 -> of 1.2; 403 is no error there */
const CODES = {
  0: "0", 201: "201", 301: "201", 351: "201", 401: "401", 402: "401", 403: "0", 404: "403",
  405: "404", 406: "405", 407: "405", 408: "201", 122: "301", 123: "301", 132: "301", 133: "301",
  142: "301", 143: "301", 112: "301", 113: "301",
};
/** @type {Record<string, string>} */
const ERRORS = {
  0: "No error", 101: "General exception", 201: "Invalid argument error",
  202: "Element cannot have children", 203: "Element not an array. Cannot have count",
  301: "Not initialized", 401: "Not implemented error",
  402: "Invalid set value, element is a keyword", 403: "Element is read only",
  404: "Element is write only", 405: "Incorrect Data Type",
};
const READ_ONLY =
  /^cmi\.(core\.(student_id|student_name|credit|entry|total_time|lesson_mode)|launch_data|comments_from_lms|student_data\..*)$/;
const WRITE_ONLY = /^cmi\.(core\.(exit|session_time)|interactions\.\d+\.(?!objectives\._count|correct_responses\._count).*)$/;
const STATUSES = ["passed", "completed", "failed", "incomplete", "browsed"];

export class Api12Over2004 {
  /** @param {any} lms */
  constructor(lms) {
    this.lms = lms;
    this.code = "0";
    this.running = false;
    this.said = false; // whether the content has set a status
    /** @type {Map<string, {type: string, waiting: [string, string][]}>} */
    this.interactions = new Map();
  }

  /** @param {string} [argument] */
  LMSInitialize(argument = "") {
    if (this.running) return this.refuse("101");
    const good = this.told(this.lms.Initialize(argument));
    this.running = good === "true";
    return good;
  }

  /** @param {string} [argument] */
  LMSFinish(argument = "") {
    if (!this.running) return this.refuse("301");
    for (const at of this.interactions.keys()) this.typed(at, "other");
    if (!this.said && this.status("cmi") === "not attempted") {
      this.lms.SetValue("cmi.completion_status", "completed"); // as SCORM 1.2 has it
    }
    if (!this.left) this.lms.SetValue("cmi.exit", "suspend");
    this.running = false;
    return this.told(this.lms.Terminate(argument));
  }

  /** @param {string} [argument] */
  LMSCommit(argument = "") {
    return this.running ? this.told(this.lms.Commit(argument)) : this.refuse("301");
  }

  LMSGetLastError() {
    return this.code;
  }

  /** @param {string} code */
  LMSGetErrorString(code) {
    return ERRORS[code] ?? "";
  }

  /** @param {string} code */
  LMSGetDiagnostic(code) {
    return this.lms.GetDiagnostic(code) || this.LMSGetErrorString(code || this.code);
  }

  /** @param {string} element */
  LMSGetValue(element) {
    if (!this.running) return this.refuse("301", "");
    this.code = "0";
    const parent = /^(.*)\._children$/.exec(element)?.[1];
    if (parent !== undefined) {
      const form = parent.replace(/^cmi\.objectives\.\d+\.score$/, "cmi.core.score");
      return CHILDREN[form] ?? this.refuse("202", "");
    }
    if (WRITE_ONLY.test(element)) return this.refuse("404", "");
    return this.get(String(element));
  }

  /** @param {string} element @param {string} value */
  LMSSetValue(element, value) {
    if (!this.running) return this.refuse("301");
    this.code = "0";
    if (/\._(children|count|version)$/.test(element)) return this.refuse("402");
    if (READ_ONLY.test(element)) return this.refuse("403");
    return this.set(String(element), String(value));
  }

  /** @param {string} element @returns {string} */
  get(element) {
    const same = SAME[element];
    if (same) return this.ask(same);
    const objective = /^cmi\.objectives\.(\d+)\.(.+)$/.exec(element);
    if (objective) return this.getObjective(`cmi.objectives.${objective[1]}`, objective[2] ?? "");
    switch (element) {
      case "cmi._version":
        return "3.4";
      case "cmi.core.student_name":
        return this.ask("cmi.learner_name").replace(/^\{lang=[^}]*\}/, "");
      case "cmi.core.lesson_status":
        return this.status("cmi");
      case "cmi.core.total_time":
        return timespan(ofInterval(this.ask("cmi.total_time")) || 0);
      case "cmi.comments":
        return this.comments("cmi.comments_from_learner");
      case "cmi.comments_from_lms":
        return this.comments("cmi.comments_from_lms");
      case "cmi.student_data.mastery_score": {
        const score = this.ask("cmi.scaled_passing_score");
        return score === "" ? "" : String(Math.round(Number(score) * 10000) / 100);
      }
      case "cmi.student_data.max_time_allowed": {
        const time = this.ask("cmi.max_time_allowed");
        return time === "" ? "" : timespan(ofInterval(time) || 0);
      }
      case "cmi.student_preference.audio": {
        const level = Math.round(Number(this.ask("cmi.learner_preference.audio_level")) * 100);
        return String(level <= 0 ? -1 : Math.min(100, level));
      }
      case "cmi.student_preference.speed": {
        const speed = (Number(this.ask("cmi.learner_preference.delivery_speed")) - 1) * 100;
        return String(Math.max(-100, Math.min(100, Math.round(speed))));
      }
      default:
        return this.refuse("401", "");
    }
  }

  /** @param {string} element @param {string} value @returns {string} */
  set(element, value) {
    const objective = /^cmi\.objectives\.(\d+)\.(.+)$/.exec(element);
    if (objective) return this.setObjective(`cmi.objectives.${objective[1]}`, objective[2] ?? "", value);
    const interaction = /^cmi\.interactions\.(\d+)\.(.+)$/.exec(element);
    if (interaction) {
      return this.setInteraction(`cmi.interactions.${interaction[1]}`, interaction[2] ?? "", value);
    }
    switch (element) {
      case "cmi.core.lesson_status":
        this.said = true;
        return this.setStatus("cmi", value);
      case "cmi.core.score.raw":
        return this.setScore("cmi.score", value);
      case "cmi.core.exit":
        this.left = value === "time-out" || value === "logout";
        return this.put("cmi.exit", this.left ? value : "suspend");
      case "cmi.core.session_time":
        return this.inTime("cmi.session_time", value);
      case "cmi.comments": {
        const list = "cmi.comments_from_learner";
        return this.put(`${list}.${this.ask(`${list}._count`) || 0}.comment`, value);
      }
      case "cmi.student_preference.audio":
        return this.put("cmi.learner_preference.audio_level", String(Math.max(0, Number(value) / 100)));
      case "cmi.student_preference.speed":
        return this.put("cmi.learner_preference.delivery_speed", String(1 + Number(value) / 100));
      default: {
        const same = SAME[element];
        return same ? this.put(same, value) : this.refuse("401");
      }
    }
  }

  /** @param {string} at @param {string} part */
  getObjective(at, part) {
    if (part === "id") return plainId(this.ask(`${at}.id`));
    if (part === "status") return this.status(at);
    return /^score\.(raw|min|max)$/.test(part) ? this.ask(`${at}.${part}`) : this.refuse("401", "");
  }

  /** @param {string} at @param {string} part @param {string} value */
  setObjective(at, part, value) {
    if (part === "id") return this.put(`${at}.id`, uriId(value));
    if (part === "status") return this.setStatus(at, value);
    if (part === "score.raw") return this.setScore(`${at}.score`, value);
    return /^score\.(min|max)$/.test(part) ? this.put(`${at}.${part}`, value) : this.refuse("401");
  }

  /** @param {string} at @param {string} part @param {string} value @returns {string} */
  setInteraction(at, part, value) {
    const known = this.interactions.get(at) ?? { type: "", waiting: [] };
    this.interactions.set(at, known);
    if (part === "id") return this.put(`${at}.id`, uriId(value));
    if (part === "type") return this.typed(at, value);
    if (part === "time") return this.put(`${at}.timestamp`, today(value));
    if (part === "latency") return this.inTime(`${at}.latency`, value);
    if (part === "result") return this.put(`${at}.result`, value === "wrong" ? "incorrect" : value);
    if (part === "weighting") return this.put(`${at}.weighting`, value);
    if (/^objectives\.\d+\.id$/.test(part)) return this.put(`${at}.${part}`, uriId(value));
    const response = part.replace("student_response", "learner_response");
    if (!/^(learner_response|correct_responses\.\d+\.pattern)$/.test(response)) return this.refuse("401");
    if (known.type) return this.put(`${at}.${response}`, feedback(known.type, response, value));
    known.waiting.push([response, value]);
    return "true";
  }

  /** @param {string} at @param {string} type */
  typed(at, type) {
    const known = this.interactions.get(at);
    if (!known || (known.type && type === "other")) return "true";
    if (type === "other" && !known.waiting.length) return "true";
    known.type = type;
    const good = this.put(`${at}.type`, type);
    for (const [part, value] of known.waiting.splice(0)) {
      this.lms.SetValue(`${at}.${part}`, feedback(type, part, value));
    }
    return good;
  }

  /** @param {string} at "cmi" or an objective */
  status(at) {
    const success = this.ask(`${at}.success_status`);
    if (success === "passed" || success === "failed") return success;
    const completion = this.ask(`${at}.completion_status`);
    return completion === "completed" || completion === "incomplete" ? completion : "not attempted";
  }

  /** @param {string} at @param {string} value */
  setStatus(at, value) {
    if (!STATUSES.includes(value) && !(value === "not attempted" && at !== "cmi")) return this.refuse("405");
    if (value === "not attempted") return this.put(`${at}.completion_status`, value);
    if (value === "passed" || value === "failed") this.lms.SetValue(`${at}.success_status`, value);
    return this.put(`${at}.completion_status`, value === "incomplete" ? value : "completed");
  }

  /** @param {string} at @param {string} value */
  setScore(at, value) {
    if (value === "") return "true"; // blank is a score in 1.2, and none in 2004
    const good = this.put(`${at}.raw`, value);
    if (good === "true") this.lms.SetValue(`${at}.scaled`, String(Math.max(-1, Math.min(1, Number(value) / 100))));
    return good;
  }

  /** @param {string} element @param {string} value a timespan */
  inTime(element, value) {
    const seconds = ofTimespan(value);
    return Number.isNaN(seconds) ? this.refuse("405") : this.put(element, interval(seconds));
  }

  /** @param {string} list */
  comments(list) {
    const count = Number(this.ask(`${list}._count`)) || 0;
    let text = "";
    for (let n = 0; n < count; n += 1) {
      text += this.ask(`${list}.${n}.comment`).replace(/^\{lang=[^}]*\}/, "");
    }
    return text;
  }

  /** @param {string} element @returns {string} */
  ask(element) {
    const value = String(this.lms.GetValue(element));
    this.code = this.lastCode();
    return this.code === "0" ? value : "";
  }

  /** @param {string} element @param {string} value @returns {string} */
  put(element, value) {
    return this.told(this.lms.SetValue(element, value));
  }

  /** @param {unknown} answer of the LMS */
  told(answer) {
    this.code = String(answer) === "true" ? "0" : this.lastCode();
    return String(answer);
  }

  lastCode() {
    return CODES[String(this.lms.GetLastError())] ?? "101";
  }

  /** @param {string} code @param {string} [answer] */
  refuse(code, answer = "false") {
    this.code = code;
    return answer;
  }
}

/** Identifiers of 1.2 may have characters that URIs have not. */
const OWN = "urn:cursus:id:";
/** @param {string} id */
const uriId = (id) => (/^[\w.:/-]+$/.test(id) && !id.startsWith("urn:") ? id : OWN + encodeURIComponent(id));
/** @param {string} id */
const plainId = (id) => (id.startsWith(OWN) ? decodeURIComponent(id.slice(OWN.length)) : id);

/** @param {string} time of day */
function today(time) {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day}T${time}`;
}

/**
 * A response as 2004 writes it.
 * @param {string} type @param {string} part @param {string} value
 */
function feedback(type, part, value) {
  const plain = value.replace(/^\{(.*)\}$/s, "$1");
  switch (type) {
    case "true-false":
      return /^[1t]/i.test(value) ? "true" : "false";
    case "choice":
    case "sequencing":
      return plain.split(",").map((each) => each.trim()).join("[,]");
    case "matching":
      return plain.split(",").map((pair) => pair.trim().replace(".", "[.]")).join("[,]");
    case "performance":
      return value.includes("[.]") ? value : `[.]${value}`;
    case "numeric":
      return part === "learner_response" ? value : `${value}[:]${value}`;
    default:
      return value;
  }
}
