// Every quick start of pkg/README.md runs in its runtime, as it stands there.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { sandbox } from "../../../pkg/test/sandbox.js";
import { thousandRows } from "../programs/program.js";
import { quickStarts } from "../quick-starts.js";
import { here, workFolder, writeFile } from "../shell.js";

const readme = readFileSync(path.join(here, "../../pkg/README.md"), "utf8").split("## In each runtime")[1];
const sections = readme.split("\n### ").slice(1).map((section) => [section.slice(0, section.indexOf("\n")), /```(?:js|html)\n([\s\S]*?)```/.exec(section)?.[1]]);

test("each has a way to be run, and each way a quick start", () => {
  assert.deepEqual(sections.map(([name]) => name).sort(), Object.keys(quickStarts).sort());
});

const takenAt = Date.parse("2025-06-12T06:00:00Z");
for (const [name, code] of sections) {
  const start = quickStarts[name];
  if (!start || (start.all && !process.env.TAGPULSE_TEST_ALL)) continue;
  test(`quick start: ${name}`, { skip: start.skip }, async () => {
    const folder = await workFolder(`quick-start-${name.replaceAll(/\W+/g, "-")}`);
    const write = async (file, text) => {
      await writeFile(path.join(folder, file), text);
      return path.join(folder, file);
    };
    await write("export.json", thousandRows());
    const provider = await sandbox();
    try {
      await provider.at(takenAt);
      const shown = await start.run({ root: here, folder, code, write, provider: { ...provider, origin: new URL(provider.baseUrl).origin }, key: "sandbox-key", takenAt });
      const [, videos, views] = /^(\d+) videos, (\d+) views$/.exec(shown.trim()) ?? assert.fail(shown);
      assert.ok(Number(views) > Number(videos) && Number(videos) > 30, shown);
    } finally {
      provider.stop();
    }
  });
}
