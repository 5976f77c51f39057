/** Durations as SCORM 1.2 and AICC write them (HHHH:MM:SS.SS) and as SCORM 2004 does (ISO 8601). */

const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, "0");

/** @param {number} seconds */
export function timespan(seconds) {
  const hundredths = Math.round(seconds * 100);
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, "0");
  const minutes = Math.floor(hundredths / 6000);
  return `${String(Math.floor(minutes / 60)).padStart(4, "0")}:${two(minutes % 60)}:${rest}`;
}

/** @param {number} seconds */
export function interval(seconds) {
  const hundredths = Math.round(seconds * 100);
  const minutes = Math.floor(hundredths / 6000);
  return `PT${Math.floor(minutes / 60)}H${minutes % 60}M${(hundredths % 6000) / 100}S`;
}

/**
 * @param {string} text
 * @returns {number} seconds, NaN when it is no timespan
 */
export function ofTimespan(text) {
  const found = /^(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(text);
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : NaN;
}

/**
 * @param {string} text
 * @returns {number} seconds, NaN when it is no interval; a year counts 365.25 days
 */
export function ofInterval(text) {
  const form =
    /^P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
  const found = form.exec(text);
  if (!found) return NaN;
  const units = [31557600, 2629800, 86400, 3600, 60, 1];
  return units.reduce((sum, unit, at) => sum + unit * Number(found[at + 1] ?? 0), 0);
}
