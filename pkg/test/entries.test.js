// The entries of the installed package: what each runtime's condition gives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { packageFolder, run } from "./installed.js";

const { version } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));

test("import gives the package", () => {
  assert.equal(run(`import { init, version } from "tagpulse"; await init(); await init(); console.log(version())`), version);
});

test("require gives the same names as import", () => {
  const named = (load) => run(`(async () => { const names = Object.keys(${load}).sort(); console.log(names.join()); })()`, { type: "commonjs" });
  assert.equal(named(`require("tagpulse")`), named(`await import("tagpulse")`));
});

test("require gives the package", () => {
  assert.equal(run(`const t = require("tagpulse"); t.init().then(() => console.log(t.version()))`, { type: "commonjs" }), version);
});

test("a call before init says what to do", () => {
  const program = `import * as t from "tagpulse";
    for (const early of [() => t.version(), () => t.analyze(), () => t.History.open(null, {}), () => new t.Collector({})]) {
      try { early(); } catch (error) { console.log(t.isTagpulseError(error), error.code, error.message.includes("await init()")); }
    }
    await t.collect({}).catch((error) => console.log(t.isTagpulseError(error), error.code, error.message.includes("await init()")));`;
  assert.equal(run(program), Array(5).fill("true not_initialised true").join("\n"));
});

test("a failed init is forgotten, and other bytes are taken", () => {
  const program = `import { createRequire } from "node:module"; import { readFileSync } from "node:fs"; import { init, version } from "tagpulse";
    await init({ module_or_path: new Uint8Array(8) }).catch((error) => console.log(error.code, error.cause.name));
    await init({ module_or_path: readFileSync(createRequire(process.cwd() + "/x.js").resolve("tagpulse/tagpulse.wasm")) });
    console.log(version());`;
  assert.equal(run(program), `not_initialised CompileError\n${version}`);
});

test("the default entries need nothing of one runtime", () => {
  for (const name of ["core.js", "index.cjs", "index.js", "slim.cjs", "slim.js"]) {
    const text = readFileSync(path.join(packageFolder, "dist", name), "utf8");
    assert.doesNotMatch(text, /import\.meta|["']node:|__dirname|\brequire\(/, name);
    assert.doesNotMatch(text, /^(?:const .* = )?await /m, `${name}: top-level await`);
  }
});

test("every entry gives the same names", () => {
  const given = (name) => run(`import * as t from "${name}"; console.log(Object.keys(t).sort().join())`);
  assert.equal(given("tagpulse/web"), given("tagpulse"));
  assert.equal(given("tagpulse/slim"), given("tagpulse"));
});

test("the slim entry asks for its wasm", () => {
  const program = `import { init, isTagpulseError } from "tagpulse/slim";
    await init().catch((error) => console.log(isTagpulseError(error), error.code, error.message.includes("module_or_path")));`;
  assert.equal(run(program), "true not_initialised true");
});
