// Inputs that the wasm's memory cannot hold: an error that says so, and everything goes on with a new memory.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { loadInstalled, packageFolder } from "./installed.js";

const { init, isTagpulseError, analyze, normalize, Collector, History } = await loadInstalled();
await init({ module_or_path: limited(readFileSync(path.join(packageFolder, "dist/tagpulse.wasm")), 24) });

const takenAt = Date.parse("2026-11-23T06:00:00Z");
const settings = { campaign: "spring", hashtags: ["springglow"] };
const page = new TextEncoder().encode('{"videos":[{"video_id":"7412345678901234567","play_count":1200}]}');
const rows = new TextEncoder().encode(`video_id,views\n${Array.from({ length: 100_000 }, (_, n) => `${7_400_000_000_000_000_000n + BigInt(n)},${n}\n`).join("")}`);

/** The wasm with no more than so many megabytes of memory, in place of the four gigabytes that it may have. */
function limited(wasm, megabytes) {
  const MEMORY = 5;
  let at = 8;
  while (at < wasm.length) {
    const section = at;
    const [size, inner] = leb(wasm, at + 1);
    at = inner + size;
    if (wasm[section] !== MEMORY) continue;
    const [least] = leb(wasm, inner + 2);
    const memory = [1, 1, ...asLeb(least), ...asLeb(megabytes * 16)];
    return Uint8Array.from([...wasm.subarray(0, section), MEMORY, ...asLeb(memory.length), ...memory, ...wasm.subarray(at)]);
  }
  throw new Error("a wasm without a memory");
}

function leb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}

function asLeb(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...asLeb(value >> 7)];
}

function refuses(call, code, message) {
  assert.throws(call, (error) => {
    assert.ok(isTagpulseError(error), String(error.stack));
    assert.deepEqual([error.code, message.test(error.message)], [code, true], error.message);
    return true;
  });
}

function collector() {
  return new Collector({ hashtags: ["springglow"], takenAt: new Date(takenAt).toISOString(), seed: [1, 2, 3, 4, 5, 6, 7, 8] });
}

function collected() {
  const machine = collector();
  for (let step = machine.next(0); step.type !== "done"; step = machine.next(0)) {
    machine.feed(step.id, 200, undefined, step.path === "/hashtag" ? new TextEncoder().encode('{"id":"229207"}') : page, 0);
  }
  return machine.finish();
}

const tooMuch = /^3 MB of input do not fit .* of which \d+ MB are in use; read them in smaller parts, or with the native program/;

test("a file that does not fit is told with its size and a remedy, as often as it is given", () => {
  for (let again = 0; again < 5; again += 1) {
    refuses(() => analyze(rows, { takenAt }), "too_large", tooMuch);
    refuses(() => normalize(rows), "too_large", tooMuch);
    assert.equal(analyze(page, { takenAt }).report.total_videos, 1);
  }
});

test("bytes for which there is no room at all", () => {
  const large = new Uint8Array(40e6);
  for (const call of [() => analyze(large, { takenAt }), () => normalize(large), () => History.open(large, settings), () => Collector.fromBytes(large)]) {
    refuses(call, "too_large", /40 MB of input/);
  }
});

test("what was open is lost, says so, and can be opened again", () => {
  const [history, listing, machine] = [History.open(null, settings), collected(), collector()];
  history.advance(listing);
  const stored = history.toBytes();
  refuses(() => normalize(rows), "too_large", tooMuch);
  for (const use of [() => history.report(), () => history.hashtags, () => history.toBytes(), () => history.acknowledge("a")]) {
    refuses(use, "freed", /this history was lost .* open it again from its bytes/);
  }
  refuses(() => listing.size, "freed", /this listing was lost .* collect again/);
  refuses(() => machine.next(0), "freed", /this collector was lost/);
  for (const object of [history, listing, machine]) object.free();
  const opened = History.open(stored, settings);
  refuses(() => opened.advance(listing), "freed", /listing was freed/);
  assert.deepEqual(opened.toBytes(), stored);
  assert.equal(opened.report().report.total_videos, 1);
});

test("where the runtime gives no new memory, each call says so until it does", () => {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    constructor() {
      throw new RangeError("out of memory");
    }
  };
  try {
    refuses(() => normalize(rows), "too_large", tooMuch);
    for (const call of [() => normalize(page), () => History.open(null, settings), () => collector()]) {
      refuses(call, "crashed", /cannot begin anew: out of memory; load the page or start the program again/);
    }
  } finally {
    WebAssembly.Instance = Instance;
  }
  assert.equal(normalize(page).videos.length, 1);
});
