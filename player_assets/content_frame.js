// @ts-check
/**
 * The frame that the content runs in: shows one activity after another, and notices when its
 * document goes away, which the content itself may fail to say.
 */

/** @typedef {import("./protocol.js").Delivery} Delivery */

const LEAVING = new Set(["beforeunload", "pagehide", "unload", "visibilitychange"]);
/** Content that asks "really leave?" or hangs is not waited for longer than this. */
const UNLOAD_MS = 2_000;
/** Deeper frames than this are not looked into. */
const DEPTH = 6;

export class ContentFrame {
  /** @type {HTMLIFrameElement} */
  #frame;
  #onLeave;
  #onResize;
  /** @type {WeakSet<Document>} */
  #watched = new WeakSet();

  /**
   * @param {HTMLIFrameElement} frame
   * @param {object} hooks
   * @param {() => void} hooks.onLeave the content's document is going away
   * @param {(height: number) => void} hooks.onResize the content's document has this height
   */
  constructor(frame, { onLeave, onResize }) {
    this.#frame = frame;
    this.#onLeave = onLeave;
    this.#onResize = onResize;
    frame.addEventListener("load", () => this.watch());
  }

  /**
   * Load an activity; the page that was there has been cleared before.
   * @param {Delivery} delivery
   */
  show(delivery) {
    this.#frame.dataset.activity = delivery.activity;
    this.#frame.title = delivery.title;
    this.#frame.hidden = false;
    this.#go(delivery.url);
  }

  /**
   * Unload what is shown and wait until it has said its last words.
   * @returns {Promise<void>}
   */
  async clear() {
    if (this.#frame.dataset.activity === undefined) return;
    const gone = new Promise((resolve) => {
      this.#frame.addEventListener("load", resolve, { once: true });
      setTimeout(resolve, UNLOAD_MS);
    });
    this.#go("about:blank");
    await gone;
    delete this.#frame.dataset.activity;
    this.#frame.hidden = true;
  }

  /** Move the keyboard into the content. */
  focus() {
    this.#frame.focus();
  }

  /** Notice when the document that is shown now goes away or grows. */
  watch() {
    const page = documentOf(this.#frame);
    const view = page?.defaultView;
    if (!page || !view || page.URL === "about:blank" || this.#watched.has(page)) return;
    this.#watched.add(page);
    const leave = () => this.#onLeave();
    page.addEventListener("visibilitychange", () => {
      if (page.visibilityState === "hidden") leave();
    });
    view.addEventListener("beforeunload", leave);
    view.addEventListener("pagehide", leave);
    const root = page.documentElement;
    if (root) new ResizeObserver(() => this.#onResize(root.scrollHeight)).observe(root);
  }

  /**
   * Whether the running code was called by an event of a page that goes away, be it the player's
   * page or any of the content's: browsers refuse synchronous requests there.
   * @returns {boolean}
   */
  isLeaving() {
    return isLeaving(window, 0);
  }

  /** @param {string} url */
  #go(url) {
    // replace, so that the browser's Back button leaves the course and not the activity
    this.#frame.contentWindow?.location.replace(url);
  }
}

/** @param {HTMLIFrameElement} frame @returns {Document | null} null for another origin's */
function documentOf(frame) {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** @param {Window} view @param {number} depth @returns {boolean} */
function isLeaving(view, depth) {
  try {
    if (LEAVING.has(view.event?.type ?? "")) return true;
    if (depth === DEPTH) return false;
    for (let index = 0; index < view.frames.length; index += 1) {
      const inner = view.frames[index];
      if (inner && isLeaving(inner, depth + 1)) return true;
    }
    return false;
  } catch {
    return false; // another origin's frame does not call us
  }
}
