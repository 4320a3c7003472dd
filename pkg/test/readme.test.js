// The JavaScript examples of the README files for Node run, as they stand there, against the sandbox.
// Those of the package's README for each runtime are run by tests/runtimes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { installed } from "./installed.js";
import { sandbox } from "./sandbox.js";

for (const file of ["../../README.md", "../README.md"]) {
  const text = readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8");
  const examples = [...text.split("## In each runtime")[0].matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  examples.forEach((example, index) =>
    test(`example ${index + 1} of ${path.basename(path.dirname(path.resolve(file)))}/${path.basename(file)}`, async () => {
      const provider = await sandbox();
      try {
        const flags = ["--input-type=module", "--eval", example];
        const env = { ...process.env, SCAVIO_API_KEY: "sandbox-key", TAGPULSE_BASE_URL: provider.baseUrl };
        const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, { cwd: installed, env });
        assert.match(stdout, /\d+ videos/);
        assert.equal(stderr, "");
      } finally {
        provider.stop();
      }
    }),
  );
  test(`${file} has examples`, () => assert.ok(examples.length > 0));
}
