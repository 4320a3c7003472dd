// The benchmark's JavaScript on a small input, so that it still runs and agrees when it is wanted.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { packageFolder } from "./installed.js";

const script = fileURLToPath(new URL("../../tests/bench/javascript/measure.js", import.meta.url));

for (const [shape, dialect] of Object.entries({ small: "tutorial", heavy: "aweme" })) {
  test(`the contestants in JavaScript, ${shape} items`, (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-bench-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, "answer.json");
    execFileSync(process.env.TAGPULSE_SANDBOX_BIN, ["--save", file, "--shape", dialect, "--videos", "200"]);
    const measure = (contestant) => {
      const { ms, figures } = JSON.parse(execFileSync(process.execPath, [script, packageFolder, contestant, shape, file], { encoding: "utf8" }));
      assert.ok(ms > 0, `${contestant}: ${ms} ms`);
      return figures;
    };
    const plain = measure("plain");
    assert.ok(plain.total_videos > 100 && plain.top_5_creators.length === 5);
    const report = measure("tagpulse");
    assert.deepEqual(Object.fromEntries(Object.keys(plain).map((key) => [key, report[key]])), plain);
    for (const alone of ["parse_string", "parse_bytes"]) assert.equal(measure(alone), null);
  });
}
