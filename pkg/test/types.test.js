// The types of the installed package, as TypeScript resolves them in each kind of project.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { installed } from "./installed.js";

const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

const program = `import { init, collect, History, isTagpulseError, version } from "tagpulse";
import type { Report, Settings } from "tagpulse";

export async function daily(stored: ArrayBuffer | null, settings: Settings, key: string): Promise<Report> {
  await init();
  const history = History.open(stored, settings);
  try {
    const listing = await collect({
      hashtags: history.hashtags, takenAt: Date.now(), baseUrl: "https://api.example.com", headers: { authorization: key },
      maxCredits: 60, fetch, signal: AbortSignal.timeout(1000), onProgress: (step) => console.log(step.type),
    });
    return history.advance(listing).report;
  } catch (error) {
    if (isTagpulseError(error) && error.code === "aborted") console.log(version());
    throw error;
  }
}
`;

for (const [name, file, module, moduleResolution] of [
  ["an ES module of Node", "esm.mts", "node16", "node16"],
  ["a CommonJS module of Node", "cjs.cts", "node16", "node16"],
  ["a bundler", "bundled.ts", "esnext", "bundler"],
]) {
  test(`types for ${name}`, () => {
    const folder = path.join(installed, "types");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, file), program);
    const flags = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
    try {
      execFileSync(process.execPath, [tsc, ...flags, "--module", module, "--moduleResolution", moduleResolution, file], { cwd: folder, encoding: "utf8" });
    } catch (error) {
      assert.fail(error.stdout);
    }
  });
}
