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
export const importLink = (course) => call("POST", "/api/imports", course === undefined ? {} : { course });
export const learners = () => call("GET", "/api/learners");
export const addLearner = (names) => call("POST", "/api/learners", names);
export const launch = (course, learner) => call("POST", "/api/launches", { course, learner });
export const results = () => call("GET", "/api/results");
export const result = (registration) => call("GET", `/api/results/${id(registration)}`);
export const statements = (registration, more) =>
  call("GET", `/api/results/${id(registration)}/statements${more ? `?more=${id(more)}` : ""}`);
