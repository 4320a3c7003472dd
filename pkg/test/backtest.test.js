// What a policy would have told: the same lines as the native host prints.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadInstalled } from "./installed.js";

const { backtest, init } = await loadInstalled();
await init();

const read = (name) => readFileSync(new URL(`../../tests/backtest/${name}`, import.meta.url));
const lines = (name) => read(name).toString().trim().split("\n").map((line) => JSON.parse(line));
const observations = read("observations.ndjson");

test("a policy tells the same here as in the native host, whatever the order of the rows", () => {
  for (const policy of ["recommended", "tutorial"]) {
    const expected = lines(`${policy}.ndjson`);
    assert.deepEqual(backtest(observations, { policy }).alerts, expected);
    const turned = observations.toString().trim().split("\n").reverse().join("\n");
    assert.deepEqual(backtest(new TextEncoder().encode(turned), { policy }).alerts, expected);
  }
});

test("a policy may be an object with what differs", () => {
  const muted = backtest(observations, { policy: { gain_floor: 1e9 } });
  assert.deepEqual(muted.alerts.filter((alert) => alert.video_id !== null), []);
  assert.deepEqual(muted.campaigns.map(({ campaign, readings }) => [campaign, readings]), [["autumn", 14], ["spring", 14]]);
  assert.throws(() => backtest(observations, { policy: "careful" }), { code: "bad_settings", message: /"careful" is no policy/ });
  assert.throws(() => backtest(observations, { policy: { gain: 1 } }), { code: "bad_settings", message: /gain: no such option/ });
  assert.throws(() => backtest(new TextEncoder().encode("[1]"), {}), { code: "unknown_shape", message: /line 1/ });
});
