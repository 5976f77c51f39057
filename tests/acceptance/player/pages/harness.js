// An outbox whose network, storage and time a test moves by hand.

import { Outbox } from "/assets/outbox.js";

/** A world around one outbox. `stores`: whether the browser's storage takes what it is given. */
export function world({ stores = true, leaving = false, seq = 0 } = {}) {
  const it = { calls: [], states: [], receipts: [], stops: [], saved: null, stores, leaving };
  Object.assign(it, { time: 0, now: null });
  let timers = [];
  const call = (way) => (path, text) =>
    new Promise((resolve, reject) => {
      const body = JSON.parse(text);
      const bytes = new TextEncoder().encode(text).length;
      it.calls.push({ way, path, body, bytes, resolve, reject });
    });
  it.outbox = new Outbox({
    attempt: "attempt", epoch: 3, seq,
    transport: {
      post: call("post"),
      postLeaving: call("leaving"),
      postNow(path, text) {
        it.calls.push({ way: "now", path, body: JSON.parse(text) });
        if (!it.now) throw new Error("refused");
        return it.now(JSON.parse(text));
      },
    },
    storage: { save: (entry) => ((it.saved = it.stores ? JSON.parse(JSON.stringify(entry)) : null), it.stores) },
    timers: {
      now: () => it.time,
      set: (run, ms) => { const timer = { run, at: it.time + ms }; timers.push(timer); return timer; },
      clear: (timer) => { timers = timers.filter((other) => other !== timer); },
      random: () => 1,
    },
    listener: {
      onState: (state) => it.states.push(state),
      onReceipt: (receipt) => it.receipts.push(receipt),
      onStop: (reason) => it.stops.push(reason),
    },
    isLeaving: () => it.leaving,
  });
  it.pass = async (ms) => {
    const until = it.time + ms;
    for (;;) {
      const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers = timers.filter((timer) => timer !== due);
      it.time = Math.max(it.time, due.at);
      due.run();
      await settle();
    }
    it.time = until;
    await settle();
  };
  /** Let the server answer the last call. */
  it.answer = async (status, body, retryAfter) => {
    it.last().resolve({ status, body, retryAfter });
    await settle();
  };
  it.refuse = (slug, members = {}) => it.answer(409, { type: `urn:cursus:problem:${slug}`, ...members });
  it.fail = async () => {
    it.last().reject(new TypeError("no network"));
    await settle();
  };
  it.change = (element, value) => { it.outbox.record(element, value); return it.outbox.commit(); };
  it.begin = (values = {}, activity = "one", visit = 1) => it.outbox.begin(activity, visit, values);
  it.last = () => it.calls.at(-1);
  /** What the calls so far carried, as numbers of change sets. */
  it.numbers = () => it.calls.map(({ way, path, body }) => [way, path, body.sets.map((set) => set.seq)]);
  return it;
}

/** Let every promise go on that can. */
export const settle = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });

/** Text of so many characters that does not repeat itself. */
export const letters = (count, first = 0x410) =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(first + ((index * 7) % 61))).join("");
