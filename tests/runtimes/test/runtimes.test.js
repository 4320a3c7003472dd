// The packed and installed package gives the native host's reports, byte for byte, in every
// runtime. Each is a file in ../runtimes; `cargo xtask test --all` runs also those that say `all`.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { here } from "../shell.js";
import { sandbox } from "../../../pkg/test/sandbox.js";

const DAY = 86_400_000;
const START = Date.parse("2025-06-10T06:00:00Z");
const days = [START, START + DAY, START + 2 * DAY];
const settings = { campaign: "spring", hashtags: ["springglow"], zone: "Europe/Berlin" };
const key = "sandbox-key";

let provider;
let golden;
const rows = [];

before(async () => {
  const started = await sandbox();
  const origin = new URL(started.baseUrl).origin;
  const given = { baseUrl: started.baseUrl, control: `${origin}/_sandbox/now`, days, settings, headers: { authorization: `Bearer ${key}` } };
  provider = { ...started, origin, given };
  golden = await native(started);
});

after(() => {
  provider?.stop();
  console.log(table());
});

const all = Boolean(process.env.TAGPULSE_TEST_ALL);
for (const file of readdirSync(path.join(here, "runtimes")).sort()) {
  const runtime = await import(`../runtimes/${file}`);
  if (runtime.all && !all) continue;
  test(`the native host's reports in ${runtime.name}`, { skip: runtime.skip }, async () => {
    const result = await runtime.run({ given: provider.given, provider, key });
    rows.push({ ...result, ...runtime });
    assert.equal(result.version, JSON.parse(readFileSync(path.join(here, "node_modules/tagpulse/package.json"), "utf8")).version);
    assert.equal(result.videos, 1000);
    assert.deepEqual([result.used_up, result.videos_then], ["too_large", 1000]);
    assert.equal(result.reports.length, golden.length);
    golden.forEach((report, day) => assert.equal(result.reports[day], report, `day ${day}`));
  });
}

/** The reports of the same days by the native host. */
async function native({ baseUrl, at }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-"));
  const config = path.join(folder, "tagpulse.toml");
  writeFileSync(config, `[[campaign]]\nname = "spring"\nhashtags = ["springglow"]\nzone = "Europe/Berlin"\n`);
  const env = { ...process.env, SCAVIO_API_KEY: key, TAGPULSE_BASE_URL: baseUrl };
  const common = ["--config", config, "--store", path.join(folder, "store.db"), "--format", "json"];
  const run = (...args) => promisify(execFile)(process.env.TAGPULSE_BIN, [...args, ...common], { env, maxBuffer: 1 << 24 });
  try {
    const reports = [];
    for (const day of days) {
      await at(day);
      await run("run", "--now", new Date(day).toISOString());
      reports.push((await run("report", "spring")).stdout.trimEnd());
    }
    return reports;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function table() {
  const ms = (runtime, value) => `${runtime.stillClock ? "with a request " : ""}${value.toFixed(1)}`;
  const lines = rows.map((row) => [row.name, row.runtimeVersion, row.condition, ms(row, row.init_ms), ms(row, row.thousand_ms)]);
  const all = [["runtime", "version", "condition", "init ms", "1,000 videos ms"], ...lines];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  return all.map((line) => line.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ")).join("\n");
}
