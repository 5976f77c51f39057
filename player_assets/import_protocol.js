// @ts-check
/** What the import page and its server say to one another (docs/importing.md). Types only. */

/**
 * What stands in the page.
 * @typedef {object} Preload
 * @property {string} base path below which this link's requests go
 * @property {string} language "ru" or "en"
 * @property {{id: string, title: string | null, version: number | null}} course as it is now
 * @property {boolean} ask whether a judged package waits for a word
 * @property {boolean} used the course has another version by now: nothing more can be uploaded
 * @property {number} limit bytes of a package
 * @property {string | null} embedOrigin the page that may hear us
 * @property {string | null} redirectUrl where the author goes at the end
 */

/** @typedef {"error" | "warning" | "info"} Severity */

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {Severity} severity
 * @property {string} message
 * @property {string} [hint]
 * @property {string} [file]
 * @property {number} [line]
 * @property {number} [column]
 * @property {string} [element]
 * @property {string} [clause]
 * @property {boolean} [mended]
 * @property {string} [source] the line, or what is around the column
 * @property {number} [caret] where in the source, from 0
 */

/**
 * How an import stands. `judged` waits for accept or discard; `refused`, `ended` and `failed`
 * have a message.
 * @typedef {object} Job
 * @property {"running" | "judged" | "imported" | "refused" | "ended" | "failed"} state
 * @property {string} phase
 * @property {number} done bytes
 * @property {number} total
 * @property {string} [title] of the package
 * @property {{id: string, version: number, title: string}} [course] what it became
 * @property {string} [message]
 * @property {Finding[]} [findings]
 * @property {boolean} [playable]
 * @property {boolean} [conformant]
 */

/**
 * @template T
 * @typedef {{count: number, items: T[]}} Listed
 */

/** @typedef {{identifier: string, title: string, before?: string, after?: string}} Changed */

/**
 * @typedef {object} Diff
 * @property {number} from the version compared with
 * @property {string} verdict
 * @property {number} kept
 * @property {number} lost
 * @property {{underWay: number, losing: number}} learners
 * @property {Listed<{identifier: string, title: string}>} added
 * @property {Listed<{identifier: string, title: string}>} removed
 * @property {Listed<Changed>} renamed
 * @property {Listed<Changed>} moved
 * @property {Listed<Changed>} relaunched
 * @property {Listed<{title: string, before: string, after: string, bookmarks: boolean}>} reidentified
 * @property {Listed<{identifier?: string, title?: string, setting: string, before?: string, after?: string}>} settings
 * @property {{added: Listed<string>, removed: Listed<string>, changed: Listed<string>, unchanged: number}} files
 */

export {};
