/**
 * Questions: one form per type, made of native controls so that keyboard and screen readers work.
 *
 * Each type is a row of KINDS: `build` draws the controls into the fieldset, filled with an earlier
 * answer if there is one, and gives back a function that reads the answer (null: none yet); `judge`
 * says whether an answer is right. To add a type, add a row.
 *
 * @typedef {object} Question
 * @property {string} id
 * @property {import("./scorm.js").Type} type
 * @property {string} text
 * @property {string} [why]  said after the answer
 * @property {string} [objective]
 * @property {number} [weighting]  1 when not said; 0 for likert
 * @property {[string, string][]} [options]  [id, text]
 * @property {[string, string][]} [targets]  matching: what the options are matched with
 * @property {boolean} [several]  choice: more than one may be chosen
 * @property {string} [unit]  numeric: said after the field
 * @property {any[]} correct  answers, any of which is right
 */
import { t } from "./texts.js";

/** Makes an element: `el("p", {class: "x"}, "text", child)`. Text is never read as HTML. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const tidy = (text) => text.trim().replace(/\s+/g, " ").toLocaleLowerCase();
const anyOf = (equal) => (question, answer) => question.correct.some((right) => equal(right, answer));

function options(fieldset, question, choices, type, chosen = []) {
  for (const [value, text] of choices) {
    const input = el("input", { type, name: question.id, value, checked: chosen.includes(value) });
    fieldset.append(el("label", { class: "option" }, input, el("span", {}, text)));
  }
  return () => [...fieldset.querySelectorAll("input:checked")].map((input) => input.value);
}

function field(fieldset, question, attributes, value) {
  const input = el("input", {
    name: question.id,
    value,
    autocomplete: "off",
    "aria-label": question.text,
    ...attributes,
  });
  fieldset.append(el("p", { class: "field" }, input, question.unit ? ` ${question.unit}` : ""));
  return () => input.value.trim();
}

/** An ordered list whose rows move by buttons. */
function ordering(fieldset, question, earlier) {
  const list = el("ol", { class: "ordering" });
  const move = (row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    row.querySelector(by < 0 ? "[data-up]" : "[data-down]").focus();
  };
  const texts = new Map(question.options);
  for (const value of earlier ?? texts.keys()) {
    const text = texts.get(value);
    const row = el("li", { "data-value": value });
    row.append(
      el("span", {}, text),
      el("button", { type: "button", "data-up": true, "aria-label": t.up(text), onclick: () => move(row, -1) }, "↑"),
      el("button", { type: "button", "data-down": true, "aria-label": t.down(text), onclick: () => move(row, 1) }, "↓"),
    );
    list.append(row);
  }
  fieldset.append(el("p", { class: "how" }, t.order), list);
  return () => [...list.children].map((row) => row.dataset.value);
}

function matching(fieldset, question, earlier) {
  const chosen = new Map(earlier);
  fieldset.append(el("p", { class: "how" }, t.pairs));
  for (const [value, text] of question.options) {
    const select = el("select", { "data-source": value }, el("option", { value: "" }, t.choose));
    for (const [target, name] of question.targets) {
      const selected = chosen.get(value) === target;
      select.append(el("option", { value: target, selected }, name));
    }
    fieldset.append(el("label", { class: "pair" }, el("span", {}, text), select));
  }
  return () => {
    const pairs = [...fieldset.querySelectorAll("select")].map((s) => [s.dataset.source, s.value]);
    return pairs.every(([, target]) => target) ? pairs : null;
  };
}

const KINDS = {
  "true-false": {
    build(fieldset, question, earlier) {
      const both = [["true", t.true], ["false", t.false]];
      const read = options(fieldset, question, both, "radio", [String(earlier)]);
      return () => (read().length ? read()[0] === "true" : null);
    },
    judge: anyOf(same),
  },
  choice: {
    build(fieldset, question, earlier) {
      if (question.several) fieldset.append(el("p", { class: "how" }, t.several));
      const type = question.several ? "checkbox" : "radio";
      const read = options(fieldset, question, question.options, type, earlier);
      return () => (read().length ? read() : null);
    },
    judge: anyOf(same),
  },
  likert: {
    build(fieldset, question, earlier) {
      const read = options(fieldset, question, question.options, "radio", [earlier]);
      return () => read()[0] ?? null;
    },
    judge: () => null,
  },
  "fill-in": {
    build(fieldset, question, earlier) {
      const read = field(fieldset, question, { type: "text", maxlength: 200 }, earlier);
      return () => read() || null;
    },
    judge: anyOf((right, answer) => tidy(right) === tidy(answer)),
  },
  numeric: {
    build(fieldset, question, earlier) {
      const number = { type: "text", inputmode: "decimal", maxlength: 12 };
      const read = field(fieldset, question, number, earlier);
      return () => {
        const number = Number(read().replace(",", "."));
        return read() && Number.isFinite(number) ? number : null;
      };
    },
    judge: anyOf(same),
  },
  sequencing: { build: ordering, judge: anyOf(same) },
  matching: { build: matching, judge: anyOf(same) },
};

/**
 * Draws a question.
 * @param {Question} question
 * @param {string} heading  "Question 2 of 8"
 * @param {[any, boolean|null]|undefined} given  the answer of an earlier visit, and its verdict
 * @param {(answer: any, right: boolean|null, seconds: number) => void} onAnswer
 */
export function drawQuestion(question, heading, given, onAnswer) {
  const kind = KINDS[question.type];
  const legend = el("legend", {}, el("small", {}, heading), question.text);
  const fieldset = el("fieldset", {}, legend);
  const read = kind.build(fieldset, question, given?.[0]);
  const check = el("button", { type: "submit", class: "primary" }, t.check);
  const verdict = el("div", { class: "verdict", role: "status" });
  let shownAt = Date.now();

  const close = (right) => {
    fieldset.disabled = true;
    check.hidden = true;
    const word = right === null ? t.thanks : right ? t.right : t.wrong;
    verdict.dataset.right = String(right);
    verdict.replaceChildren(el("strong", {}, word), " ", question.why ?? "");
  };
  const form = el("form", { class: "question", novalidate: true }, fieldset, check, verdict);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = read();
    if (answer === null) {
      fieldset.querySelector("input, select").focus();
      return;
    }
    const right = kind.judge(question, answer);
    close(right);
    onAnswer(answer, right, (Date.now() - shownAt) / 1000);
  });
  form.addEventListener("shown", () => {
    shownAt = Date.now();
  });
  if (given) close(given[1]);
  return form;
}
