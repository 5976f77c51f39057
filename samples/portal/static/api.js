/** Talking to the portal's own server. It speaks to cursus; the browser never does. */
import { language } from "./text.js";

/** The server refused (`message` is for the user, in their language), or is away (""). */
export class Refused extends Error {}

async function call(method, path, body) {
  const headers = { "Accept-Language": language() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const request = { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(path, request).catch(() => {
    throw new Refused("");
  });
  return read(answer.status, await answer.text());
}

function read(status, text) {
  const said = text === "" ? null : readJson(text);
  if (status >= 200 && status < 300) return said;
  throw new Refused(said?.message ?? said?.detail ?? said?.title ?? text);
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

const id = encodeURIComponent;

export const courses = () => call("GET", "/api/courses");
export const course = (course) => call("GET", `/api/courses/${id(course)}`);
export const deleteCourse = (course) => call("DELETE", `/api/courses/${id(course)}`);
export const importJob = (job) => call("GET", `/api/jobs/${id(job)}`);
export const learners = () => call("GET", "/api/learners");
export const addLearner = (names) => call("POST", "/api/learners", names);
export const launch = (course, learner) => call("POST", "/api/launches", { course, learner });
export const results = () => call("GET", "/api/results");
export const result = (registration) => call("GET", `/api/results/${id(registration)}`);
export const statements = (registration, more) =>
  call("GET", `/api/results/${id(registration)}/statements${more ? `?more=${id(more)}` : ""}`);

/**
 * Sends a package. XMLHttpRequest, as fetch does not tell how much has been sent.
 * @param {File} file
 * @param {(sent: number) => void} onProgress  bytes
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the import job's id
 */
export function upload(file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/courses?name=${id(file.name)}`);
    request.setRequestHeader("Accept-Language", language());
    request.setRequestHeader("Content-Type", "application/zip");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("error", () => reject(new Refused("")));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    request.addEventListener("load", () => {
      try {
        resolve(read(request.status, request.responseText).job);
      } catch (refused) {
        reject(refused);
      }
    });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
