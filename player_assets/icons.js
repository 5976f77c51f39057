// @ts-check
/** The icons of the player: drawn once as symbols in player.html, used by name. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name a symbol `icon-<name>` of player.html
 * @returns {SVGSVGElement} hidden from screen readers: there is always a text beside it
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
