// @ts-check
/**
 * For portals: put the player into a page of yours. Copy this file or load it from cursus; it
 * needs nothing else. docs/player.md tells more.
 *
 *     import { embed } from "./embed.js";
 *     const player = embed(document.querySelector("#course"), launchLink, {
 *       onEvent: (event) => { if (event.type === "exit") player.remove(); },
 *     });
 */

/** What the content may do: run, but not move your page elsewhere. */
export const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox " +
  "allow-modals allow-downloads";
export const ALLOW = "fullscreen; autoplay; unload";

/**
 * What the player tells. Take it as a hint to look into the API, never as a result: it passes
 * through the learner's browser.
 * @typedef {object} PlayerEvent
 * @property {"cursus"} source
 * @property {"progress" | "completed" | "passed" | "failed" | "save" | "exit" | "resize"} type
 * @property {string} registration
 * @property {number} [completed] progress: how many parts are done
 * @property {number} [total] progress: of how many
 * @property {number | null} [score] completed, passed, failed: -1 to 1
 * @property {"saved" | "saving" | "offline"} [state] save
 * @property {string} [ended] exit: how
 * @property {number} [height] resize: pixels that the player needs to show everything at once
 */

/**
 * @typedef {object} Options
 * @property {(event: PlayerEvent) => void} [onEvent]
 * @property {string} [title] what a screen reader calls the frame
 * @property {boolean} [grow] let the frame grow with its content instead of scrolling inside
 */

/**
 * Put the player into an element.
 * @param {Element} place
 * @param {string} launchUrl a launch link made for this learner; its `embedOrigin` must be the
 *   origin of this page, or no event arrives
 * @param {Options} [options]
 * @returns {{frame: HTMLIFrameElement, remove: () => void}}
 */
export function embed(place, launchUrl, { onEvent, title = "", grow = false } = {}) {
  const { origin } = new URL(launchUrl, document.baseURI);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = ALLOW;
  frame.title = title;
  frame.style.cssText = "display: block; width: 100%; height: 100%; border: 0";
  frame.src = launchUrl;

  /** @param {MessageEvent} message */
  const hear = ({ origin: from, source, data }) => {
    if (from !== origin || source !== frame.contentWindow || data?.source !== "cursus") return;
    if (grow && data.type === "resize") frame.style.height = `${data.height}px`;
    onEvent?.(data);
  };
  window.addEventListener("message", hear);
  place.append(frame);
  return {
    frame,
    remove() {
      window.removeEventListener("message", hear);
      frame.remove();
    },
  };
}
