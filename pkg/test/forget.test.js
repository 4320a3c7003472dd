// Forgetting a person over the installed package: what names them goes from bytes, alerts and reports.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadInstalled } from "./installed.js";

const { init, Collector, History } = await loadInstalled();
await init();

const START = Date.parse("2025-06-10T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"] };
const encode = (document) => new TextEncoder().encode(JSON.stringify(document));

/** Thirty videos, each of a creator of its own whom every text names; one of them may be a hit. */
const listingBody = (hit) => ({
  videos: Array.from({ length: 30 }, (_, n) => ({
    video_id: String(7_400_000_000_000_000_000n + BigInt(n)),
    author: { unique_id: `creator_${n}_` },
    desc: `by creator_${n}_ #springglow #creator_${n}_`,
    play_count: n === 7 ? hit : 1000,
    digg_count: n === 7 ? hit / 10 : 100,
    create_time: START / 1000 - 86_400,
  })),
});

function day(history, number, hit) {
  const takenAt = new Date(START + number * 86_400_000).toISOString();
  const collector = new Collector({ hashtags: settings.hashtags, takenAt, seed: [1, 2, 3, 4, 5, 6, 7, 8] });
  for (let step = collector.next(0); step.type !== "done"; step = collector.next(0)) {
    collector.feed(step.id, 200, undefined, encode(step.path === "/hashtag" ? { id: "229207" } : listingBody(hit)), 0);
  }
  return history.advance(collector.finish());
}

function known() {
  const history = History.open(null, settings);
  day(history, 0, 1000);
  day(history, 1, 90_000);
  return history;
}

const everything = (history) => new TextDecoder().decode(history.toBytes()) + JSON.stringify(history.pending()) + history.report().reportJson;
const totals = ({ total_videos, total_views, total_engagement, creators, viral_videos }) => [total_videos, total_views, total_engagement, creators.total, viral_videos];

for (const who of ["creator_7_", "@Creator_7_", "7400000000000000007"]) {
  test(`${who} is forgotten, and stays so when the video is listed again`, () => {
    let history = known();
    const before = history.report().report;
    assert.equal(history.pending()[0].author, "creator_7_");
    assert.match(everything(history), /creator_7_/);
    assert.equal(history.forget(who), 1);
    history = History.open(history.toBytes(), settings);
    assert.doesNotMatch(everything(history), /creator_7_/);
    assert.deepEqual(totals(history.report().report), totals(before));
    assert.deepEqual([history.pending()[0].author, history.pending()[0].url], [null, null]);

    const { report } = day(history, 2, 95_000);
    const [top, next] = report.top_videos;
    assert.deepEqual([top.video_id, top.views, top.author, top.url, top.desc, top.hashtags], ["7400000000000000007", 95_000, null, null, null, []]);
    assert.equal(next.author, "creator_0_");
    assert.match(report.creators.top[0].author, /^\(forgotten \d+\)$/);
    assert.doesNotMatch(everything(history), /creator_7_/);
  });
}

test("a name that nobody has changes nothing", () => {
  const history = known();
  const bytes = history.toBytes();
  for (const who of ["nobody", "", "@", "7400000000000000099"]) assert.equal(history.forget(who), 0);
  assert.deepEqual(history.toBytes(), bytes);
});

test("whom the settings leave out stays out", () => {
  const excluding = { ...settings, exclude: ["creator_7_"] };
  const history = History.open(known().toBytes(), excluding);
  const before = history.report().report;
  assert.equal(before.total_videos, 29);
  assert.equal(history.forget("creator_7_"), 1);
  assert.deepEqual(totals(history.report().report), totals(before));
});
