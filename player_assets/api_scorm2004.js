// @ts-check
/** The API of SCORM 2004 (Run-Time Environment, 3.1), which content finds as `API_1484_11`. */

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
    version: "1.0",
    /** @param {unknown} [argument] */
    Initialize: (argument) => session.initialize("Initialize", argument),
    /** @param {unknown} [argument] */
    Terminate: (argument) => session.terminate("Terminate", argument),
    /** @param {unknown} [element] */
    GetValue: (element) => session.get("GetValue", element),
    /** @param {unknown} [element] @param {unknown} [value] */
    SetValue: (element, value) => session.set("SetValue", element, value),
    /** @param {unknown} [argument] */
    Commit: (argument) => session.commit("Commit", argument),
    GetLastError: () => session.lastError(),
    /** @param {unknown} [code] */
    GetErrorString: (code) => session.errorString(code),
    /** @param {unknown} [code] */
    GetDiagnostic: (code) => session.diagnostic(code),
    close: () => session.close(),
  });
}
