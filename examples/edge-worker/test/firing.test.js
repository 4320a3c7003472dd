// The schedule: days of a campaign, budgets, and firings that break off anywhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History, init } from "tagpulse";
import { DAY, SPRING, START, startProvider, startWebhook, startWorker } from "./harness.js";

const HOUR = 3_600_000;
const MINUTES_30 = 1_800_000;

/** A Worker, a provider and a webhook of the test's own. */
async function world(t, { provider: flags = [], ...given } = {}) {
  const [provider, webhook] = await Promise.all([startProvider(...flags), startWebhook()]);
  const worker = await startWorker({ BASE_URL: provider.baseUrl, WEBHOOK_URL: webhook.address, ...given });
  t.after(async () => {
    await worker.stop();
    provider.stop();
    webhook.stop();
  });
  const fire = async (ms) => {
    await provider.at(ms);
    return worker.fire(ms);
  };
  const report = async (name = "spring") => JSON.parse(await worker.page(`${name}.json`));
  const turn = async (name = "spring") => (await (await worker.kv()).getWithMetadata(`turn:${name}`)).metadata;
  const asked = async () => (await provider.ledger()).requests.map(({ hashtag, cursor }) => `${hashtag} ${cursor}`);
  return { provider, webhook, worker, fire, report, turn, asked };
}

const keys = (webhook) => webhook.sent.map(({ key }) => key);
const unique = (list) => [...new Set(list)];

test("three days: each is read once, compared with the day before, and told once", async (t) => {
  const { webhook, fire, report, asked, worker } = await world(t);
  const told = [];
  for (let day = 0; day < 3; day++) {
    assert.equal(await fire(START + day * DAY), "ok");
    const { taken_at, new_videos_24h, alerts } = await report();
    assert.equal(taken_at, new Date(START + day * DAY).toISOString().replace(".000", ""));
    assert.equal(new_videos_24h === null, day === 0);
    told.push(...alerts.map(({ key }) => encodeURIComponent(key)));
    const requests = (await asked()).length;
    // The firing half an hour later finds nothing to do.
    await fire(START + day * DAY + MINUTES_30);
    assert.equal((await asked()).length, requests);
  }
  assert.ok(told.length >= 3, "these days have alerts");
  assert.deepEqual(keys(webhook), told);
  const { text, alert } = webhook.sent[0];
  assert.ok(text.startsWith(`spring: ${alert.reason}`), text);
  const names = (await worker.everything()).map(({ name }) => name);
  assert.deepEqual(names, ["collection:spring", "history:spring", "report:spring", "turn:spring"]);
});

test("a reading for which the subrequests of one firing do not suffice goes on at the next ones", async (t) => {
  const { fire, report, turn, asked, worker } = await world(t, { provider: ["--videos", "900", "--absent-share", "0"], SUBREQUESTS: 20 });
  const at = START + 12 * DAY;
  let firings = 0;
  do {
    await fire(at + firings * MINUTES_30);
    firings += 1;
    if ((await turn()).unfinished) assert.equal((await worker.get("/r/" + "0".repeat(40) + "/spring")).status, 404);
  } while ((await turn()).unfinished && firings < 9);
  assert.ok(firings >= 3, `${firings} firings`);
  const { taken_at, coverage, hashtags } = await report();
  assert.equal(taken_at, new Date(at).toISOString().replace(".000", ""), "the reading is of the first firing");
  assert.equal(hashtags[0].stop_reason, "no_more");
  assert.ok(coverage.listed > 300, String(coverage.listed));
  const requests = await asked();
  assert.deepEqual(requests, unique(requests), "no page was paid for twice");
});

test("a provider that fails half-way is asked for the rest at the next firing", async (t) => {
  const { provider, fire, report, turn, asked, worker } = await world(t, { CAMPAIGNS: [{ ...SPRING, max_pages: 20 }] });
  await provider.faults([{ cursor: "60", kind: { status: { code: 503, retry_after: 0 } } }]);
  await fire(START);
  assert.equal((await turn()).unfinished, START);
  assert.match(worker.logs(), /to be continued/);
  await provider.faults([]);
  await fire(START + MINUTES_30);
  const { coverage, hashtags } = await report();
  assert.equal(hashtags[0].stop_reason, "no_more");
  assert.ok(coverage.listed > 60, String(coverage.listed));
  const requests = await asked();
  for (const cursor of ["lookup", "0", "30"]) assert.equal(requests.filter((request) => request === `springglow ${cursor}`).length, 1, cursor);
});

test("what stays unfinished for six hours is taken as it is", async (t) => {
  const { provider, fire, report, turn } = await world(t);
  await provider.faults([{ cursor: "60", kind: { status: { code: 503, retry_after: 0 } } }]);
  await fire(START);
  await fire(START + 7 * HOUR);
  const { hashtags, taken_at } = await report();
  assert.deepEqual([taken_at, hashtags[0].pages, hashtags[0].stop_reason], ["2025-06-10T06:00:00Z", 2, "error"]);
  assert.equal((await turn()).unfinished, 0);
});

test("a provider that is down costs a turn and nothing else", async (t) => {
  const { provider, fire, report, turn, worker } = await world(t);
  await provider.faults([{ kind: { status: { code: 401 } } }]);
  assert.equal(await fire(START), "ok");
  assert.match(worker.logs(), /nothing learned.*auth/);
  assert.deepEqual(await turn(), { tried: START, read: 0, unfinished: 0, waiting: 0 });
  await provider.faults([]);
  await fire(START + MINUTES_30);
  assert.equal((await report()).taken_at, "2025-06-10T06:30:00Z");
});

// The nth write of a firing that has an alert to send, refused: the mark of the turn, the pages, the
// history, the report, the history without what was told, the turn. The fifth is after sending.
for (let broken = 1; broken <= 6; broken++) {
  test(`a firing whose write ${broken} of 6 fails loses nothing and sends nothing anew`, async (t) => {
    const { webhook, fire, report, turn, asked, worker } = await world(t);
    let seen;
    worker.refuseWrites((_, writes) => ((seen = writes), writes.length >= broken));
    assert.equal(await fire(START), "ok");
    assert.deepEqual(seen, ["turn:spring", "collection:spring", "history:spring", "report:spring", "history:spring", "turn:spring"].slice(0, broken));
    const paid = await asked();
    assert.equal(webhook.sent.length, broken > 4 ? 1 : 0, "nothing is sent before it is written");
    worker.refuseWrites(null);
    await fire(START + MINUTES_30);
    const { alerts, taken_at } = await report();
    // Pages that stand in KV are not paid for again; what failed before them is a reading of its own.
    assert.equal(taken_at, broken > 2 ? "2025-06-10T06:00:00Z" : "2025-06-10T06:30:00Z");
    if (broken > 2) assert.deepEqual(await asked(), paid);
    assert.equal(alerts.length, 1);
    // Sent and not written down as sent: only then a second time, under the key of the first.
    assert.equal(webhook.sent.length, broken === 5 ? 2 : 1);
    assert.equal(unique(keys(webhook)).length, 1);
    await fire(START + 2 * MINUTES_30);
    assert.equal(webhook.sent.length, broken === 5 ? 2 : 1);
    assert.equal((await turn()).waiting, 0);
  });
}

test("a webhook that is down gets the alert at the next firing, once, without another reading", async (t) => {
  const { webhook, fire, turn, asked, report } = await world(t);
  webhook.up = false;
  await fire(START);
  assert.deepEqual([webhook.refused, webhook.sent.length, (await turn()).waiting], [1, 0, 1]);
  const paid = (await asked()).length;
  webhook.up = true;
  await fire(START + MINUTES_30);
  await fire(START + 2 * MINUTES_30);
  assert.deepEqual(keys(webhook), (await report()).alerts.map(({ key }) => encodeURIComponent(key)));
  assert.deepEqual([(await turn()).waiting, (await asked()).length], [0, paid]);
});

test("a webhook that is down for a day delivers the older alert first", async (t) => {
  const { webhook, fire } = await world(t);
  webhook.up = false;
  await fire(START);
  webhook.up = true;
  await fire(START + DAY);
  const days = webhook.sent.map(({ alert }) => alert.taken_at);
  assert.ok(days.length >= 2 && days[0] === "2025-06-10T06:00:00Z", days.join());
  assert.deepEqual(days, [...days].sort());
});

test("what is kept of the subrequests suffices for a reading's end and its first alert, to the last one", async (t) => {
  const flags = ["--videos", "900", "--absent-share", "0"];
  const at = START + 12 * DAY;
  const counted = async (given) => {
    const { fire, turn, asked, webhook, worker } = await world(t, { provider: flags, CAMPAIGNS: [{ ...SPRING, max_pages: 10 }], ...given });
    let writes = [];
    worker.refuseWrites((_, all) => ((writes = all), false));
    assert.equal(await fire(at), "ok");
    const requests = (await asked()).length;
    // The turns' list and the history are read.
    return { writes: writes.length, requests, sent: webhook.sent.length, used: 2 + requests + writes.length + webhook.sent.length, done: (await turn()).unfinished === 0 };
  };
  const ample = await counted();
  // The turn, the collection after ten requests and at its end, the history, the report, the history, the turn.
  assert.deepEqual([ample.writes, ample.requests, ample.done], [7, 11, true]);
  assert.ok(ample.sent > 1, "the day has more than one alert");
  const least = ample.used - ample.sent + 1;
  assert.deepEqual(await counted({ SUBREQUESTS: least }), { ...ample, sent: 1, used: least });
  const { done, used } = await counted({ SUBREQUESTS: least - 1 });
  assert.equal(done, false, "one fewer is too few");
  assert.ok(used < least, `${used} of ${least - 1}`);
});

test("who was forgotten in a history's bytes stands on the page without a handle", async (t) => {
  const { fire, report, worker } = await world(t);
  await fire(START);
  await init();
  const kv = await worker.kv();
  const history = History.open(new Uint8Array(await kv.get("history:spring", "arrayBuffer")), SPRING);
  assert.ok(history.forget((await report()).creators.top[0].author) > 0);
  await kv.put("history:spring", history.toBytes());
  await fire(START + DAY);
  const { author } = (await report()).creators.top[0];
  assert.match(author, /^\(forgotten/);
  const page = await worker.page("spring");
  assert.ok(page.includes(`<p class="caption">${author}</p>`), page);
  assert.doesNotMatch(page, /@\(/);
});

test("several campaigns: one a firing, the least recently tried first, and one that fails keeps nobody waiting", async (t) => {
  const names = ["spring", "summer", "autumn"];
  const provider = names.flatMap((name) => ["--hashtag", `${name}glow`]);
  const { provider: sandbox, fire, asked } = await world(t, { provider, CAMPAIGNS: names.map((campaign) => ({ campaign, hashtags: [`${campaign}glow`] })) });
  const order = [];
  const next = async (ms) => {
    const before = (await asked()).length;
    await fire(ms);
    order.push(unique((await asked()).slice(before).map((request) => request.split(" ")[0])).join());
  };
  for (let firing = 0; firing < 4; firing++) await next(START + firing * MINUTES_30);
  assert.deepEqual(order, ["springglow", "summerglow", "autumnglow", ""]);
  await sandbox.faults([{ hashtag: "summerglow", kind: { status: { code: 401 } } }]);
  for (let firing = 0; firing < 5; firing++) await next(START + DAY + firing * MINUTES_30);
  assert.deepEqual(order.slice(4), ["springglow", "summerglow", "autumnglow", "summerglow", "summerglow"]);
});

test("on a paid plan all that is due is read in one firing", async (t) => {
  const names = ["spring", "summer", "autumn"];
  const provider = names.flatMap((name) => ["--hashtag", `${name}glow`]);
  const { fire, report } = await world(t, { provider, PLAN: "paid", CAMPAIGNS: JSON.stringify(names.map((campaign) => ({ campaign, hashtags: [`${campaign}glow`] }))) });
  await fire(START);
  for (const name of names) assert.equal((await report(name)).taken_at, "2025-06-10T06:00:00Z");
});

test("without a webhook alerts stand on the page and do not pile up", async (t) => {
  const { fire, turn, report } = await world(t, { WEBHOOK_URL: "" });
  await fire(START);
  assert.equal((await report()).alerts.length, 1);
  assert.equal((await turn()).waiting, 0);
});

test("a webhook that leads elsewhere is not followed", async (t) => {
  const { webhook, fire, turn } = await world(t);
  webhook.leadsTo = webhook.address;
  await fire(START);
  assert.deepEqual([webhook.refused, webhook.sent.length, (await turn()).waiting], [1, 0, 1]);
});
