// Ten thousand readings in one process, as a worker or a dashboard that is never restarted takes them: the wasm's memory
// is after them what it was after the first two hundred.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadInstalled } from "./installed.js";

/** The memory of the wasm, which the package shows nobody. */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  memory = (made.instance ?? made).exports.memory;
  return made;
};

const { init, Collector, History } = await loadInstalled();
await init();

const ADVANCES = 10_000;
const FIRST = 200;
/** Days that one campaign lasts: its figures by day are part of its history, and grow with them. */
const CAMPAIGN_DAYS = 50;
const START = Date.parse("2025-06-10T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"] };
const encode = (document) => new TextEncoder().encode(JSON.stringify(document));
const lookup = encode({ id: "229207" });

/** Eight videos, of which one is new every day and one a hit every seventh. */
const listingBody = (day) =>
  encode({
    videos: Array.from({ length: 8 }, (_, n) => ({
      video_id: String(7_400_000_000_000_000_000n + BigInt(day + n)),
      author: { unique_id: `creator${(day + n) % 20}` },
      desc: `number ${day + n} #springglow`,
      play_count: (day % 7 === 6 && n === 3 ? 90_000 : 1000) + day * 10,
      digg_count: 100 + day,
      create_time: START / 1000 + (day + n - 8) * 86_400,
    })),
  });

function collected(day) {
  const collector = new Collector({ hashtags: settings.hashtags, takenAt: new Date(START + day * 86_400_000).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8] });
  for (let step = collector.next(0); step.type !== "done"; step = collector.next(0)) {
    collector.feed(step.id, 200, undefined, step.path === "/hashtag" ? lookup : listingBody(day), 0);
  }
  const listing = collector.finish();
  collector.free();
  return listing;
}

test(`${ADVANCES} advances leave the memory where the first ${FIRST} brought it`, () => {
  let stored = null;
  let alerts = 0;
  let atFirst;
  for (let done = 0; done < ADVANCES; done += 1) {
    const day = done % CAMPAIGN_DAYS;
    const history = History.open(day === 0 ? null : stored, settings);
    const listing = collected(day);
    const { report } = history.advance(listing);
    assert.equal(report.total_videos, day + 8);
    for (const alert of history.pending()) alerts += history.acknowledge(alert.key);
    stored = history.toBytes();
    history.free();
    listing.free();
    if (done + 1 === FIRST) atFirst = memory.buffer.byteLength;
  }
  assert.ok(alerts > 0, "the outbox was used");
  assert.ok(atFirst > 0);
  assert.equal(memory.buffer.byteLength, atFirst);
});
