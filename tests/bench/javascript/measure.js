// Runs one contestant on one file: once to warm up, once measured.
//
// measure.js PACKAGE CONTESTANT SHAPE FILE, PACKAGE being the folder of the npm package
//
// Prints one line of JSON: { "ms": ..., "figures": { ... } }, the figures null for a contestant
// that makes none.

import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { plain } from "./plain.js";

const [packageFolder, name, shape, file] = process.argv.slice(2);
const bytes = readFileSync(file);
const text = () => bytes.toString("utf8");

/** Each gives the function that is measured; what it does before that is not. */
const contestants = {
  tagpulse: async () => {
    const { init, analyze } = await import(entry(packageFolder));
    await init();
    return () => analyze(bytes, { takenAt: Date.UTC(2026, 0, 1) }).report;
  },
  // The harder of the two to be measured against: the bytes have become a string before the clock starts.
  parse_string: () => {
    const ready = text();
    return () => void JSON.parse(ready);
  },
  parse_bytes: () => () => void JSON.parse(text()),
  plain: () => () => plain(JSON.parse(text()), shape),
};

const run = await contestants[name]();
run();
const began = performance.now();
const figures = run() ?? null;
const ms = performance.now() - began;

console.log(JSON.stringify({ ms, figures }));

/** The file that the package's exports give to an `import` in Node. */
function entry(folder) {
  let target = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).exports["."];
  while (typeof target !== "string") target = target.node ?? target.import ?? target.default;
  return pathToFileURL(path.join(folder, target));
}
