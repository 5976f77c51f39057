// @ts-check
/**
 * The difference of two long values as one splice, so that a changed suspend_data of 64,000
 * characters costs what was changed and still fits into the last request of a closing page.
 *
 * Positions count Unicode code points, as the server's language does, not UTF-16 units.
 */

/** Below this many UTF-16 units a value is sent whole: the splice would save next to nothing. */
const LONG = 512;

/**
 * The splice that makes `value` out of `base`, or null when sending the value whole is as good.
 * @param {string | undefined} base the value that the other side has
 * @param {string} value well-formed text
 * @returns {[number, number, string] | null} start, how many code points to remove, text to insert
 */
export function spliceOf(base, value) {
  if (base === undefined || value.length < LONG || base.length < LONG) return null;
  let start = 0;
  const shorter = Math.min(base.length, value.length);
  while (start < shorter && base.charCodeAt(start) === value.charCodeAt(start)) start += 1;
  if (start > 0 && isHigh(base.charCodeAt(start - 1))) start -= 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    base.charCodeAt(base.length - 1 - tail) === value.charCodeAt(value.length - 1 - tail)
  ) {
    tail += 1;
  }
  if (tail > 0 && isLow(base.charCodeAt(base.length - tail))) tail -= 1;
  if (value.length - start - tail > value.length / 2) return null;
  const removed = base.slice(start, base.length - tail);
  return [points(base.slice(0, start)), points(removed), value.slice(start, value.length - tail)];
}

/**
 * The text with every lone half of a surrogate pair replaced. Content that cuts a string at a
 * fixed length leaves such halves behind, and no JSON parser on the server's side takes them.
 * @param {string} text
 * @returns {string}
 */
export function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) =>
    found.length === 2 ? found : "\uFFFD",
  );
}

/** @param {string} text @returns {number} */
function points(text) {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isHigh(text.charCodeAt(index))) pairs += 1;
  }
  return text.length - pairs;
}

/** @param {number} unit */
const isHigh = (unit) => unit >= 0xd800 && unit < 0xdc00;

/** @param {number} unit */
const isLow = (unit) => unit >= 0xdc00 && unit < 0xe000;
