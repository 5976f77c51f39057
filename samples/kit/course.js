/**
 * A course of pages: content from the HTML, then its questions, then the result.
 *
 * Every `<section data-page="id" data-title="…">` of the document is a page. At each step the
 * place and the answers are saved, so that closing the window at any moment loses nothing; the
 * session ends by the Finish button or by `pagehide` (never `unload`, which no longer fires).
 *
 * What is kept in suspend_data: {"seen": [page ids], "answers": {question id: [answer, right]}}.
 */
import { drawQuestion, el } from "./questions.js";
import { connect } from "./scorm.js";
import { t } from "./texts.js";

/**
 * @param {object} course
 * @param {import("./questions.js").Question[]} [course.questions]  all of weight 0: for practice,
 *   there is no result and the page is completed when everything was seen and answered
 * @param {number} [course.passing]  0..1, when the LMS does not say it
 * @param {string} [course.then]  navigation request at the end (SCORM 2004), such as "continue"
 */
export function startCourse({ questions = [], passing = 0.7, then } = {}) {
  const lms = connect();
  const needed = lms.passingScore ?? passing;
  const graded = questions.some((question) => weight(question) > 0);
  const main = document.querySelector("main");
  const kept = readKept(lms.suspendData);
  const seen = new Set(kept.seen);
  let answers = new Map(Object.entries(kept.answers));

  const back = el("button", { type: "button", id: "back", onclick: () => show(at - 1) }, t.back);
  const next = el("button", { type: "button", id: "next", class: "primary", onclick: forward });
  const place = el("span", { id: "place", role: "status" });
  const bar = el("div", { id: "bar", "aria-hidden": "true" }, el("i"));
  document.querySelector("header").append(bar);
  document.body.append(el("footer", {}, el("nav", {}, back, place, next)));

  let pages = [];
  let at = 0;
  drawQuiz();
  const found = pages.findIndex((page) => page.dataset.page === lms.location);
  show(Math.max(found, 0), { quietly: true });
  if (lms.api === null) notify(t.alone);
  else if (found > 0) notify(t.resumed);

  document.addEventListener("keydown", (event) => {
    if (document.activeElement.closest("input, select, button, audio") || event.altKey) return;
    if (event.key === "ArrowLeft" && !back.disabled) back.click();
    if (event.key === "ArrowRight" && !next.disabled) next.click();
  });
  window.addEventListener("pagehide", () => lms.finish(false));

  function drawQuiz() {
    for (const old of main.querySelectorAll("[data-quiz]")) old.remove();
    questions.forEach((question, n) => {
      const form = drawQuestion(
        question,
        t.question(n + 1, questions.length),
        answers.get(question.id),
        (answer, right, seconds) => record(question, answer, right, seconds),
      );
      main.append(el("section", { "data-page": question.id, "data-quiz": true }, form));
    });
    if (graded) {
      main.append(el("section", { "data-page": "result", "data-quiz": true, "data-title": t.results }));
    }
    pages = [...main.querySelectorAll("section[data-page]")];
  }

  function record(question, answer, right, seconds) {
    answers.set(question.id, [answer, right]);
    lms.interaction({
      id: question.id,
      type: question.type,
      text: question.text,
      response: answer,
      correct: question.correct,
      right,
      weighting: weight(question),
      seconds,
      objective: question.objective,
    });
    keep();
    steps();
    next.focus();
  }

  function show(index, { quietly = false } = {}) {
    at = Math.min(Math.max(index, 0), pages.length - 1);
    const page = pages[at];
    for (const other of pages) other.hidden = other !== page;
    seen.add(page.dataset.page);
    if (page.dataset.page === "result") drawResult(page);
    page.querySelector("form.question")?.dispatchEvent(new Event("shown"));
    steps();
    keep();
    if (!quietly) {
      main.scrollTo(0, 0);
      main.focus();
    }
  }

  /** Everything that depends on where we are and what is answered. */
  function steps() {
    const page = pages[at];
    const open = isOpen(page);
    const last = at === pages.length - 1;
    back.disabled = at === 0;
    next.disabled = open || (last && !answeredAll());
    next.textContent = last ? t.finish : t.next;
    place.textContent = t.page(at + 1, pages.length);
    bar.firstElementChild.style.width = `${(100 * (at + 1)) / pages.length}%`;
  }

  function forward() {
    if (at < pages.length - 1) show(at + 1);
    else finish();
  }

  function isOpen(page) {
    return questions.some((question) => question.id === page.dataset.page) && !answers.has(page.dataset.page);
  }

  function answeredAll() {
    return questions.every((question) => answers.has(question.id));
  }

  function keep() {
    const state = { seen: [...seen], answers: Object.fromEntries(answers) };
    lms.bookmark(pages[at].dataset.page, JSON.stringify(state));
    const done = pages.filter((page) => seen.has(page.dataset.page) && !isOpen(page)).length;
    lms.progress(done / pages.length);
    if (!graded && done === pages.length) lms.completed();
    lms.save();
  }

  function drawResult(page) {
    const title = el("h2", {}, t.results);
    if (!answeredAll()) {
      page.replaceChildren(title, el("p", {}, t.unanswered));
      return;
    }
    const { points, of } = sum(questions);
    const scaled = of ? points / of : 1;
    const passed = scaled >= needed;
    for (const id of new Set(questions.map((q) => q.objective).filter(Boolean))) {
      const part = sum(questions.filter((question) => question.objective === id));
      lms.objective(id, part.points / part.of, part.points / part.of >= needed);
    }
    lms.completed();
    lms.score(scaled, passed);

    const percent = Math.round(scaled * 100);
    const ring = el("div", { class: "ring", "data-passed": String(passed), role: "img", "aria-label": `${percent} %` });
    ring.style.setProperty("--part", String(scaled));
    ring.append(el("b", {}, `${percent} %`));
    const marks = el("ol", { class: "marks" });
    for (const question of questions) {
      const right = answers.get(question.id)[1];
      const word = right === null ? t.thanks : right ? t.right : t.wrong;
      marks.append(el("li", { "data-right": String(right) }, el("span", {}, question.text), el("small", {}, word)));
    }
    page.replaceChildren(
      title,
      ring,
      el("p", { class: "lead" }, passed ? t.passed(lms.givenName) : t.failed),
      el("p", {}, t.outcome(points, of), " ", t.needed(Math.round(needed * 100))),
      marks,
    );
    if (!passed) page.append(el("p", {}, el("button", { type: "button", id: "again", onclick: again }, t.again)));
  }

  function again() {
    answers = new Map();
    drawQuiz();
    show(pages.findIndex((page) => page.dataset.quiz !== undefined));
  }

  function sum(some) {
    const of = some.reduce((total, question) => total + weight(question), 0);
    const right = some.filter((question) => answers.get(question.id)?.[1]);
    return { points: right.reduce((total, question) => total + weight(question), 0), of };
  }

  function finish() {
    keep();
    lms.finish(true, then);
    document.querySelector("footer").remove();
    main.replaceChildren(el("p", { class: "left", role: "status" }, t.left));
  }

  function notify(text) {
    const note = el("p", { class: "note", role: "status" }, text);
    main.before(note);
    setTimeout(() => note.remove(), 6000);
  }
}

const weight = (question) => question.weighting ?? (question.type === "likert" ? 0 : 1);

function readKept(text) {
  try {
    return { seen: [], answers: {}, ...JSON.parse(text) };
  } catch {
    return { seen: [], answers: {} }; // first visit: the LMS has nothing
  }
}
