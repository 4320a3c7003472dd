// Options as bytes. The core's own test (core/src/given.rs) reads the same ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { optionBytes } from "../src/option_bytes.js";

const hex = (options) => Buffer.from(optionBytes(options)).toString("hex");

test("a field of every kind, as the core reads it", () => {
  const options = { tags: new Set(["é", 0.5, ["x"]]), top: null, on: true, policy: { floor: -2, odd: {} } };
  assert.equal(
    hex(options),
    "0504" + "0474616773" + "040303" + "02c3a9" + "02000000000000e03f" + "01" + "03746f70" + "00" + "026f6e" + "01" +
      "06706f6c696379" + "0502" + "05666c6f6f72" + "0200000000000000c0" + "036f6464" + "01",
  );
});

test("what is no object", () => {
  for (const [options, bytes] of [[undefined, "00"], [null, "00"], [() => 1, "01"], [7n, "01"], ["a", "030161"], [[{}], "040101"]]) {
    assert.equal(hex(options), bytes);
  }
  // Half a character, and a text whose length takes two bytes.
  assert.equal(hex("\ud800"), "0303efbfbd");
  assert.equal(hex("y".repeat(200)).slice(0, 8), "03c80179");
});
