// The cases of the repository's `tests/cases`, as the Rust tests read them: the wasm must agree.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadInstalled } from "./installed.js";

const { analyze, init, normalize } = await loadInstalled();
await init();

const folder = fileURLToPath(new URL("../../tests/cases", import.meta.url));
const mark = Buffer.from("\n---\n");
const hintNames = { dialect: "dialect", times_in: "timesIn" };

/** A case's name, input, hints (behind a `|` in its first line) and expectation. */
function read(group, file) {
  const bytes = readFileSync(path.join(folder, group, file));
  const begin = bytes.indexOf("\n") + 1;
  const end = bytes.lastIndexOf(mark);
  const options = bytes.subarray(0, begin).toString().trimEnd().split(" | ")[1]?.split(" ") ?? [];
  const hints = Object.fromEntries(options.map((option) => option.split("=")).map(([name, value]) => [hintNames[name], value]));
  return {
    name: `${group}/${path.basename(file, ".case")}`,
    bytes: bytes.subarray(begin, Math.max(begin, end)),
    hints: options.length > 0 ? hints : undefined,
    expected: JSON.parse(bytes.subarray(end + mark.length).toString()),
  };
}

const cases = readdirSync(folder).flatMap((group) => readdirSync(path.join(folder, group)).map((file) => read(group, file)));
cases.sort((one, other) => (one.name < other.name ? -1 : 1));

for (const { name, bytes, hints, expected } of cases) {
  test(`case ${name}`, () => {
    if (expected.code) assert.throws(() => normalize(bytes, hints), { name: "TagpulseError", ...expected });
    else assert.deepEqual(normalize(bytes, hints), expected);
  });
}

test("all cases are one reading", () => {
  const good = cases.filter(({ hints, expected }) => !hints && !expected.code && (!expected.truncated || expected.videos.length > 0));
  const { report, reportJson } = analyze(good, { takenAt: Date.parse("2026-11-25T06:00:00Z"), campaign: "cases" });
  assert.deepEqual(
    report.coverage.sources.map(({ file, dialect, videos, rejected }) => [file, dialect, videos, rejected]),
    good.map(({ name, expected }) => [name, expected.dialect, expected.videos.length, expected.rejected.length]),
  );
  assert.equal(reportJson, readFileSync(path.join(folder, "../all-cases.json"), "utf8").trimEnd());
});
