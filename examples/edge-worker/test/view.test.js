// The unlisted address: what a stranger learns, what a reader sees, and how it is revoked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, KEY, START, TOKEN, startProvider, startServer, startWebhook, startWorker } from "./harness.js";

const SECOND = "another-reader-fedcba9876543210fedcba";
const HOSTILE = `<img src=x onerror=alert(1)>"'&<script>alert(2)</script>`;

let provider, between, webhook, worker;

before(async () => {
  provider = await startProvider();
  webhook = await startWebhook();
  // The provider's answers, with what a stranger may write in captions and names.
  between = await startServer(async (request, body) => {
    const answer = await fetch(provider.baseUrl + request.url, { method: request.method, headers: { authorization: request.headers.authorization }, body });
    const hostile = JSON.stringify(HOSTILE);
    return (await answer.text()).replace(/"(desc|unique_id|uniqueId|nickname)":\s*"(?:[^"\\]|\\.)*"/g, (_, name) => `"${name}":${hostile}`);
  });
  worker = await startWorker({ BASE_URL: between.address, WEBHOOK_URL: webhook.address, VIEW_TOKEN: `${TOKEN}, ${SECOND}, short` });
  await provider.at(START);
  assert.equal(await worker.fire(START), "ok");
});

after(async () => {
  await worker.stop();
  for (const server of [between, webhook, provider]) server.stop();
});

test("whoever has no token gets one and the same answer to everything", async () => {
  const wrong = TOKEN.replace("0", "1");
  const addresses = ["/", "/favicon.ico", "/r/", `/r/${wrong}/`, `/r/${wrong}/spring`, `/r/${wrong}/spring.json`, `/r/${wrong}/nobody`, "/r/short/", "/r/short/spring", "/r//spring", "/spring", `/r/${TOKEN.slice(0, -1)}/spring`, `/r/${TOKEN}`, `/R/${TOKEN}/spring`, "/r/%00/%ff"];
  const answers = await Promise.all(addresses.map((address) => worker.get(address)));
  answers.push(await worker.get(`/r/${TOKEN}/spring`, { method: "POST", body: "x" }));
  const seen = new Set();
  for (const answer of answers) seen.add(JSON.stringify([answer.status, [...answer.headers].filter(([name]) => name !== "content-length"), await answer.text()]));
  assert.equal(seen.size, 1, [...seen].join("\n"));
  assert.match([...seen][0], /^\[404,.*not found/);
});

test("each reader's own token opens the page; the page does not name it", async () => {
  for (const token of [TOKEN, SECOND]) {
    const page = await worker.page("spring", token);
    assert.match(page, /<h1>spring<\/h1>/);
    assert.ok(!page.includes(token));
  }
  assert.match(await worker.page(""), /<a class="name" href="spring">spring<\/a>/);
  assert.equal((await worker.get(`/r/${TOKEN}/nobody`)).status, 404);
});

test("what strangers wrote is text on the page", async () => {
  const page = await worker.page("spring");
  const { top_videos } = JSON.parse(await worker.page("spring.json"));
  assert.ok(top_videos.some(({ desc }) => desc.includes("onerror=alert(1)")), "the provider's captions are hostile");
  assert.ok(page.includes("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;script&gt;"));
  assert.doesNotMatch(page, /<script|<img|<[^>]*\son\w+=/i);
  const addresses = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address);
  for (const address of addresses) assert.match(address, /^(https:\/\/www\.tiktok\.com\/|spring\.json$)/);
});

test("the page may load and run nothing, and stays where it is shown", async () => {
  const response = await worker.get(`/r/${TOKEN}/spring`);
  const nonce = /<style nonce="([^"]+)">/.exec(await response.text())[1];
  const header = (name) => response.headers.get(name);
  assert.equal(header("content-security-policy"), `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`);
  assert.equal(header("referrer-policy"), "no-referrer");
  assert.match(header("cache-control"), /no-store/);
  assert.match(header("x-robots-tag"), /noindex/);
  assert.equal(header("x-content-type-options"), "nosniff");
  const again = await worker.page("spring");
  assert.ok(!again.includes(nonce), "a nonce is used once");
  assert.equal(await (await worker.get(`/r/${TOKEN}/spring`, { method: "HEAD" })).text(), "");
});

test("the report document is the one that the core wrote", async () => {
  const response = await worker.get(`/r/${TOKEN}/spring.json`);
  assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
  const stored = await (await worker.kv()).get("report:spring");
  assert.equal(await response.text(), stored.split("\n")[0]);
});

test("another secret revokes the address", async () => {
  const changed = await startWorker({ BASE_URL: between.address, VIEW_TOKEN: SECOND });
  const none = await startWorker({ BASE_URL: between.address, VIEW_TOKEN: undefined });
  try {
    assert.equal((await changed.get(`/r/${TOKEN}/`)).status, 404);
    assert.equal((await changed.get(`/r/${SECOND}/`)).status, 200);
    for (const token of ["undefined", "null", TOKEN]) assert.equal((await none.get(`/r/${token}/`)).status, 404);
  } finally {
    await changed.stop();
    await none.stop();
  }
});

test("no secret stands in KV, on a page or in the log, also when the provider repeats the key", async () => {
  await provider.at(START + DAY);
  await provider.faults([{ cursor: "30", kind: "echo-key" }]);
  await worker.fire(START + DAY);
  await provider.faults([]);
  await provider.at(START + 2 * DAY);
  webhook.up = false;
  await worker.fire(START + 2 * DAY);
  const kept = (await worker.everything()).map(({ name, metadata, text }) => [name, JSON.stringify(metadata ?? null), text]).flat();
  assert.match(worker.logs(), /"partial":"provider_error"/, "the key was repeated");
  assert.match(worker.logs(), /webhook failed/);
  const pages = [await worker.page(""), await worker.page("spring"), await worker.page("spring.json")];
  for (const secret of [KEY, TOKEN, SECOND, webhook.address, "of-mine-and-secret"]) {
    for (const text of [...kept, ...pages, worker.logs(), JSON.stringify(webhook.sent)]) assert.ok(!text.includes(secret), secret);
  }
});
