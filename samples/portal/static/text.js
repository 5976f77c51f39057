/**
 * What the portal says, in the user's language: text.en.json and text.ru.json, the same keys.
 * A value is a text with {holes}, or an object of plural forms chosen by the hole `n`.
 */
const KEY = "portal.language";
let current = "en";
let texts = {};

/** The language of the page: "en" or "ru". */
export const language = () => current;
export const otherLanguage = () => (current === "ru" ? "en" : "ru");

/** Loads the language that was chosen last, else the browser's. */
export function loadLanguage() {
  const wanted = localStorage.getItem(KEY) ?? navigator.language;
  return useLanguage(wanted.startsWith("ru") ? "ru" : "en");
}

export async function useLanguage(wanted) {
  texts = await (await fetch(`/static/text.${wanted}.json`)).json();
  current = wanted;
  localStorage.setItem(KEY, wanted);
  document.documentElement.lang = wanted;
}

/** @param {string} key @param {Record<string, string|number>} [values] */
export function t(key, values = {}) {
  let text = texts[key] ?? `⟦${key}⟧`;
  if (typeof text === "object") {
    text = text[new Intl.PluralRules(current).select(Number(values.n))] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (_, name) => formatted(values[name]));
}

/** Whether there is a text: for words that come from elsewhere, such as the phase of a job. */
export const known = (key) => key in texts;

const formatted = (value) => (typeof value === "number" ? value.toLocaleString(current) : value);

/** Fills the elements of the page that name their text: data-t, data-t-label. */
export function fillTexts(root) {
  for (const place of root.querySelectorAll("[data-t]")) place.textContent = t(place.dataset.t);
  for (const place of root.querySelectorAll("[data-t-label]")) {
    place.setAttribute("aria-label", t(place.dataset.tLabel));
    place.title = t(place.dataset.tLabel);
  }
}

export function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), 3);
  const number = count / 1000 ** step;
  return number.toLocaleString(current, { style: "unit", unit: units[step], maximumFractionDigits: 1 });
}

/** 65 → "1:05", 3600 → "1:00:00" */
export function duration(seconds) {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, n) => (n ? String(part).padStart(2, "0") : part)).join(":");
}

export function moment(iso) {
  return new Date(iso).toLocaleString(current, { dateStyle: "short", timeStyle: "medium" });
}

/** What time it is. */
export const clock = () => new Date().toLocaleTimeString(current);

export const percent = (hundredths) => `${Math.round(hundredths).toLocaleString(current)} %`;

/** The text of a language map, {"en-US": …}, in the page's language if it has it. */
export function ofMap(map = {}) {
  const names = Object.keys(map);
  const name = names.find((tag) => tag.startsWith(current)) ?? names[0];
  return name === undefined ? "" : map[name];
}
