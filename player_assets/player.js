// @ts-check
/**
 * The player page: puts the parts together. Everything that matters is decided elsewhere: what to
 * deliver by the server (`protocol.js`), what is durable by the outbox (`outbox.js`), what a call
 * of the content answers by the adapters (`api_scorm12.js`, `api_scorm2004.js`).
 */

import { createApi as createApi12 } from "./api_scorm12.js";
import { createApi as createApi2004 } from "./api_scorm2004.js";
import { ContentFrame } from "./content_frame.js";
import { Outbox } from "./outbox.js";
import { OutboxStorage } from "./outbox_storage.js";
import { Portal } from "./portal.js";
import { recover } from "./recovery.js";
import { Shell } from "./shell.js";
import { loadTexts } from "./texts.js";
import { createTransport } from "./transport.js";

/** @typedef {import("./cmi.js").Table} Table */
/** @typedef {import("./protocol.js").Delivery} Delivery */
/** @typedef {import("./protocol.js").NavigationRequest} NavigationRequest */
/** @typedef {import("./protocol.js").Preload} Preload */
/** @typedef {import("./protocol.js").Receipt} Receipt */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./texts.js").Say} Say */

const ADAPTERS = {
  scorm12: { createApi: createApi12, name: "API" },
  scorm2004: { createApi: createApi2004, name: "API_1484_11" },
};

/** @type {Record<string, string>} how a session ended → the texts that say so */
const ENDINGS = { suspend: "suspended", abandon: "abandoned" };

class Player {
  #preload;
  #say;
  #portal;
  #storage = new OutboxStorage();
  #transport;
  #outbox;
  #frame;
  #shell;
  /** @type {{close: () => void} | null} the API of the delivered SCO */
  #api = null;
  /** @type {number | null} */
  #visit = null;
  #busy = false;
  /** @type {Map<string, Promise<Table>>} */
  #tables = new Map();

  /**
   * @param {Preload} preload
   * @param {Say} say
   * @param {Portal} portal
   */
  constructor(preload, say, portal) {
    this.#preload = preload;
    this.#say = say;
    this.#portal = portal;
    this.#transport = createTransport(`/rte/${preload.session}`);
    this.#frame = new ContentFrame(
      /** @type {HTMLIFrameElement} */ (document.getElementById("content")),
      {
        onLeave: () => {
          if (!this.#busy) this.#outbox.leave();
        },
        onResize: (height) => this.#tellHeight(height),
      },
    );
    this.#outbox = new Outbox({
      ...preload,
      transport: this.#transport,
      storage: this.#storage,
      timers: {
        now: Date.now,
        set: (run, ms) => setTimeout(run, ms),
        clear: (timer) => clearTimeout(timer),
        random: Math.random,
      },
      isLeaving: () => this.#frame.isLeaving(),
      listener: {
        onState: (state) => {
          this.#shell.showSaveState(state);
          this.#portal.tell("save", { state });
          if (this.#busy && state === "offline") this.#shell.showWait(this.#say("waiting"));
        },
        onReceipt: (receipt) => this.#heed(receipt),
        onStop: (reason) => this.#stop(reason),
      },
    });
    this.#shell = new Shell(preload, say, (request) => void this.#navigate(request));
    this.#watchPage();
  }

  async start() {
    this.#shell.showStatus(this.#preload.view.status);
    this.#shell.showWait(this.#say("loading"));
    const fresh = await recover(this.#preload, this.#transport, this.#storage, () =>
      this.#shell.showWait(this.#say("recovering")),
    );
    await this.#show(fresh ?? this.#preload.view);
  }

  /** @param {NavigationRequest} request */
  async #navigate(request) {
    if (this.#busy) return;
    this.#busy = true;
    this.#shell.pause();
    this.#shell.showWait(this.#say("navigating"));
    this.#outbox.hold();
    await this.#unload();
    await this.#settle(this.#outbox.navigate(request));
  }

  /** The SCO has terminated by itself. @param {Promise<View>} view */
  async #terminated(view) {
    if (this.#busy) return;
    this.#busy = true;
    this.#shell.pause();
    await this.#settle(view);
  }

  /** @param {Promise<View>} answer */
  async #settle(answer) {
    try {
      const view = await answer;
      this.#busy = false;
      await this.#show(view);
    } catch (error) {
      this.#busy = false;
      this.#trouble("refused.title", error instanceof Error ? error.message : "");
    }
  }

  /** @param {View} view */
  async #show(view) {
    this.#shell.showWait(null);
    this.#shell.showView(view);
    this.#heed(view);
    const { deliver } = view;
    if (deliver && deliver.visit === this.#visit) return; // the same SCO goes on
    await this.#unload();
    if (deliver?.kind === "sco" && !deliver.values) {
      window.location.reload(); // the visit was under way here: a new page resumes it
      return;
    }
    if (deliver) await this.#deliver(deliver);
    else if (view.ended) this.#end(view);
    else {
      this.#shell.showMessage({
        look: "course",
        title: this.#say("choose.title"),
        text: this.#say("choose.text"),
      });
    }
  }

  /** @param {Delivery} delivery */
  async #deliver(delivery) {
    this.#visit = delivery.visit;
    this.#shell.showMessage(null);
    if (delivery.table && delivery.values) {
      const table = await this.#table(delivery.table);
      this.#outbox.begin(delivery.activity, delivery.visit, delivery.values);
      this.#install(delivery.table, table, delivery);
    }
    this.#frame.show(delivery);
    this.#frame.focus();
  }

  /**
   * Put the API where the content looks for it: on this window.
   * @param {"scorm12" | "scorm2004"} standard
   * @param {Table} table
   * @param {Delivery} delivery
   */
  #install(standard, table, delivery) {
    const { createApi, name } = ADAPTERS[standard];
    const api = createApi(
      table,
      delivery.values ?? {},
      {
        onInitialize: () => {
          this.#frame.watch();
          this.#outbox.markInitialize();
        },
        onSet: (element, value) => this.#outbox.record(element, value),
        onCommit: () => this.#outbox.commit(),
        onTerminate: () => {
          const { durable, view } = this.#outbox.terminate();
          if (view) void this.#terminated(view);
          return durable;
        },
      },
      {
        strict: delivery.strict ?? false,
        language: this.#preload.language,
        edition: this.#preload.course.edition ?? null,
      },
    );
    this.#api = api;
    Reflect.set(window, name, api);
  }

  /** Unload the content: its last words still reach its API, which then is over. */
  async #unload() {
    await this.#frame.clear();
    this.#api?.close();
    this.#api = null;
    this.#visit = null;
    for (const { name } of Object.values(ADAPTERS)) Reflect.deleteProperty(window, name);
  }

  /** @param {View} view */
  #end(view) {
    this.#portal.tell("exit", { ended: view.ended, result: view.result });
    const exit = webAddress(this.#preload.exitUrl);
    const key = ENDINGS[view.ended ?? ""] ?? "ended";
    this.#shell.pause();
    this.#shell.showMessage({
      look: key === "ended" ? "done" : "paused",
      title: this.#say(`${key}.title`),
      text: exit ? this.#say("returning") : this.#preload.exitMessage || this.#say(`${key}.text`),
      result: view.result,
    });
    if (exit) window.location.replace(exit);
  }

  /** @param {Receipt | View} receipt */
  #heed(receipt) {
    if (receipt.status) {
      this.#portal.tellProgress(this.#shell.showStatus(receipt.status), this.#shell.parts);
    }
    if (receipt.result) this.#portal.tellResult(receipt.result);
  }

  /** @param {import("./outbox.js").StopReason} reason */
  #stop(reason) {
    const keys = { "taken-over": "takenOver", ended: "attemptEnded", unknown: "unknownSession" };
    this.#busy = true;
    this.#shell.pause();
    void this.#unload().then(() => {
      const here = { text: this.#say("takenOver.here"), run: () => window.location.reload() };
      this.#shell.showMessage({
        look: "paused",
        title: this.#say(`${keys[reason]}.title`),
        text: this.#say(`${keys[reason]}.text`),
        ...(reason === "taken-over" ? { button: here } : {}),
      });
    });
  }

  /** @param {string} title @param {string} text */
  #trouble(title, text) {
    this.#shell.showMessage({
      look: "trouble",
      title: this.#say(title),
      text,
      button: { text: this.#say("reload"), run: () => window.location.reload() },
    });
  }

  #watchPage() {
    const leave = () => this.#outbox.leave();
    window.addEventListener("beforeunload", leave);
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") leave();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.#outbox.check();
    });
    window.addEventListener("online", () => this.#outbox.online());
    window.addEventListener("offline", () => this.#outbox.offline());
  }

  /** @param {"scorm12" | "scorm2004"} name @returns {Promise<Table>} */
  #table(name) {
    const known = this.#tables.get(name);
    if (known) return known;
    const table = fetch(new URL(`cmi.${name}.json`, import.meta.url)).then((said) => said.json());
    this.#tables.set(name, table);
    return table;
  }

  /** @param {number} height of the content */
  #tellHeight(height) {
    const around = window.innerHeight - (document.getElementById("content")?.clientHeight ?? 0);
    this.#portal.tell("resize", { height: height + around });
  }
}

/** @param {string | null} text @returns {string | null} the address when it is a web address */
function webAddress(text) {
  try {
    const url = new URL(text ?? "");
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * End the content's search for an API here. The standards' search goes from parent to parent; the
 * next one is the portal, another origin, where reading any property throws. A second, inactive
 * API object would stop the search as well, but content that speaks both standards would take it.
 * @returns {Window | null} the framing window
 */
function closeTheWayUp() {
  const above = window.parent === window ? null : window.parent;
  Object.defineProperty(window, "parent", { value: window, configurable: true });
  return above;
}

const above = closeTheWayUp();
/** @type {Preload} */
const preload = JSON.parse(document.getElementById("preload")?.textContent ?? "null");
const portal = new Portal(above, preload.embedOrigin, preload.attempt, preload.view.result);
await new Player(preload, await loadTexts(preload.language), portal).start();
