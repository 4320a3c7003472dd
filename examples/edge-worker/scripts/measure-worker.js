// What `measure.js` measures: the parts of a firing that use the CPU, in workerd, without a network.
// The body is what the part works on; `nothing` only takes it in, which is taken off the figure.

import { Collector, History, init } from "tagpulse";

const SETTINGS = { campaign: "spring", hashtags: ["springglow"] };

const PARTS = {
  nothing() {},
  /** A listing's pages, fed as `src/collect.js` does, and the bytes that are kept of it. */
  collect([options, ...pages]) {
    const collector = new Collector(JSON.parse(new TextDecoder().decode(options)));
    for (const page of pages) collector.feed(collector.next(0).id, 200, undefined, page, 0);
    if (collector.next(0).type !== "done") throw new Error("the listing has not ended");
    return collector.toBytes();
  },
  /** From the bytes of a collection and a history to the report and the history's bytes. */
  advance([collection, stored, zone]) {
    const history = History.open(stored, { ...SETTINGS, zone: new TextDecoder().decode(zone) });
    const { reportJson } = history.advance(Collector.fromBytes(collection).finish());
    const days = JSON.stringify(history.days());
    return history.toBytes().length + reportJson.length + days.length;
  },
};

export default {
  async fetch(request) {
    const part = new URL(request.url).pathname.slice(1);
    const blobs = unpack(new Uint8Array(await request.arrayBuffer()));
    if (part !== "nothing") await init();
    return new Response(String(PARTS[part](blobs)?.length ?? "done"));
  },
};

/** Blobs, each after its length in four bytes. */
function unpack(bytes) {
  const blobs = [];
  for (let at = 0; at < bytes.length; ) {
    const length = new DataView(bytes.buffer, at, 4).getUint32(0);
    blobs.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blobs;
}
