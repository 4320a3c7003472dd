// The cases of the repository's `tests/cases`, as the Rust tests read them: the wasm must agree.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadInstalled } from "./installed.js";

const { init, normalize } = await loadInstalled();
await init();

const folder = fileURLToPath(new URL("../../tests/cases", import.meta.url));
const mark = Buffer.from("\n---\n");

for (const group of readdirSync(folder)) {
  for (const name of readdirSync(path.join(folder, group))) {
    test(`case ${group}/${name}`, () => {
      const bytes = readFileSync(path.join(folder, group, name));
      const begin = bytes.indexOf("\n") + 1;
      const end = bytes.lastIndexOf(mark);
      const expected = JSON.parse(bytes.subarray(end + mark.length).toString());
      const input = bytes.subarray(begin, Math.max(begin, end));
      if (expected.code) assert.throws(() => normalize(input), { name: "TagpulseError", ...expected });
      else assert.deepEqual(normalize(input), expected);
    });
  }
}
