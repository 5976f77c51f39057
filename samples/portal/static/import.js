/**
 * Uploading a package: the example of how to embed the import page of cursus.
 *
 * 1. The portal's server asks for an import link (server.py, import_link); the secret stays there.
 * 2. The link goes into an iframe. The page in it takes the file, shows what was found in it and
 *    asks whether to accept it.
 * 3. It tells what becomes of the package by postMessage. That is news: which courses there are is
 *    asked of the server.
 */
import * as api from "./api.js";
import { el, say } from "./dom.js";
import { t } from "./text.js";

const SANDBOX = "allow-scripts allow-same-origin allow-forms";

/**
 * Returns a section with a button for a new course, and a function that opens the page for another
 * version of one.
 * @param {() => void} onImported  called after each course or version that came in
 */
export function drawImports(onImported) {
  const place = el("section", { class: "import", "aria-label": t("addCourse") });
  const add = el("button", { type: "button", class: "primary", id: "add-course", onclick: () => open() }, t("addCourse"));
  let stop = () => {};

  const close = () => {
    stop();
    stop = () => {};
    place.replaceChildren(add);
    add.focus();
  };

  /** @param {string} [course]  the course that gets a new version */
  async function open(course) {
    stop();
    const { url } = await api.importLink(course);
    const embedded = embed(url, (event) => {
      if (event.type === "resize") embedded.frame.style.height = `${event.height}px`;
      if (event.type === "close" || event.type === "discarded") close();
      if (event.type === "imported") {
        say(t("imported", { title: event.title }));
        onImported();
      }
    });
    stop = embedded.stop;
    const cancel = el("button", { type: "button", class: "quiet", onclick: close }, t("cancel"));
    place.replaceChildren(embedded.frame, el("p", { class: "buttons" }, cancel));
    embedded.frame.scrollIntoView({ block: "nearest" });
    embedded.frame.focus();
  }

  place.append(add);
  return { section: place, open };
}

/**
 * Returns the frame with the import page in it, and a function that stops listening.
 * @param {string} url  the import link
 * @param {(event: {type: string, height?: number, title?: string}) => void} onEvent
 */
export function embed(url, onEvent) {
  const frame = el("iframe", { src: url, title: t("addCourse"), class: "importer", sandbox: SANDBOX });
  const listen = (message) => {
    const ours = message.source === frame.contentWindow && message.origin === new URL(url).origin;
    if (ours && message.data?.source === "cursus") onEvent(message.data);
  };
  window.addEventListener("message", listen);
  return { frame, stop: () => window.removeEventListener("message", listen) };
}
