// The reporter whose lines are counted: what has not been tested may not count as passed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const reporter = fileURLToPath(new URL("../scripts/reporter.js", import.meta.url));

/** What the reporter says of a test file with this body, without what a test printed. */
async function told(body) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-reporter-"));
  const file = path.join(folder, "some.test.js");
  writeFileSync(file, `const { test } = require("node:test");\n${body}\n`);
  // A runner within a runner would report to the outer one.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const flags = ["--test", `--test-reporter=${reporter}`, "--test-reporter-destination=stdout", file];
  try {
    const stdout = await new Promise((resolve) => execFile(process.execPath, flags, { cwd: folder, env }, (_, text) => resolve(text)));
    return stdout.split("\n").filter((line) => line.startsWith("node ")).map((line) => line.replace(folder + path.sep, ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("each test is a line, and nothing else is", async () => {
  const body = `test("a", () => {}); test("b", () => { throw new Error("no"); }); test("c", { skip: "why" }, () => {}); test("d", (t) => t.test("e", () => {}));`;
  assert.deepEqual(await told(body), ["node pass a", "node fail b", "node skip c", "node pass d > e", "node pass d"]);
});

test("a file in which no test ran has not passed", async () => {
  assert.deepEqual(await told(`if (process.env.NOT_SET) test("a", () => {});`), ["node fail some.test.js (no test in it)"]);
});

test("a file that breaks has failed under its name", async () => {
  assert.deepEqual(await told(`throw new Error("no");`), ["node fail some.test.js"]);
});
