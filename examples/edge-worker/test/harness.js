// The Worker as it would be deployed, bundled by wrangler, in real workerd with miniflare's KV;
// around it the sandbox provider and a webhook of ours.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";

export const FOLDER = path.dirname(import.meta.dirname);
export const TOKEN = "0123456789abcdef0123456789abcdef-test";
export const KEY = "sandbox-key";
export const DAY = 86_400_000;
export const START = Date.parse("2025-06-10T06:00:00Z");
export const SPRING = { campaign: "spring", hashtags: ["springglow"], zone: "Europe/Berlin", policy: "tutorial" };

// Before a test has started anything that would have to be stopped.
if (!process.env.TAGPULSE_SANDBOX_BIN) throw new Error("TAGPULSE_SANDBOX_BIN is not set; run these tests by `cargo xtask test`");

let bundled;

/** What `wrangler deploy` would upload of a script: itself and the wasm beside it. */
export function bundle(script = "src/worker.js") {
  bundled ??= (async () => {
    const out = mkdtempSync(path.join(os.tmpdir(), "tagpulse-worker-"));
    const wrangler = path.join(FOLDER, "node_modules/wrangler/bin/wrangler.js");
    const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" };
    await promisify(execFile)(process.execPath, [wrangler, "deploy", script, "--dry-run", "--outdir", out], { cwd: FOLDER, env });
    const modules = readdirSync(out)
      .filter((name) => /\.(js|wasm)$/.test(name))
      // The first is the main one.
      .sort((a, b) => b.endsWith(".js") - a.endsWith(".js"))
      .map((name) => ({ type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule", path: name, contents: readFileSync(path.join(out, name)) }));
    rmSync(out, { recursive: true, force: true });
    return modules;
  })();
  return bundled;
}

/** Lets a test refuse a write to KV; everything else is the Worker's own. */
const ENTRY = `
import worker from "./worker.js";
const wrapped = (env) => ({ ...env, HISTORIES: new Proxy(env.HISTORIES, { get: (kv, name) => name === "put" ? async (key, ...rest) => {
  const { status } = await env.MAY_WRITE.fetch("http://test/", { headers: { key: encodeURIComponent(key) } });
  if (status !== 200) throw new Error("KV PUT failed: 429 Too Many Requests");
  return kv.put(key, ...rest);
} : kv[name].bind(kv) }) });
export default {
  scheduled: (controller, env, context) => worker.scheduled(controller, wrapped(env), context),
  fetch: (request, env, context) => worker.fetch(request, wrapped(env), context),
};`;

/**
 * @param {object} given variables and secrets of the Worker beside what every test has
 */
export async function startWorker(given) {
  const logs = [];
  const writes = [];
  let refuse = () => false;
  const keep = (stream) => stream.on("data", (data) => logs.push(String(data)));
  const options = async (given) => ({
    modules: [{ type: "ESModule", path: "entry.js", contents: ENTRY }, ...(await bundle())],
    modulesRoot: "/",
    compatibilityDate: "2026-04-01",
    kvNamespaces: ["HISTORIES"],
    kvPersist: false,
    bindings: Object.fromEntries(Object.entries({ CAMPAIGNS: [SPRING], SCAVIO_API_KEY: KEY, VIEW_TOKEN: TOKEN, ...given }).filter(([, value]) => value !== undefined)),
    serviceBindings: {
      MAY_WRITE: (request) => {
        const key = decodeURIComponent(request.headers.get("key"));
        writes.push(key);
        return new Response(null, { status: refuse(key, writes) ? 500 : 200 });
      },
    },
    handleRuntimeStdio: (stdout, stderr) => [stdout, stderr].forEach(keep),
  });
  const miniflare = new Miniflare(await options(given));
  await miniflare.ready;
  return {
    /** One firing of the schedule at that time; gives its outcome. */
    fire: async (ms) => (await (await miniflare.getWorker()).scheduled({ scheduledTime: new Date(ms), cron: "7 * * * *" })).outcome,
    get: (address, init) => miniflare.dispatchFetch(`https://worker.example${address}`, { redirect: "manual", ...init }),
    page: async (name, token = TOKEN) => (await miniflare.dispatchFetch(`https://worker.example/r/${token}/${name}`)).text(),
    kv: () => miniflare.getKVNamespace("HISTORIES"),
    /** All keys with their bytes as text of one letter a byte, and their metadata. */
    everything: async () => everything(await miniflare.getKVNamespace("HISTORIES")),
    /** Which writes are refused from now on, by key and by the writes so far. */
    refuseWrites: (when) => {
      writes.length = 0;
      refuse = when ?? (() => false);
    },
    logs: () => logs.join(""),
    stop: () => miniflare.dispose(),
  };
}

async function everything(kv) {
  const { keys } = await kv.list();
  return Promise.all(
    keys.map(async ({ name, metadata }) => ({ name, metadata, text: Buffer.from(await kv.get(name, "arrayBuffer")).toString("latin1") })),
  );
}

export { sandbox as startProvider } from "../../../pkg/test/sandbox.js";

/** A server of this machine: `answer(request, body)` gives a status, or the whole answer as text. */
export async function startServer(answer) {
  const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const headers = {};
    const said = await answer(request, Buffer.concat(parts), headers);
    if (typeof said === "number") response.writeHead(said, headers).end();
    else response.writeHead(200, { "content-type": "application/json", ...headers }).end(said);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A webhook that keeps what it was sent while it is up. */
export async function startWebhook() {
  const hook = { sent: [], refused: 0, up: true, leadsTo: null };
  const server = await startServer((request, body, headers) => {
    if (!hook.up || hook.leadsTo) {
      hook.refused += 1;
      if (hook.leadsTo) headers.location = hook.leadsTo;
      return hook.leadsTo ? 307 : 503;
    }
    hook.sent.push({ key: request.headers["idempotency-key"], ...JSON.parse(body) });
    return 204;
  });
  return Object.assign(hook, { address: `${server.address}/hook/of-mine-and-secret`, stop: server.stop });
}
