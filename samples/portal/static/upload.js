/** Uploading packages: drop files or choose them; each shows its progress and what was found. */
import * as api from "./api.js";
import { el } from "./dom.js";
import { drawFindings } from "./findings.js";
import { bytes, known, t } from "./text.js";

const JOB_PAUSE = 300; // ms between two looks at a job

/** @param {() => void} onImported  called after each course that came in */
export function drawUploads(onImported) {
  const list = el("ul", { class: "uploads", "aria-live": "polite" });
  const input = el("input", { type: "file", id: "packages", accept: ".zip,application/zip", multiple: true });
  const take = (files) => {
    for (const file of files) list.prepend(drawUpload(file, onImported));
    input.value = "";
  };
  input.addEventListener("change", () => take([...input.files]));
  const drop = el(
    "label",
    { class: "drop", for: "packages" },
    el("strong", {}, t("dropHere")),
    el("span", {}, t("dropHint")),
    input,
  );
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") take([...event.dataTransfer.files]);
    });
  }
  return el("section", { class: "upload" }, el("h2", {}, t("addCourse")), drop, list);
}

function drawUpload(file, onImported) {
  const cancelling = new AbortController();
  const bar = el("progress", { max: file.size, value: 0, "aria-label": file.name });
  const status = el("span", { class: "status" });
  const cancel = el("button", { type: "button", class: "quiet", onclick: () => cancelling.abort() }, t("cancel"));
  const row = el("li", {}, el("p", {}, el("strong", {}, file.name), " ", status, cancel), bar);
  run();
  return row;

  async function run() {
    try {
      const job = await api.upload(file, showSent, cancelling.signal);
      cancel.remove();
      showEnd(await follow(job));
    } catch (error) {
      showTrouble(error.name === "AbortError" ? t("cancelled") : error.message || t("unreachable"));
    }
  }

  function showSent(sent) {
    bar.value = sent;
    status.textContent = t("sent", { done: bytes(Math.min(sent, file.size)), total: bytes(file.size) });
  }

  /** Asks for the job until it has ended. */
  async function follow(id) {
    for (;;) {
      const job = await api.importJob(id);
      if (job.status !== "RUNNING") return job;
      const { phase, done, total } = job.progress ?? {};
      bar.max = total || 1;
      if (total) bar.value = done;
      else bar.removeAttribute("value"); // no measure: the bar only says that something goes on
      const name = known(`phase.${phase}`) ? t(`phase.${phase}`) : t("phase.other");
      status.textContent = total ? t("phaseOf", { name, done: bytes(done), total: bytes(total) }) : name;
      await new Promise((resolve) => setTimeout(resolve, JOB_PAUSE));
    }
  }

  function showEnd(job) {
    const findings = job.findings ?? [];
    if (job.status !== "COMPLETE") {
      showTrouble(findings.length ? t("refused") : job.message || t("refused"));
    } else {
      bar.remove();
      row.dataset.outcome = "good";
      const conformant = findings.every((finding) => finding.severity === "info");
      status.textContent = conformant ? t("imported") : t("importedWithFindings");
      const course = job.importResult.course;
      const address = `#/play/${encodeURIComponent(course.id)}`;
      row.append(el("p", {}, el("a", { href: address }, course.title)));
      onImported();
    }
    if (findings.length) row.append(drawFindings(findings, { open: job.status !== "COMPLETE" }));
  }

  function showTrouble(text) {
    bar.remove();
    cancel.remove();
    row.dataset.outcome = "bad";
    status.textContent = text;
  }
}
