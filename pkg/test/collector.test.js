// The Collector by hand, without HTTP: for hosts that cannot use `fetch`. And what `History`
// keeps of the days that it made.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadInstalled } from "./installed.js";

const { init, Collector, History, analyze, normalize } = await loadInstalled();
await init();

const DAY = 86_400_000;
const START = Date.parse("2025-06-10T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"] };
const bytes = (document) => new TextEncoder().encode(JSON.stringify(document));

/** Thirty videos of which one may be a hit. */
const listingBody = (hit) => ({
  videos: Array.from({ length: 30 }, (_, n) => ({
    video_id: String(7_400_000_000_000_000_000n + BigInt(n)),
    author: { unique_id: `creator${n}` },
    play_count: n === 7 ? hit : 1000,
    digg_count: n === 7 ? hit / 10 : 100,
    create_time: START / 1000 - 86_400,
  })),
});

const start = (takenAt, more = {}) =>
  new Collector({ hashtags: settings.hashtags, takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8], ...more });

/** Answers what the collector asks for; between any two steps it goes through its bytes. */
function drive(collector, listing) {
  const asked = [];
  for (;;) {
    const step = collector.next(0);
    if (step.type === "done") return { collector, asked };
    assert.equal(step.type, "request");
    assert.deepEqual(collector.next(0), step);
    asked.push(`${step.method} ${step.path} ${step.body}`);
    collector.feed(step.id, 200, undefined, bytes(step.path === "/hashtag" ? { id: "229207" } : listing), 0);
    collector = Collector.fromBytes(collector.toBytes());
  }
}

function day(history, number, hit) {
  const { collector } = drive(start(START + number * DAY), listingBody(hit));
  return history.advance(collector.finish());
}

test("a collection by hand asks for the lookup and the pages", () => {
  const { collector, asked } = drive(start(START), listingBody(1000));
  assert.deepEqual(asked, [
    'POST /hashtag {"hashtag_name":"springglow","name":"springglow"}',
    'POST /hashtag/videos {"hashtag_id":"229207","cursor":"0","count":30}',
  ]);
  assert.deepEqual(collector.progress(), { hashtag: null, pages: 0, videos: 30, credits: 2 });
  const listing = collector.finish();
  assert.deepEqual([listing.size, listing.error, listing.takenAt], [30, null, START]);
  assert.deepEqual(listing.usage, { requests: 2, credits: 2, credits_possible: 0 });
  assert.throws(() => collector.next(0), { code: "no_such_request" });
});

test("what cannot be collected is refused by name", () => {
  assert.throws(() => start(START, { hashtags: ["a b"] }), { code: "bad_settings", message: /"a b"/ });
  assert.throws(() => start(START, { maxPage: 3 }), { code: "bad_settings", message: /maxPage: no such option/ });
  assert.throws(() => start(START, { takenAt: undefined }), { code: "bad_settings", message: /takenAt/ });
  assert.throws(() => Collector.fromBytes(new Uint8Array(20)), { code: "collector_corrupt" });
  const collector = start(START);
  assert.throws(() => collector.feed(99, 200, undefined, new Uint8Array(), 0), { code: "no_such_request" });
  collector.fail(collector.next(0).id, "aborted", 0);
  assert.throws(() => collector.finish(), { code: "aborted" });
});

test("an alert is given once, waits, and stays acknowledged after a trip through bytes", () => {
  let history = History.open(null, settings);
  assert.deepEqual(day(history, 0, 1000).alerts, []);
  const { report, alerts } = day(history, 1, 90_000);
  assert.equal(report.viral_videos, 1);
  assert.deepEqual(alerts.map((alert) => [alert.video_id, alert.notifies]), [["7400000000000000007", true], ["7400000000000000007", false]]);
  const sent = alerts.slice(0, 1);
  assert.deepEqual(history.pending(), sent);

  history = History.open(history.toBytes(), settings);
  assert.deepEqual(history.pending(), sent);
  assert.equal(history.acknowledge(alerts[0].key), true);
  history = History.open(history.toBytes().buffer, settings);
  assert.deepEqual(history.pending(), []);
  // Of the video it is told once; the next day says that nobody has posted since.
  assert.deepEqual(day(history, 2, 95_000).alerts.map((alert) => alert.detectors), [["silence"]]);
  assert.deepEqual(history.days().days.map((day) => day.date), ["2025-06-10", "2025-06-11", "2025-06-12"]);
  assert.deepEqual(history.newest, new Date(START + 2 * DAY));
});

test("an older reading and another campaign's history are refused", () => {
  const history = History.open(null, settings);
  day(history, 1, 1000);
  assert.throws(() => day(history, 0, 1000), { code: "out_of_order" });
  assert.throws(() => History.open(history.toBytes(), { campaign: "other" }), { code: "other_campaign", message: /spring.*other/ });
});

test("analyze gives a report straight from bytes, against an earlier reading too", () => {
  const now = [{ name: "a.json", bytes: bytes(listingBody(5000)) }, bytes({ videos: [{ video_id: 9, play_count: "1.2K" }] })];
  const { report } = analyze(now, { takenAt: START + 3_600_000, previous: bytes(listingBody(1000)), previousAt: START, zone: "Asia/Kolkata" });
  assert.deepEqual([report.total_videos, report.diff.view_growth.known, report.diff.elapsed_hours], [31, 4000, 1]);
  assert.deepEqual(report.coverage.sources.map((source) => [source.file, source.dialect, source.videos]), [["a.json", "tutorial", 30], ["input 2", "tutorial", 1]]);
  assert.throws(() => analyze("text", { takenAt: START }), { code: "bad_settings", message: /text/ });
  assert.throws(() => analyze(now, {}), { code: "bad_time", message: /takenAt/ });
  assert.throws(() => analyze(bytes({ error: "quota" }), { takenAt: START }), { code: "provider_error", message: /input 1: .*quota/ });
  assert.throws(() => analyze(now, { takenAt: START, dialect: "x" }), { code: "bad_settings", message: /aweme/ });
});

test("an encoding that is named is converted, and one that nobody knows is refused", () => {
  const head = new TextEncoder().encode("video_id,views,desc\n7412345678901234567,5,#");
  const sheet = new Uint8Array([...head, 0x93, 0xfa, 0x96, 0x7b]);
  assert.deepEqual(normalize(sheet, { encoding: "shift_jis" }).videos[0].hashtags, ["日本"]);
  const { report } = analyze({ name: "a.csv", bytes: sheet }, { takenAt: START, encoding: "shift_jis" });
  assert.deepEqual(report.coverage.sources, [{ file: "a.csv", dialect: "table", videos: 1, rejected: 0, truncated: null }]);
  assert.throws(() => normalize(sheet, { encoding: "klingon" }), { code: "bad_settings", message: /klingon/ });
  assert.throws(() => normalize(new Uint8Array([0x1f, 0x8b, 8])), { code: "unknown_shape", message: /gzip/ });
});
