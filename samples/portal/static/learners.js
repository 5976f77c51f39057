/** Who is learning: a demonstration has no sign-in, so the learner is picked in the header. */
import * as api from "./api.js";
import { el } from "./dom.js";
import { t } from "./text.js";

const KEY = "portal.learner";
const ADD = "+";
let known = [];
let chosen = null;

/** The learner now picked: {id, firstName, lastName}. */
export const current = () => chosen;

export const nameOf = ({ id, firstName, lastName }) =>
  [firstName, lastName].filter(Boolean).join(" ") || id;

const picker = () => /** @type {HTMLSelectElement} */ (document.getElementById("learner"));

/** Fills the picker. */
export async function load() {
  known = await api.learners();
  choose(localStorage.getItem(KEY));
}

/** @param {() => void} onChange  called when another learner was picked */
export function listen(onChange) {
  const select = picker();
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("new-learner"));
  const form = dialog.querySelector("form");
  select.addEventListener("change", () => {
    if (select.value === ADD) {
      draw(); // the choice stays as it was until there is somebody new
      form.reset();
      dialog.showModal();
    } else {
      choose(select.value);
      onChange();
    }
  });
  dialog.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async () => {
    const added = await api.addLearner(Object.fromEntries(new FormData(form)));
    known = [...known.filter((learner) => learner.id !== added.id), added];
    choose(added.id);
    onChange();
  });
}

function choose(id) {
  chosen = known.find((learner) => learner.id === id) ?? known[0] ?? null;
  if (chosen) localStorage.setItem(KEY, chosen.id);
  draw();
}

export function draw() {
  const select = picker();
  const people = known.map((learner) => el("option", { value: learner.id }, nameOf(learner)));
  select.replaceChildren(...people, el("option", { value: ADD }, t("addLearnerOption")));
  if (chosen) select.value = chosen.id;
}
