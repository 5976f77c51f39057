// @ts-check
/**
 * What the player says, in the learner's language. The keys of text.ru.json and text.en.json are
 * the same; `{name}` in a text marks a value that the caller fills in.
 */

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

/**
 * @param {string} language
 * @returns {Promise<Say>}
 */
export async function loadTexts(language) {
  const name = language === "ru" ? "text.ru.json" : "text.en.json";
  const response = await fetch(new URL(name, import.meta.url));
  /** @type {Record<string, string>} */
  const texts = await response.json();
  return (key, values = {}) =>
    (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Fill the elements that name a text: `data-text` their content, `data-label` their aria-label
 * and tooltip.
 * @param {ParentNode} root
 * @param {Say} say
 */
export function translate(root, say) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = say(element.getAttribute("data-text") ?? "");
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    const label = say(element.getAttribute("data-label") ?? "");
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
  }
}
