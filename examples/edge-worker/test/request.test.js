// What comes of a request: no answer brings the key into a report, however it is written there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../src/request.js";

const KEY = "sk_live-1234/Ab";
const STEP = { method: "POST", path: "/videos", headers: [], body: "{}", timeoutMs: 1000, maxBytes: 1_000_000 };

async function answered(text, key = KEY) {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(text);
  try {
    const { bytes } = await ask(STEP, { baseUrl: "https://api.example", key });
    return new TextDecoder().decode(bytes);
  } finally {
    globalThis.fetch = fetch;
  }
}

test("the key is masked as it is, with JSON's escapes and with what a message drops inside", async () => {
  const numbered = Array.from(KEY, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const key of [KEY, KEY.replace("/", "\\/"), numbered, numbered.toUpperCase().replaceAll("\\U", "\\u"), KEY.replace("_", "_\0\x07"), KEY.replace("-", "-\\n\\u0000\\u200E\u202e")]) {
    assert.equal(await answered(`{"error":"no ${key}, no ${key}"}`), '{"error":"no ***, no ***"}', key);
  }
});

test("all else stays as it came", async () => {
  const other = '{"desc":"sk_live-1234 \\/ Ac","id":"1234"}';
  assert.equal(await answered(other), other);
  assert.equal(await answered(KEY.toLowerCase()), KEY.toLowerCase());
  assert.equal(await answered("a demo", "demo"), "a demo");
});
