/** What the pages say, in the language of the page. */

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: {
    seen: "{seen} of {all} pages read",
    page: "Page {page} of {all}",
    previous: "Previous page",
    next: "Next page",
    larger: "Larger",
    smaller: "Smaller",
    download: "Download the PDF",
    resumed: "You left off on page {page}.",
    unread: "Not read yet, only passed by: page {pages}.",
    goThere: "Go there",
    watched: "{share} % watched",
    continued: "You left off at {time}.",
    fromStart: "From the start",
    done: "Done",
    read: "{share} % read",
    alone: "No learning system was found: what you do here is not saved.",
    broken: "This file cannot be played by this browser.",
  },
  ru: {
    seen: "Прочитано страниц: {seen} из {all}",
    page: "Страница {page} из {all}",
    previous: "Предыдущая страница",
    next: "Следующая страница",
    larger: "Крупнее",
    smaller: "Мельче",
    download: "Скачать PDF",
    resumed: "Вы остановились на странице {page}.",
    unread: "Ещё не прочитаны, только пролистаны страницы: {pages}.",
    goThere: "Перейти",
    watched: "Просмотрено {share} %",
    continued: "Вы остановились на {time}.",
    fromStart: "Сначала",
    done: "Пройдено",
    read: "Прочитано {share} %",
    alone: "Система обучения не найдена: результаты здесь не сохраняются.",
    broken: "Браузер не может воспроизвести этот файл.",
  },
};

/**
 * @param {string} name
 * @param {Record<string, string|number>} [values]
 */
export function say(name, values = {}) {
  const language = document.documentElement.lang.toLowerCase().startsWith("ru") ? "ru" : "en";
  const text = TEXTS[language]?.[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** Fills in the page's own labels: `data-say` the text, `data-label` the name of a button. */
export function sayAll() {
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(/** @type {HTMLElement} */ (element).dataset.say ?? "");
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = say(/** @type {HTMLElement} */ (element).dataset.label ?? "");
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
  }
}
