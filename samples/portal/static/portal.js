/**
 * The portal's frame: language, theme, the learner, and which view the address shows.
 *
 * A view is a module with `show(place, …parts of the address)`, which draws into the place and
 * gives back a function that ends what it started (or nothing). What the server refuses is told
 * here, in one place, so views do not catch it.
 */
import * as api from "./api.js";
import * as courses from "./courses.js";
import { el, say } from "./dom.js";
import * as learners from "./learners.js";
import * as play from "./play.js";
import * as results from "./results.js";
import * as statements from "./statements.js";
import { fillTexts, loadLanguage, otherLanguage, t, useLanguage } from "./text.js";

const VIEWS = { "": courses, play, results, statements };
const SECTIONS = { "": "courses", play: "courses", results: "results", statements: "results" };
const THEME = "portal.theme";

let end = null;

async function showView({ focus = true } = {}) {
  end?.();
  end = null;
  const [name, ...parts] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const view = VIEWS[name] ?? courses;
  document.body.dataset.view = name || "courses";
  /** @type {NodeListOf<HTMLElement>} */
  const links = document.querySelectorAll("[data-section]");
  for (const link of links) {
    const here = link.dataset.section === (SECTIONS[name] ?? "courses");
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const place = el("div", { class: "view" });
  const main = document.getElementById("view");
  main.replaceChildren(place);
  if (focus) main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  try {
    const ended = await view.show(place, ...parts);
    if (place.isConnected) end = ended;
    else ended?.(); // another view was asked for meanwhile
  } catch (refused) {
    if (!isRefusal(refused)) throw refused;
    place.append(el("p", { class: "trouble", role: "alert" }, refused.message || t("unreachable")));
  }
}

/** Whether the server said no, or did not answer. */
const isRefusal = (error) => error instanceof api.Refused;

function useTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

async function switchLanguage() {
  await useLanguage(otherLanguage());
  fillPage();
  learners.draw();
  await showView({ focus: false });
}

function switchTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const now = document.documentElement.dataset.theme ?? system;
  const theme = now === "dark" ? "light" : "dark";
  localStorage.setItem(THEME, theme);
  useTheme(theme);
}

function fillPage() {
  fillTexts(document);
  document.title = t("portal");
  document.getElementById("language").textContent = otherLanguage().toUpperCase();
}

useTheme(localStorage.getItem(THEME));
await loadLanguage();
fillPage();
document.getElementById("language").addEventListener("click", switchLanguage);
document.getElementById("theme").addEventListener("click", switchTheme);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the hash is the address of the view
  document.getElementById("view").focus();
});
window.addEventListener("hashchange", () => showView());
window.addEventListener("unhandledrejection", (event) => {
  if (!isRefusal(event.reason)) return;
  event.preventDefault();
  say(event.reason.message || t("unreachable"));
});
learners.listen(() => showView({ focus: false }));
await learners.load().catch((error) => {
  if (!isRefusal(error)) throw error; // the view will say so
});
await showView({ focus: false });
