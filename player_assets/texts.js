// @ts-check
/**
 * What a page says, in its reader's language. The keys of the two files, `<name>.ru.json` and
 * `<name>.en.json`, are the same; `{name}` in a text marks a value that the caller fills in. A
 * text may be an object of plural forms, chosen by the value `n`.
 */

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Say */

/**
 * @param {string} language
 * @param {string} [name] of the files; the player's unless said
 * @returns {Promise<Say>}
 */
export async function loadTexts(language, name = "text") {
  const tongue = language === "ru" ? "ru" : "en";
  const response = await fetch(new URL(`${name}.${tongue}.json`, import.meta.url));
  /** @type {Record<string, string | Record<string, string>>} */
  const texts = await response.json();
  const plural = new Intl.PluralRules(tongue);
  return (key, values = {}) => {
    const found = texts[key] ?? key;
    const text =
      typeof found === "string" ? found : (found[plural.select(Number(values["n"]))] ?? found["other"] ?? key);
    return text.replace(/\{(\w+)\}/g, (whole, hole) => {
      const value = values[hole] ?? whole;
      return typeof value === "number" ? value.toLocaleString(tongue) : value;
    });
  };
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
