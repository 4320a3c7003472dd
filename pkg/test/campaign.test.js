// The main job as a user of the package does it: three days of a campaign over HTTP, against
// the sandbox provider, and the same three days by the native host. The reports must be equal
// byte for byte, and so must the documents of the days.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { loadInstalled } from "./installed.js";
import { sandbox } from "./sandbox.js";

const DAY = 86_400_000;
const START = Date.parse("2025-06-10T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"], zone: "Europe/Berlin" };

const { init, collect, History } = await loadInstalled();
await init();

const listen = (baseUrl, takenAt, more = {}) =>
  collect({ hashtags: settings.hashtags, baseUrl, headers: { authorization: "Bearer sandbox-key" }, takenAt, maxCredits: 60, maxWaitMs: 20, ...more });

for (const shape of ["aweme", "tutorial"]) {
  test(`three days give the native host's reports, byte for byte (${shape})`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-"));
    const provider = await sandbox("--shape", shape);
    try {
      let stored = null;
      for (let day = 0; day < 3; day++) {
        const takenAt = START + day * DAY;
        await provider.at(takenAt);
        const history = History.open(stored, settings);
        const listing = await listen(provider.baseUrl, takenAt);
        const { report, reportJson } = history.advance(listing);
        stored = history.toBytes();
        assert.equal(report.new_videos_24h === null, day === 0);

        // The reading again, after a trip through the store, changes nothing.
        const again = History.open(stored.buffer, settings);
        assert.equal(again.advance(listing).reportJson, reportJson);
        assert.deepEqual(again.toBytes(), stored);

        assert.equal(await native(folder, provider.baseUrl, takenAt), reportJson, `day ${day}`);
      }
    } finally {
      provider.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("large videos that the listing does not have are read again, as by the native host", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-"));
  const provider = await sandbox();
  try {
    let stored = null;
    let again = 0;
    for (let day = 0; day < 3; day++) {
      const takenAt = START + day * DAY;
      await provider.at(takenAt);
      const history = History.open(stored, settings);
      const recheck = history.largest();
      assert.equal(recheck.length, day === 0 ? 0 : history.report().report.total_videos);
      const listing = await listen(provider.baseUrl, takenAt, { recheck, maxRechecks: 4 });
      const { report, reportJson } = history.advance(listing);
      again += report.coverage.rechecked;
      assert.equal(report.coverage.recheck_failed, 0);
      stored = history.toBytes();
      const reopened = History.open(stored, settings);
      assert.equal(reopened.report().reportJson, reportJson);
      assert.deepEqual(reopened.toBytes(), stored);
      assert.equal(await native(folder, provider.baseUrl, takenAt, "recheck = 4\n"), reportJson, `day ${day}`);
    }
    assert.equal(again, 8, "a listing of this world leaves out more than four");
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("days with a gap and a day read twice give the native host's history, byte for byte", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-"));
  const provider = await sandbox();
  try {
    let stored = null;
    // The third day has no reading, and the fourth has two.
    for (const hours of [0, 24, 72, 75]) {
      const takenAt = START + hours * 3_600_000;
      await provider.at(takenAt);
      const history = History.open(stored, settings);
      history.advance(await listen(provider.baseUrl, takenAt));
      stored = history.toBytes();
      await native(folder, provider.baseUrl, takenAt);
      const days = history.days();
      assert.equal(await shown(folder, "history"), JSON.stringify(days), `after ${hours} h`);
      assert.deepEqual(History.open(stored, settings).days(), days);
    }
    const { days } = History.open(stored, settings).days();
    assert.deepEqual(days.map((day) => day.gained_over_hours), [null, 24, 51]);
    assert.deepEqual(days.map((day) => day.views_gained === null), [true, false, false]);
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The native host's report of the same reading. */
async function native(folder, baseUrl, takenAt, more = "") {
  const config = path.join(folder, "tagpulse.toml");
  const now = new Date(takenAt).toISOString();
  writeFileSync(config, `[[campaign]]\nname = "spring"\nhashtags = ["springglow"]\nzone = "Europe/Berlin"\n${more}`);
  const common = ["--config", config, "--store", path.join(folder, "store.db"), "--format", "json"];
  const environment = { ...process.env, SCAVIO_API_KEY: "sandbox-key", TAGPULSE_BASE_URL: baseUrl };
  await promisify(execFile)(process.env.TAGPULSE_BIN, ["run", ...common, "--now", now], { env: environment, maxBuffer: 1 << 24 });
  return shown(folder, "report");
}

/** A document of the native host's store. */
async function shown(folder, what) {
  const files = ["--config", path.join(folder, "tagpulse.toml"), "--store", path.join(folder, "store.db")];
  return (await promisify(execFile)(process.env.TAGPULSE_BIN, [what, "spring", ...files, "--format", "json"], { maxBuffer: 1 << 24 })).stdout.trimEnd();
}

let provider;
before(async () => {
  provider = await sandbox();
  await provider.at(START);
});
after(() => provider.stop());

test("faults are retried, and what was gathered is kept", async () => {
  await provider.faults([
    { cursor: "lookup", attempt: 0, kind: { status: { code: 429, retry_after: 1 } } },
    { cursor: "0", attempt: 0, kind: "drop" },
    { cursor: "30", kind: { status: { code: 500 } } },
  ]);
  const listing = await listen(provider.baseUrl, START);
  assert.equal(listing.error.code, "upstream");
  assert.ok(listing.size > 20, String(listing.size));
  await provider.faults([]);
});

test("a refused key is an error with a code, and the key stands in no message", async () => {
  const refused = listen(provider.baseUrl, START, { headers: { authorization: "Bearer secret-of-mine" } });
  await assert.rejects(refused, (error) => error.code === "auth" && error instanceof Error && !JSON.stringify([error.message, error.stack]).includes("secret-of-mine"));
});

test("a provider that repeats the key does not bring it into messages, reports or bytes", async () => {
  await provider.at(START + 2 * DAY);
  await provider.faults([{ cursor: "30", kind: "echo-key" }]);
  const listing = await listen(provider.baseUrl, START + 2 * DAY);
  await provider.faults([]);
  assert.notEqual(listing.error, null);
  const history = History.open(null, settings);
  const { reportJson } = history.advance(listing);
  for (const text of [listing.error.message, reportJson, Buffer.from(history.toBytes()).toString("latin1")]) assert.doesNotMatch(text, /sandbox-key/);
});

test("the credits used lie between what is counted and what is possible", async () => {
  const before = (await provider.ledger()).totals.credits;
  await provider.at(START + DAY);
  await provider.faults([{ cursor: "30", attempt: 0, kind: "drop" }]);
  const { usage } = await listen(provider.baseUrl, START + DAY);
  await provider.faults([]);
  assert.equal(usage.credits_possible, 1, "a dropped answer may have been billed");
  const used = (await provider.ledger()).totals.credits - before;
  assert.ok(usage.credits <= used && used <= usage.credits + usage.credits_possible, JSON.stringify([usage, used]));
  const capped = await listen(provider.baseUrl, START + 2000, { maxCredits: 2 });
  assert.equal(capped.usage.credits, 2);
});

test("alerts wait in the history until they are acknowledged", async () => {
  const history = History.open(null, settings);
  assert.deepEqual(history.pending(), []);
  assert.equal(history.acknowledge("nothing"), false);
  assert.throws(() => history.report(), { code: "no_reading" });
  assert.throws(() => History.open("text", settings), { code: "history_corrupt", message: /ArrayBuffer/ });
  assert.throws(() => History.open(new Uint8Array(40), settings), { code: "history_corrupt" });
  assert.throws(() => History.open(null, { hashtag: ["typo"] }), { code: "bad_settings", message: /hashtag/ });
  // Before a listing in it is paid for.
  assert.throws(() => History.open(null, { ...settings, zone: "Europe/Berlim" }), { code: "bad_settings", message: /"Europe\/Berlim".*such as "Europe\/Berlin"/ });
  assert.throws(() => History.open(null, { ...settings, campaign: "other" }).advance({}), { code: "bad_settings", message: /listing/ });
});
