// @ts-check
/**
 * The words that the player and the server say to each other, as types.
 *
 * Lives here: type definitions, nothing that runs. The other end is `runtime/play_http.py`;
 * docs/player.md tells the same in prose.
 */

/**
 * One entry of the table of contents. In SCORM 1.2 one that holds others may be launched itself.
 * @typedef {object} TocItem
 * @property {string} id the item's identifier in the manifest
 * @property {string} title
 * @property {boolean} [href] whether the entry itself can be launched
 * @property {TocItem[]} children
 */

/**
 * What to show in the content frame.
 * @typedef {object} Delivery
 * @property {string} activity
 * @property {string} title
 * @property {"sco" | "asset"} kind
 * @property {string} url
 * @property {number} visit grows by one with each delivery of the attempt
 * @property {Record<string, string>} [values] the data model as Initialize finds it; SCOs only
 * @property {boolean} [strict]
 * @property {"scorm12" | "scorm2004"} [table]
 */

/** @typedef {"continue" | "previous" | "exit" | "exitAll" | "suspendAll" | "abandon" | "abandonAll"} Control */

/**
 * @typedef {object} Result
 * @property {string} [completion] unknown, incomplete, completed
 * @property {string} [success] unknown, passed, failed
 * @property {number | null} [score] -1 to 1
 */

/**
 * What the server says after every call that may change what is delivered.
 * @typedef {object} View
 * @property {Delivery | null} deliver
 * @property {Record<string, string>} status activity → its status
 * @property {Partial<Record<Control, boolean>>} controls whether each request is valid now
 * @property {string[]} hidden controls that the content or the portal hides
 * @property {string[]} choices activities that a choice request may deliver
 * @property {string | null} ended how the session ended, null while it goes on
 * @property {Result} result
 * @property {number} [seq] the last change set applied
 */

/**
 * What the server puts into the page.
 * @typedef {object} Preload
 * @property {string} session the token that opens /rte/{session}; never stored
 * @property {string} attempt a UUID, the key of its outbox
 * @property {string} registration what the portal calls it
 * @property {number} epoch
 * @property {number} seq
 * @property {"ru" | "en"} language
 * @property {{title: string, standard: string, edition?: string | null}} course
 * @property {{id: string, name: string}} learner
 * @property {TocItem[]} toc
 * @property {string | null} embedOrigin
 * @property {"url" | "closer" | "blank" | "message"} [exitWay] what to do at the end
 * @property {string | null} exitUrl
 * @property {View} view
 */

/**
 * The changes of one delivered SCO since the change set before. A splice `[start, deleted, text]`
 * counts Unicode code points and applies to the value that the element has after all earlier
 * change sets.
 * @typedef {object} ChangeSet
 * @property {number} seq 1, 2, 3 … in each epoch
 * @property {string} activity
 * @property {number} visit
 * @property {[string, string][]} changes
 * @property {Record<string, [number, number, string]>} [splices]
 * @property {string[]} [events]
 * @property {string} at
 */

/**
 * What a commit is answered.
 * @typedef {object} Receipt
 * @property {number} seq
 * @property {Record<string, string>} [status]
 * @property {Result} [result]
 */

/**
 * A learner's navigation. `number` is 1, 2, 3 … in each epoch, so that the server can tell a
 * repetition (its answer was lost) from a second press of the button.
 * @typedef {object} NavigationRequest
 * @property {Control | "choice" | "start" | "resume"} type
 * @property {string} [target]
 * @property {number} [number]
 */

export {};
