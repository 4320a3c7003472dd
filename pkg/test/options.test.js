// The options of `collect`: addresses, headers, and what reaches the core.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isTagpulseError } from "../src/errors.js";
import { collectorOptions, readBaseUrl, readHeaders } from "../src/options.js";

test("base addresses", () => {
  for (const [given, read] of [
    ["https://api.example.com", "https://api.example.com"],
    ["https://api.example.com/v2//", "https://api.example.com/v2"],
    ["http://localhost:8080/", "http://localhost:8080"],
    ["http://127.9.8.7", "http://127.9.8.7"],
    ["http://[::1]:1/", "http://[::1]:1"],
  ]) {
    assert.equal(readBaseUrl(given), read);
  }
  assert.equal(readBaseUrl("http://api.example.com", true), "http://api.example.com");
});

test("base addresses that are refused", () => {
  for (const [given, code] of [
    ["http://api.example.com", "insecure_url"],
    ["http://127.0.0.1.example.com", "insecure_url"],
    ["http://localhost.example.com", "insecure_url"],
    ["ftp://api.example.com", "bad_settings"],
    ["api.example.com", "bad_settings"],
    [undefined, "bad_settings"],
    ["https://user:secret@api.example.com", "bad_settings"],
    ["https://api.example.com/?key=secret", "bad_settings"],
  ]) {
    assert.throws(() => readBaseUrl(given), (error) => error.code === code && isTagpulseError(error) && !error.message.includes("secret"), String(given));
  }
});

test("headers of every form", () => {
  const pairs = [["authorization", "k"]];
  for (const headers of [{ authorization: "k" }, pairs, new Map(pairs), new Headers(pairs)]) {
    assert.deepEqual(readHeaders(headers), pairs);
  }
  assert.deepEqual(readHeaders(undefined), []);
});

test("a header that cannot be sent is named without its value", () => {
  assert.throws(() => readHeaders({ authorization: "Bearer\nsecret" }), (error) => /authorization/.test(error.message) && !/secret/.test(error.message + error.stack));
});

test("what reaches the core", () => {
  const options = collectorOptions({ hashtags: ["a"], takenAt: new Date(5999), maxPages: 2, headers: { authorization: "k" } });
  assert.deepEqual(Object.keys(options), ["hashtags", "maxPages", "takenAt", "seed"]);
  assert.deepEqual([options.takenAt, options.seed.length], ["1970-01-01T00:00:05.000Z", 8]);
  assert.deepEqual(collectorOptions({ takenAt: 0, seed: Uint8Array.of(1) }).seed, Uint8Array.of(1));
  for (const takenAt of [undefined, "today", NaN, 1e300]) {
    assert.throws(() => collectorOptions({ takenAt }), { code: "bad_time", message: /takenAt/ });
  }
});
