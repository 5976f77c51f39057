/**
 * A bridge between content and an LMS that speak different standards: this page frames the content
 * and offers it, where it looks for one, the API that it was made for.
 *
 * The content starts when the LMS is found, so that its first call is answered; without an LMS it
 * starts too, and finds none.
 */
import { Api12Over2004 } from "./api12_over_2004.js";
import { Api2004Over12 } from "./api2004_over_12.js";
import { byId, settings, tell } from "./display.js";
import { findApi } from "./find_api.js";
import { connectHacp } from "./hacp.js";
import { say } from "./texts.js";

const said = settings();
const frame = byId("content");
const lms =
  said.to === "aicc" ? await connectHacp() : findApi(said.to === "scorm2004" ? "API_1484_11" : "API");

if (!lms) {
  tell(say("alone"));
} else if (said.asset) {
  seen(lms);
} else {
  const offered = said.from === "scorm2004" ? new Api2004Over12(lms, said) : over(lms);
  Object.assign(window, said.from === "scorm2004" ? { API_1484_11: offered } : { API: offered });
  if (said.to === "aicc") {
    // Content that is closed without a word has said what it set, all the same.
    window.addEventListener("pagehide", () => lms.running && lms.LMSCommit(""));
  }
}
frame.src = said.content;

/** @param {any} found */
function over(found) {
  return said.to === "scorm2004" ? new Api12Over2004(found) : found;
}

/**
 * What reports nothing by itself is complete once it has been shown.
 * @param {any} found
 */
function seen(found) {
  if (said.to === "scorm2004") return; // an asset is one there too, and never comes here
  found.LMSInitialize("");
  found.LMSSetValue("cmi.core.lesson_status", "completed");
  found.LMSCommit("");
  window.addEventListener("pagehide", () => found.LMSFinish(""));
}
