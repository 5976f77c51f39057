// @ts-check
/**
 * What the tolerant profile makes of a value that content plainly meant: the twin of
 * `runtime/cmi/mending.py`.
 */

const TIMESPAN = /^([0-9]{1,4}):([0-9]{1,3}):([0-9]{1,3})(?:\.([0-9]{1,20}))?$/u;
const FRACTION = /(\.[0-9]{2})[0-9]+/u;
const ZONE_AFTER_SECONDS = /(T[0-9]{2}:[0-9]{2}:[0-9]{2})(?=Z|[+-])/u;
const HOURS_LIMIT = 9_999;

/** @param {string} text */
const trimmed = (text) => text.replace(/^[ \t\r\n]+/u, "").replace(/[ \t\r\n]+$/u, "");

/** @param {number} number @param {number} digits */
const padded = (number, digits) => String(number).padStart(digits, "0");

/** @param {string} text such as `0:5:3`, `00:90:00`, `00:00:01.2345` */
function timespan(text) {
  const parts = TIMESPAN.exec(trimmed(text));
  if (!parts) return text;
  const minutes = Number(parts[2]) + Math.floor(Number(parts[3]) / 60);
  const hours = Math.min(Number(parts[1]) + Math.floor(minutes / 60), HOURS_LIMIT);
  const fraction = parts[4] ? `.${parts[4].slice(0, 2)}` : "";
  const seconds = padded(Number(parts[3]) % 60, 2);
  return `${padded(hours, 4)}:${padded(minutes % 60, 2)}:${seconds}${fraction}`;
}

/** @param {string} text such as `PT1.2345S`: finer parts of a second are dropped */
const hundredths = (text) => trimmed(text).replace(FRACTION, "$1");

/** @type {Record<string, (text: string) => string>} */
export const MENDS = {
  decimal: (text) => trimmed(trimmed(text).replace(/%$/u, "")).replace(",", "."),
  lower: (text) => trimmed(text).toLowerCase(),
  timespan,
  hundredths,
  // a zone follows a fraction only
  moment: (text) => hundredths(text).replace(ZONE_AFTER_SECONDS, "$1.0"),
  trim: trimmed,
};
