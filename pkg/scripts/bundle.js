// Makes pkg/dist of the built glue and wasm; called by `cargo xtask pkg` with the folder in
// which those lie. One shared module, `core.js`, holds the glue and every function, so that
// each entry (one a runtime, now and later) adds only where its wasm comes from.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { typesOf } from "./types.js";

const work = process.argv[2];
const source = (name) => path.resolve("src", name);
const dist = (name) => path.resolve("dist", name);

// The wasm's exports have names of one letter; what calls them is written with those.
const exportNames = JSON.parse(await readFile(path.join(work, "exports.json"), "utf8"));

const common = {
  bundle: true,
  // Neither `node:` modules nor a browser's: only what every runtime has.
  platform: "neutral",
  target: "es2022",
  alias: { "#glue": path.join(work, "glue/tagpulse.js"), "#wasm": dist("tagpulse.wasm") },
  loader: { ".wasm": "base64" },
  mangleProps: new RegExp(`^(${Object.keys(exportNames).join("|")})$`),
  mangleCache: exportNames,
  legalComments: "none",
  logLevel: "warning",
};

await build({ ...common, format: "esm", entryPoints: [source("core.js")], outfile: dist("core.js") });
for (const entry of ["index", "workerd", "edge-light", "web", "slim"]) {
  // What is external here is for the reader's runtime or bundler to find beside the entry.
  const external = ["./core.js", "./tagpulse.wasm", "./tagpulse.wasm?module"];
  await build({ ...common, format: "esm", entryPoints: [source(`${entry}.js`)], outfile: dist(`${entry}.js`), external });
}
// Node's `require` cannot share the ES module; by the exports map a program has one of the two.
for (const entry of ["index", "slim"]) {
  await build({ ...common, format: "cjs", entryPoints: [source(`${entry}.js`)], outfile: dist(`${entry}.cjs`) });
}

await writeFile(dist("types.d.ts"), await typesOf(JSON.parse(await readFile(path.join(work, "types.schema.json"), "utf8"))));
await copyFile(source("index.d.ts"), dist("index.d.ts"));
await copyFile(source("wasm.d.ts"), dist("tagpulse.wasm.d.ts"));
// The same declarations under the names that `require` resolves.
await copyFile(dist("types.d.ts"), dist("types.d.cts"));
const declarations = await readFile(source("index.d.ts"), "utf8");
const renamed = declarations.replaceAll('"./types.js"', '"./types.cjs"');
if (renamed === declarations) throw new Error('src/index.d.ts imports nothing from "./types.js"');
await writeFile(dist("index.d.cts"), renamed);
