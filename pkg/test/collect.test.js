// `collect` by itself: what it tells the Collector of what a network can do.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { test } from "node:test";
import { collectWith } from "../src/collect.js";
import { isTagpulseError } from "../src/errors.js";
import { fakeCollector, request, serve } from "./fakes.js";

/** Collects one request from a server of one handler; gives what the Collector was told of it. */
async function told(t, handler, { step = {}, ...options } = {}) {
  const baseUrl = handler ? await serve(t, handler) : await nobody();
  const { Collector, log } = fakeCollector([request(step)]);
  const result = await collectWith(Collector, { takenAt: 0, baseUrl, ...options });
  assert.equal(result, "listing");
  assert.deepEqual(log.at(-1), ["free"]);
  return log[1];
}

/** The address of a port where nobody listens any more. */
async function nobody() {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

test("an answer is fed whole, with its status and retry-after", async (t) => {
  const seen = {};
  const handler = (req, res) => {
    Object.assign(seen, { url: req.url, method: req.method, headers: req.headers });
    res.writeHead(429, { "retry-after": "7" }).end("slow down");
  };
  assert.deepEqual(await told(t, handler, { headers: { authorization: "Bearer k", "content-type": "text/plain" } }), ["feed", 1, 429, "7", "slow down"]);
  assert.equal(`${seen.method} ${seen.url}`, "POST /v1/a");
  assert.equal(seen.headers.authorization, "Bearer k");
  assert.equal(seen.headers["content-type"], "application/json");
});

test("a redirect is an answer and is not followed", async (t) => {
  let requests = 0;
  const handler = (req, res) => {
    requests += 1;
    res.writeHead(307, { location: "/elsewhere" }).end();
  };
  assert.deepEqual((await told(t, handler)).slice(0, 3), ["feed", 1, 307]);
  assert.equal(requests, 1);
});

test("nobody listens", async (t) => {
  assert.deepEqual(await told(t, null), ["fail", 1, "connect", undefined]);
});

test("silence is a time-out", async (t) => {
  assert.deepEqual(await told(t, () => {}, { step: { timeoutMs: 50 } }), ["fail", 1, "timeout", undefined]);
});

test("a time limit that is longer than any timer is none at once", async (t) => {
  const handler = (req, res) => setTimeout(() => res.end("[]"), 50);
  assert.equal((await told(t, handler, { step: { timeoutMs: 2 ** 32 - 1 } }))[0], "feed");
});

test("a body that stops is a time-out", async (t) => {
  const handler = (req, res) => res.writeHead(200).write("[1,");
  assert.deepEqual(await told(t, handler, { step: { timeoutMs: 200 } }), ["fail", 1, "timeout", undefined]);
});

// A refusal counts by its status, whatever came of its words; the items of a listing count as they are.
for (const [status, expected] of [[200, ["fail", 1, "truncated", "[1,"]], [500, ["feed", 1, 500, undefined, "[1,"]], [401, ["feed", 1, 401, undefined, "[1,"]]]) {
  test(`a ${status} that breaks off`, async (t) => {
    const handler = (req, res) => {
      res.writeHead(status, { "content-length": "100" });
      res.write("[1,", () => setTimeout(() => res.destroy(), 50));
    };
    assert.deepEqual(await told(t, handler), expected);
  });
}

test("a body over the limit is not read to its end", async (t) => {
  const handler = (req, res) => {
    const more = () => res.destroyed || (res.write("x".repeat(600)), setTimeout(more, 1));
    more();
  };
  assert.deepEqual(await told(t, handler), ["fail", 1, "too_large", undefined]);
});

test("a body of exactly the limit is taken", async (t) => {
  assert.equal((await told(t, (req, res) => res.end("x".repeat(1000))))[4].length, 1000);
});

test("a fetch that ignores its signal is held to the limits", async (t) => {
  const fetch = () => new Promise(() => {});
  assert.deepEqual(await told(t, null, { fetch, step: { timeoutMs: 20 } }), ["fail", 1, "timeout", undefined]);
});

test("an abort during a request is told, and what was learned is given", async (t) => {
  const stop = new AbortController();
  assert.deepEqual(await told(t, () => stop.abort(), { signal: stop.signal }), ["fail", 1, "aborted", undefined]);
});

test("an abort ends a wait", async () => {
  const { Collector } = fakeCollector([{ type: "wait", ms: 60_000 }]);
  const signal = AbortSignal.timeout(20);
  assert.equal(await collectWith(Collector, { takenAt: 0, baseUrl: "https://a.example", signal }), "listing");
});

test("an abort before anything was learned is an AbortError", async () => {
  const nothing = () => {
    throw new Error("nothing was learned");
  };
  const { Collector, log } = fakeCollector([request()], { finish: nothing });
  const signal = AbortSignal.abort("enough");
  await assert.rejects(collectWith(Collector, { takenAt: 0, baseUrl: "https://a.example", signal }), (error) => {
    assert.deepEqual([error.name, error.code, error.cause, isTagpulseError(error)], ["AbortError", "aborted", "enough", true]);
    return true;
  });
  assert.equal(log.length, 2, "no request was made");
});

test("progress is told", async (t) => {
  const baseUrl = await serve(t, (req, res) => res.end("abc"));
  const { Collector } = fakeCollector([{ type: "wait", ms: 1 }, request()]);
  const seen = [];
  await collectWith(Collector, { takenAt: 0, baseUrl, onProgress: (step) => seen.push({ ...step, ms: 0 }) });
  assert.deepEqual(seen, [{ type: "wait", ms: 0 }, { type: "request", path: "/v1/a", status: 200, failure: null, bytes: 3, ms: 0 }]);
});

test("a connection that breaks before an answer may have been billed", async (t) => {
  const drop = (req, res) => res.socket.destroy();
  assert.deepEqual(await told(t, drop), ["fail", 1, "truncated", undefined]);
});
