/** Making elements. Text becomes text nodes and is never read as HTML: titles may say anything. */

/**
 * `el("a", {href, class, onclick, disabled: true}, "text", child, null)`
 * @param {string} tag
 * @param {Record<string, any>} [attributes]  on…: a listener; true: present; false, null: absent
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {any}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child != null && child !== false).map(node));
  return made;
}

const node = (child) => (child instanceof Node ? child : String(child));

/** A number from 0 to `below` that is always the same for the same text. */
export function number(text, below) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 1_000_003;
  return sum % below;
}

let saidUntil = 0; // a timer

/** Tells everybody, screen readers included; gone after a while. */
export function say(text) {
  const place = document.getElementById("said");
  place.textContent = text;
  clearTimeout(saidUntil);
  saidUntil = setTimeout(() => place.replaceChildren(), 6000);
}

/**
 * Runs `look` now and then every `seconds`, but only while the page is seen and never twice at a
 * time. A look that fails is told like any other refusal and does not end the rest. Returns a
 * function that ends it.
 */
export function poll(seconds, look) {
  let timer = 0;
  let ended = false;
  const run = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      await look();
    } finally {
      clearTimeout(timer);
      if (!ended) timer = setTimeout(run, seconds * 1000);
    }
  };
  document.addEventListener("visibilitychange", run);
  run();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", run);
  };
}
