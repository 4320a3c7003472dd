// What callers get wrong: every slip is an `Error` with a code and a message that helps, before anything is paid for, and
// the wasm lives on. (A number where a text belongs made it read beyond its memory.)

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadInstalled, run } from "./installed.js";

const { init, isTagpulseError, analyze, backtest, collect, normalize, Collector, History, Listing } = await loadInstalled();
await init();

const page = new TextEncoder().encode('{"videos":[{"video_id":"7412345678901234567","play_count":1200}]}');
const takenAt = Date.parse("2026-11-23T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"] };
const asked = { hashtags: ["springglow"], baseUrl: "http://127.0.0.1:1", takenAt, fetch: () => assert.fail("nothing may be sent") };

function refuses(call, code, message) {
  assert.throws(call, (error) => {
    assert.ok(isTagpulseError(error), String(error.stack));
    assert.deepEqual([error.code, message.test(error.message)], [code, true], error.message);
    return true;
  });
}

function collected(more = {}) {
  const collector = new Collector({ hashtags: ["springglow"], takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8], ...more });
  for (let step = collector.next(0); step.type !== "done"; step = collector.next(0)) {
    collector.feed(step.id, 200, undefined, step.path === "/hashtag" ? new TextEncoder().encode('{"id":"229207"}') : page, 0);
  }
  return collector.finish();
}

test("inputs that are no bytes", () => {
  refuses(() => analyze(new Blob([page]), { takenAt }), "bad_settings", /is a Blob; give an ArrayBuffer/);
  refuses(() => analyze(Promise.resolve(page), { takenAt }), "bad_settings", /is a Promise/);
  refuses(() => analyze(null, { takenAt }), "bad_settings", /is null/);
});

test("bytes that were transferred to a worker", async () => {
  for (const [kind, view] of Object.entries({ ArrayBuffer: (buffer) => buffer, Uint8Array: (buffer) => new Uint8Array(buffer), DataView: (buffer) => new DataView(buffer) })) {
    const { buffer } = page.slice();
    const moved = view(buffer);
    structuredClone(buffer, { transfer: [buffer] });
    refuses(() => normalize(moved), "bad_settings", /the input was transferred/);
    refuses(() => analyze([page, { name: "a", bytes: moved }], { takenAt }), "bad_settings", /input 2 was transferred/);
    refuses(() => History.open(moved, settings), "history_corrupt", /the history was transferred/);
    refuses(() => Collector.fromBytes(moved), "collector_corrupt", /the collector was transferred/);
    refuses(() => new Collector({ hashtags: ["a"], takenAt: new Date(takenAt).toISOString(), seed: moved }), "bad_settings", /seed was transferred/);
    await assert.rejects(collect({ ...asked, seed: moved }), (error) => isTagpulseError(error) && /seed was transferred.*give a copy/.test(error.message), kind);
  }
});

test("settings that hold themselves", async () => {
  for (const name of ["goals", "policy", "campaign", "exclude", "hashtags"]) {
    const round = { ...settings };
    round[name] = round;
    refuses(() => History.open(null, round), "bad_settings", new RegExp(name));
    const list = [];
    list.push(list);
    refuses(() => analyze(page, { takenAt, ...settings, [name]: list }), "bad_settings", new RegExp(name));
  }
  const round = { ...asked };
  round.hashtags = round;
  await assert.rejects(collect(round), (error) => isTagpulseError(error) && error.code === "bad_settings");
});

test("options that are none", () => {
  refuses(() => analyze(page, null), "bad_settings", /as an object, and this is null/);
  refuses(() => normalize(page, "web"), "bad_settings", /as an object, and this is text/);
  refuses(() => normalize(page, { dialekt: "web" }), "bad_settings", /dialekt: no such option; there are dialect/);
  refuses(() => normalize(page, { dialect: 5 }), "bad_settings", /`dialect` is a number/);
  refuses(() => analyze(page, { takenAt, previousAt: takenAt - 1 }), "bad_settings", /give that, too/);
  refuses(() => analyze(page, { takenAt: takenAt / 1000 }), "bad_time", /in seconds.*multiply/);
  refuses(() => backtest(page, []), "bad_settings", /an Array/);
});

test("values that nobody can mean are named, with the option and the remedy", () => {
  const collector = (more) => () => new Collector({ hashtags: ["a"], takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8], ...more });
  for (const [more, message] of [
    [{ timeoutMs: 0 }, /timeoutMs: 0 is none; give how many milliseconds .* leave it out/],
    [{ maxPages: 0 }, /maxPages: 0 is none/],
    [{ maxVideos: 0 }, /maxVideos: 0 is none/],
    [{ maxCredits: NaN }, /maxCredits: NaN is not a finite number; give one, or leave it out/],
    [{ maxRechecks: Infinity }, /maxRechecks: Infinity is not a finite number/],
    [{ maxCredits: -1 }, /maxCredits: -1 is not a whole number from 0 to/],
    [{ maxCredits: 1.5 }, /maxCredits: 1\.5 is not a whole number/],
    [{ maxCredits: 1e12 }, /maxCredits: 1000000000000 is not a whole number from 0 to/],
    [{ maxCredits: "5" }, /maxCredits: "5" is not a number/],
  ]) refuses(collector(more), "bad_settings", message);
  for (const [more, message] of [
    [{ campaign: "" }, /campaign: "" is no name; give one of 1 to 100 characters, or leave it out/],
    [{ campaign: " \t" }, /is no name/],
    [{ zone: "Europe/Berlni" }, /"Europe\/Berlni"; use an IANA name such as "Europe\/Berlin"/],
    // The native host refuses blanks, too, and takes a name in any case.
    [{ zone: " Europe/Berlin" }, /" Europe\/Berlin"; use an IANA name/],
    [{ start: new Date(takenAt) }, /start: a Date .* as a text, such as 2026-11-23/],
    [{ multiple: Infinity }, /multiple: Infinity is not a finite number/],
    [{ policy: { gain_floor: NaN } }, /policy: gain_floor: NaN is not/],
    [{ goals: { views: -Infinity } }, /goals: views: -Infinity is not/],
  ]) {
    for (const call of [() => History.open(null, { ...settings, ...more }), () => analyze(page, { takenAt, ...settings, ...more }), () => backtest(page, { ...settings, ...more })]) {
      refuses(call, "bad_settings", message);
    }
  }
  assert.equal(analyze(page, { takenAt, ...settings, zone: "europe/berlin" }).report.zone, "europe/berlin");
  for (const timesIn of ["Europe/Berlni", 5]) refuses(() => normalize(page, { timesIn }), "bad_settings", /knows no time zone ".*such as/);
});

test("what is no number does no harm to the wasm", () => {
  const history = History.open(null, settings);
  const collector = new Collector({ hashtags: ["a"], takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8] });
  assert.equal(collector.next(0n).type, "request");
  assert.throws(() => collector.next(Symbol("now")), TypeError);
  assert.throws(() => collector.feed(Symbol("id"), 200, undefined, page, 0), TypeError);
  assert.deepEqual(history.hashtags, ["springglow"]);
});

test("a history is started on purpose only", () => {
  refuses(() => History.open(undefined, settings), "bad_settings", /or null to start one/);
  refuses(() => History.open(null, "spring"), "bad_settings", /as an object/);
  refuses(() => new History(), "bad_settings", /History\.open/);
  refuses(() => new Listing(), "bad_settings", /collect/);
});

test("a listing of another campaign is refused, and changes nothing", () => {
  const winter = History.open(null, { campaign: "winter", hashtags: ["winter", "snow"] });
  const before = winter.toBytes();
  refuses(() => winter.advance(collected()), "other_campaign", /this listing is of #springglow, .* has #winter #snow; advance/);
  refuses(() => winter.advance(collected({ hashtags: ["summer", "sun"] })), "other_campaign", /of #summer #sun, /);
  assert.deepEqual(winter.toBytes(), before);
  // One that it shares is enough, as where hashtags were added, in whatever case.
  const listing = collected({ hashtags: ["#sun", "#SNOW"] });
  assert.deepEqual(listing.hashtags, ["sun", "snow"]);
  assert.equal(winter.advance(listing).report.total_videos, 1);
  // Bytes know the campaign's name and not its hashtags.
  assert.equal(History.open(winter.toBytes(), {}).advance(listing).report.total_videos, 1);
});

test("a number for a text does not hurt the wasm", () => {
  const history = History.open(null, settings);
  refuses(() => history.forget(7412345678901234567), "bad_settings", /`who` is a number/);
  refuses(() => history.acknowledge(), "bad_settings", /`key` is undefined/);
  const collector = new Collector({ hashtags: ["a"], takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8] });
  const { id } = collector.next(0);
  refuses(() => collector.feed(id, 429, 5, new Uint8Array(), 0), "bad_settings", /`retryAfter` is a number/);
  refuses(() => collector.fail(id, undefined, 0), "bad_settings", /`kind` is undefined/);
  assert.equal(history.advance(collected()).report.total_videos, 1);
});

test("what was freed says so, and may be freed again", () => {
  const history = History.open(null, settings);
  const listing = collected();
  assert.ok(listing instanceof Listing);
  listing.free();
  listing.free();
  refuses(() => listing.size, "freed", /listing was freed/);
  refuses(() => history.advance(listing), "freed", /listing was freed/);
  history.free();
  history.free();
  for (const use of [() => history.report(), () => history.hashtags, () => history.newest, () => history.toBytes(), () => history.forget("@a")]) refuses(use, "freed", /history was freed/);
});

test("what `collect` is given is judged before anything is sent", async () => {
  for (const [more, message] of [
    [{ timeoutMs: 0 }, /timeoutMs: 0 is none/],
    [{ maxCredits: NaN }, /maxCredits: NaN/],
    [{ maxcredits: 5 }, /maxcredits: no such option; there are .*maxCredits/],
    [{ signal: "stop" }, /`signal` is text/],
    [{ onProgress: 1 }, /`onProgress` is a number/],
    [{ fetch: "fetch" }, /`fetch` is text/],
    [{ headers: ["authorization"] }, /no list of such pairs/],
    [{ headers: { authorization: "Bearer undefined" } }, /`authorization` has no value .* set\?/],
    [{ headers: { authorization: undefined } }, /`authorization` has no value/],
  ]) {
    await assert.rejects(collect({ ...asked, ...more }), (error) => isTagpulseError(error) && error.code === "bad_settings" && message.test(error.message), JSON.stringify(more));
  }
  await assert.rejects(collect(null), { code: "bad_settings" });
  await assert.rejects(collect({ ...asked, fetch: async () => "text" }), { code: "bad_settings", message: /`fetch` gave text/ });
});

test("init says what it takes", () => {
  const program = `import { init, isTagpulseError } from "tagpulse";
    for (const given of ["tagpulse.wasm", { module: 1 }, { module_or_path: 5 }]) await init(given).catch((error) => console.log(isTagpulseError(error), error.message));`;
  const told = run(program).split("\n");
  for (const [nth, message] of [/true .* as an object/, /true module: no such option/, /true the wasm could not be loaded/].entries()) assert.match(told[nth], message);
});
