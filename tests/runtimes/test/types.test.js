// What a project sees of the tarball before it runs: the exports map and the types behind it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { here } from "../shell.js";

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: path.join(here, "node_modules/tagpulse"), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("types are resolved as the code is, in every kind of project", async () => {
  const tarball = createPackageFromTarballData(new Uint8Array(await readFile(process.env.TAGPULSE_TARBALL)));
  const { problems } = await checkPackage(tarball);
  const told = problems.map(({ kind, entrypoint, resolutionKind }) => [kind, entrypoint, resolutionKind].filter(Boolean).join(" "));
  assert.deepEqual(told.filter((problem) => !MEANT.has(problem)), []);
});

/** Each with its reason. */
const MEANT = new Set([
  // Pages and bundlers take it, and neither has `require`.
  "CJSResolvesToESM ./web node16-cjs",
  // The module itself is taken by `import` only.
  "CJSResolvesToESM ./tagpulse.wasm node16-cjs",
  // TypeScript's oldest resolution knows no exports map; its projects have the main entry.
  "NoResolution ./web node10",
  "NoResolution ./slim node10",
  "NoResolution ./tagpulse.wasm node10",
]);
