/** The list of courses; new ones, and new versions of those there are. */
import * as api from "./api.js";
import { el, number, say } from "./dom.js";
import { drawFindings } from "./findings.js";
import { drawImports } from "./import.js";
import { current, nameOf } from "./learners.js";
import { t } from "./text.js";

const STANDARDS = {
  SCORM12: "SCORM 1.2",
  SCORM20042NDEDITION: "SCORM 2004 · 2nd Edition",
  SCORM20043RDEDITION: "SCORM 2004 · 3rd Edition",
  SCORM20044THEDITION: "SCORM 2004 · 4th Edition",
  AICC: "AICC",
  XAPI: "xAPI",
  CMI5: "cmi5",
};

export async function show(place) {
  const list = el("ul", { class: "cards" });
  const refresh = async () => {
    const courses = await api.courses();
    list.replaceChildren(...courses.map((course) => card(course, refresh, imports.open)));
    if (!courses.length) list.append(el("li", { class: "empty" }, t("noCourses")));
  };
  const imports = drawImports(refresh);
  place.append(el("h1", {}, t("courses")), list, imports.section);
  await refresh();
}

function card(course, refresh, newVersion) {
  const learner = current();
  const address = `#/play/${encodeURIComponent(course.id)}`;
  const facts = [
    STANDARDS[course.courseLearningStandard] ?? course.courseLearningStandard,
    course.version > 0 && t("version", { n: course.version }),
    course.registrationCount > 0 && t("learners", { n: course.registrationCount }),
  ];
  return el(
    "li",
    { class: "card", "data-course": course.id },
    cover(course.id),
    el(
      "div",
      { class: "about" },
      el("h2", {}, el("a", { href: address }, course.title)),
      el("p", { class: "facts" }, ...facts.filter(Boolean).map((fact) => el("span", {}, fact))),
      remarks(course),
      el(
        "p",
        { class: "buttons" },
        learner && el("a", { class: "button primary", href: address, title: nameOf(learner) }, t("start")),
        el(
          "button",
          {
            type: "button",
            class: "quiet new-version",
            "aria-label": t("newVersionOf", { title: course.title }),
            onclick: () => newVersion(course.id),
          },
          t("newVersion"),
        ),
        el(
          "button",
          {
            type: "button",
            class: "quiet delete",
            "aria-label": t("deleteCourse", { title: course.title }),
            onclick: () => remove(course, refresh),
          },
          t("delete"),
        ),
      ),
    ),
  );
}

/** What was found in the package, asked for when it is opened. */
function remarks(course) {
  const place = el("details", { class: "remarks" }, el("summary", {}, t("remarks")));
  place.addEventListener("toggle", async () => {
    if (place.children.length > 1) return;
    const { findings = [] } = await api.course(course.id);
    place.append(
      findings.length ? drawFindings(findings, { open: true }) : el("p", { class: "empty" }, t("noRemarks")),
    );
  });
  return place;
}

/** A picture of overlapping discs, always the same for the same course. */
function cover(id) {
  const picture = el("div", { class: "cover", "aria-hidden": "true" });
  picture.style.setProperty("--hue", String(number(id, 12) * 30)); // far enough apart to tell
  for (const name of ["a", "b", "c"]) {
    const disc = el("i");
    disc.style.setProperty("--x", `${number(`${id}${name}x`, 100)}%`);
    disc.style.setProperty("--y", `${number(`${id}${name}y`, 100)}%`);
    disc.style.setProperty("--size", `${35 + number(`${id}${name}s`, 65)}%`);
    picture.append(disc);
  }
  return picture;
}

function remove(course, refresh) {
  const dialog = el(
    "dialog",
    { "aria-labelledby": "sure" },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: "sure" }, t("deleteCourse", { title: course.title })),
      el("p", {}, t("deleteWarning")),
      el(
        "p",
        { class: "buttons" },
        el("button", { value: "no" }, t("cancel")),
        el("button", { value: "yes", class: "danger" }, t("delete")),
      ),
    ),
  );
  dialog.addEventListener("close", async () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    await api.deleteCourse(course.id);
    await refresh();
    say(t("deleted", { title: course.title }));
  });
  document.body.append(dialog);
  dialog.showModal();
}
