// @ts-check
/** The API of SCORM 1.2 (Run-Time Environment 1.2, section 3.3), which content finds as `API`. */

import { ApiSession } from "./api.js";

/**
 * @param {import("./cmi.js").Table} table
 * @param {Record<string, string>} values
 * @param {import("./api.js").Hooks} hooks
 * @param {import("./cmi.js").Options} [options]
 */
export function createApi(table, values, hooks, options = {}) {
  const session = new ApiSession(table, values, hooks, options);
  return Object.freeze({
    /** @param {unknown} [argument] */
    LMSInitialize: (argument) => session.initialize("LMSInitialize", argument),
    /** @param {unknown} [argument] */
    LMSFinish: (argument) => session.terminate("LMSFinish", argument),
    /** @param {unknown} [element] */
    LMSGetValue: (element) => session.get("LMSGetValue", element),
    /** @param {unknown} [element] @param {unknown} [value] */
    LMSSetValue: (element, value) => session.set("LMSSetValue", element, value),
    /** @param {unknown} [argument] */
    LMSCommit: (argument) => session.commit("LMSCommit", argument),
    LMSGetLastError: () => session.lastError(),
    /** @param {unknown} [code] */
    LMSGetErrorString: (code) => session.errorString(code),
    /** @param {unknown} [code] */
    LMSGetDiagnostic: (code) => session.diagnostic(code),
    close: () => session.close(),
  });
}
