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

/** What the Collector is told of a body that answers a request with these headers. */
async function fed(t, headers, body, status = 200) {
  return (await told(t, (req, res) => res.writeHead(status).end(body), { headers }))[4];
}

test("what is no secret stays in an answer, whatever the headers say", async (t) => {
  const headers = {
    authorization: "Bearer sk-secret-of-mine",
    "user-agent": "Berlin dashboard",
    "x-author": "TorchBearer",
    "accept-language": "english",
    cookie: "theme=darkness; session=0123456789abcdef0",
  };
  const body = `The Ring Bearer #RingBearer by TorchBearer of the Berlin dashboard, in english and darkness`;
  assert.equal(await fed(t, headers, body), body);
});

test("secrets are masked: what stands behind a scheme, and the values of headers named so", async (t) => {
  const headers = [
    ["Authorization", "Token behind-a-scheme"],
    ["proxy-authorization", "without-one"],
    ["X-RapidAPI-Key", "rapid-key"],
    ["x-auth-token", "Bearer token-behind"],
    ["x-client-secret", "client-secret"],
    ["cookie", "a=b; sid=0123456789abcdef; other=0123456789abcdef0"],
    ["x-api-key", "short"],
  ];
  const body = "Token behind-a-scheme, without-one, rapid-key, Bearer token-behind, client-secret, 0123456789abcdef, 0123456789abcdef0, short";
  assert.equal(await fed(t, headers, body, 401), "Token ***, ***, ***, Bearer ***, ***, ***, ***, short");
});

test("a key is found however JSON writes it, and with what a message drops inside it", async (t) => {
  const key = 'ab/cd+ef"gh==';
  const ways = [
    JSON.stringify(key),
    JSON.stringify(key).replaceAll("/", String.raw`\/`),
    String.raw`"ab\u002fcd\u002Bef\u0022gh\u003d="`,
    String.raw`"\u0061b/cd+\u0001ef\u202e\"\tgh=\u009F="`,
    '"ab/\u0001cd\u007f+\u200eef\u2066\\"gh=="',
  ];
  for (const way of ways) assert.equal(await fed(t, { authorization: `Bearer ${key}` }, `{"error":${way}}`, 401), '{"error":"***"}', way);
  const other = '{"error":"ab/cd+ef gh=="}';
  assert.equal(await fed(t, { authorization: `Bearer ${key}` }, other), other);
});

test("a date to wait for is told in seconds from the answer's own", async (t) => {
  const after = async (retryAfter, date = "Mon, 21 Sep 2026 14:13:20 GMT") => {
    const handler = (req, res) => {
      res.sendDate = false;
      res.writeHead(429, { "retry-after": retryAfter, ...(date && { date }) }).end();
    };
    return (await told(t, handler))[3];
  };
  assert.equal(await after("Mon, 21 Sep 2026 14:13:24 GMT"), "4");
  assert.equal(await after("Mon, 21 Sep 2026 14:12:00 GMT"), "0");
  // Without a date in the answer by this machine's clock.
  assert.equal(await after("Mon, 21 Sep 2020 14:13:24 GMT", ""), "0");
  assert.ok(Number(await after("Tue, 21 Sep 2100 14:13:24 GMT", "")) > 1e6);
  for (const other of ["7", "1.5", "-5", "soon", "Mon, 99 Foo 2026 14:13:24 GMT"]) assert.equal(await after(other), other);
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
