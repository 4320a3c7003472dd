// The page's own code is sound TypeScript against the package's types.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { here } from "./site.js";

test("tsc has nothing to say", () => {
  try {
    execFileSync(process.execPath, [path.join(here, "node_modules/typescript/bin/tsc"), "--noEmit"], { cwd: here, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout);
  }
});
