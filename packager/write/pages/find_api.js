/**
 * Where the LMS is: the standard's search for its API object, upward through the parents of this
 * window, then through those of whoever opened it (SCORM 1.2 RTE 3.3.6, SCORM 2004 RTE 3.3.6).
 */

const DEEPEST = 500;

/**
 * @param {"API"|"API_1484_11"} name
 * @returns {any} the object, null where there is none
 */
export function findApi(name) {
  return upward(window, name) ?? (window.opener ? upward(window.opener, name) : null);
}

/**
 * @param {any} from
 * @param {string} name
 */
function upward(from, name) {
  let frame = from;
  for (let step = 0; step < DEEPEST; step += 1) {
    try {
      if (frame !== window && frame[name]) return frame[name];
      if (frame.parent === frame || !frame.parent) return null;
    } catch {
      return null; // a frame of another origin: whatever is above it is not ours to see
    }
    frame = frame.parent;
  }
  return null;
}
