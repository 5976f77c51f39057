// @ts-check
/**
 * The player page: puts the parts together. Everything that matters is decided elsewhere: what to
 * deliver by the server (`protocol.js`), what is durable by the outbox (`outbox.js`), what a call
 * of the content answers by the adapters (`api_scorm12.js`, `api_scorm2004.js`).
 */

import { closeTheWayUp, installApi, loadTable } from "./apis.js";
import { ContentFrame } from "./content_frame.js";
import { Outbox } from "./outbox.js";
import { OutboxStorage } from "./outbox_storage.js";
import { Portal } from "./portal.js";
import { recover } from "./recovery.js";
import { Shell } from "./shell.js";
import { announce } from "./takeover.js";
import { loadTexts } from "./texts.js";
import { createTransport } from "./transport.js";

/** @typedef {import("./protocol.js").Delivery} Delivery */
/** @typedef {import("./protocol.js").NavigationRequest} NavigationRequest */
/** @typedef {import("./protocol.js").Preload} Preload */
/** @typedef {import("./protocol.js").Receipt} Receipt */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./texts.js").Say} Say */

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
  /** @type {(() => void) | null} takes the delivered SCO's API away */
  #closeApi = null;
  /** @type {number | null} */
  #visit = null;
  #busy = false;

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
          if (this.#busy) this.#showWait();
        },
        onReceipt: (receipt) => this.#heed(receipt),
        onStop: (reason) => this.#stop(reason),
      },
    });
    this.#shell = new Shell(preload, say, (request) => void this.#navigate(request));
    this.#watchPage();
  }

  async start() {
    announce(this.#preload.attempt, this.#preload.epoch, () => this.#outbox.check());
    this.#shell.showStatus(this.#preload.view.status);
    this.#shell.showWait(this.#say("loading"));
    const fresh = await recover(this.#preload, this.#transport, this.#storage, () =>
      this.#shell.showWait(this.#say("recovering")),
    );
    await this.#show(fresh ?? this.#preload.view);
  }

  /** The player could not start. */
  fail() {
    this.#shell.pause();
    this.#trouble("failed.title", this.#say("failed.text"));
  }

  /** @param {NavigationRequest} request */
  async #navigate(request) {
    if (this.#busy) return;
    this.#busy = true;
    this.#shell.pause();
    this.#showWait();
    this.#outbox.hold();
    await this.#unload();
    await this.#settle(this.#outbox.navigate(request));
  }

  /** The SCO has terminated by itself. @param {Promise<View>} view */
  async #terminated(view) {
    if (this.#busy) return;
    this.#busy = true;
    this.#shell.pause();
    this.#showWait();
    await this.#settle(view);
  }

  /** Say why the learner waits for what comes next. */
  #showWait() {
    this.#shell.showWait(this.#say(this.#outbox.state === "offline" ? "waiting" : "navigating"));
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
    if (deliver && deliver.visit === this.#visit) {
      this.#shell.showFinished(); // the content has ended itself and stays where it is
      return;
    }
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
    const { table, values } = delivery;
    if (table && values) {
      const model = await loadTable(table);
      const { language, course } = this.#preload;
      const options = { strict: delivery.strict ?? false, language, edition: course.edition ?? null };
      this.#outbox.begin(delivery.activity, delivery.visit, values);
      this.#closeApi = installApi(table, model, values, this.#hooks(), options);
    }
    this.#frame.show(delivery);
    // not before the learner has come here: a portal's page must not scroll to the player
    if (document.hasFocus()) this.#frame.focus();
  }

  /** @returns {import("./api.js").Hooks} what happens at the content's calls */
  #hooks() {
    return {
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
    };
  }

  /** Unload the content: its last words still reach its API, which then is over. */
  async #unload() {
    await this.#frame.clear();
    this.#closeApi?.();
    this.#closeApi = null;
    this.#visit = null;
  }

  /** @param {View} view */
  #end(view) {
    this.#portal.tell("exit", { ended: view.ended, result: view.result });
    const exit = webAddress(this.#preload.exitUrl);
    const key = ENDINGS[view.ended ?? ""] ?? "ended";
    this.#shell.finish();
    this.#shell.showMessage({
      look: key === "ended" ? "done" : "paused",
      title: this.#say(`${key}.title`),
      text: this.#say(exit ? "returning" : `${key}.text`),
      result: view.result,
    });
    if (exit) window.location.replace(exit);
    else if (this.#preload.exitWay === "closer") window.close();
    else if (this.#preload.exitWay === "blank") window.location.replace("about:blank");
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
    this.#shell.finish();
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

/** @returns {Promise<void>} */
async function main() {
  const above = closeTheWayUp();
  /** @type {Preload} */
  const preload = JSON.parse(document.getElementById("preload")?.textContent ?? "null");
  const { registration, embedOrigin, language, view } = preload;
  if (view.deliver?.table) void loadTable(view.deliver.table); // while the texts come
  const say = await loadTexts(language);
  const portal = new Portal(above, embedOrigin, registration, view.result);
  const player = new Player(preload, say, portal);
  try {
    await player.start();
  } catch (error) {
    player.fail();
    throw error;
  }
}

await main();
