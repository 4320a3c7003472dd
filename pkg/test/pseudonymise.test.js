// Pseudonyms over the installed package: the cases are those of the tool.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { loadInstalled } from "./installed.js";

const { init, analyze, isTagpulseError, pseudonymise } = await loadInstalled();
const cases = JSON.parse(await readFile(new URL("../../tests/pseudonyms.json", import.meta.url), "utf8"));
const bytes = (text) => new TextEncoder().encode(text);

const ways = {
  handles: (author) => [{ author }, "author"],
  videos: (video_id) => [{ video_id }, "video_id"],
  texts: (reason) => [{ reason }, "reason"],
  reasons: (reason) => [{ page: 1, index: 0, id: "a", field: "id", reason }, "reason"],
};
for (const [list, document] of Object.entries(ways)) {
  test(`${list} are those of the tool`, async () => {
    for (const [given, expected] of Object.entries(cases[list])) {
      const [one, name] = document(given);
      assert.equal((await pseudonymise(one, cases.key))[name], expected, given);
    }
  });
}

test("alerts are those of the tool", async () => {
  for (const { given, expected } of cases.alerts) assert.deepEqual(await pseudonymise(given, cases.key), expected);
});

test("a report has the bytes of the tool's, and the one given stays as it is", async () => {
  await init();
  const { report } = analyze({ name: "page.json", bytes: bytes(cases.report.input) }, { ...cases.report.settings, takenAt: new Date(cases.report.taken_at) });
  const before = JSON.stringify(report);
  assert.equal(JSON.stringify(await pseudonymise(report, ` ${cases.key}\n`)), cases.report.expected);
  assert.equal(JSON.stringify(report), before);
});

test("under another key everybody has another name", async () => {
  const [one, other] = await Promise.all([cases.key, `${cases.key}2`].map((key) => pseudonymise({ author: "anna", video_id: "7" }, key)));
  assert.notEqual(one.author, other.author);
  assert.notEqual(one.video_id, other.video_id);
});

test("a key that can be guessed is refused", async () => {
  for (const key of [undefined, "", "short", " 123456789012345 ", new Uint8Array(32)]) {
    await assert.rejects(pseudonymise({}, key), (error) => isTagpulseError(error) && error.code === "bad_settings", String(key));
  }
});
