// The unlisted address: /r/TOKEN/ lists the campaigns, /r/TOKEN/NAME shows one,
// /r/TOKEN/NAME.json is its report document. Whoever does not know a token gets the same 404
// for everything, before anything is read.

import { indexPage, reportPage } from "./page.js";
import { latest, Store } from "./store.js";
import { Budget } from "./budget.js";

/** 128 bits in hexadecimal; `openssl rand -hex 32` gives twice that. */
const LEAST_TOKEN = 32;

const HEADERS = {
  "cache-control": "private, no-store",
  // The address is the secret: no page that is linked to may learn it, no search engine keep it.
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow, noarchive",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "strict-transport-security": "max-age=31536000",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

export async function view(request, env) {
  const [, token, name] = /^\/r\/([^/]+)\/([^/]*)$/.exec(new URL(request.url).pathname) ?? [];
  const known = await isToken(token ?? "", env.VIEW_TOKEN);
  if (!known || !/^(GET|HEAD)$/.test(request.method)) return answer(request, "not found\n", { status: 404, type: "text/plain" });
  if (name === "") {
    const turns = await new Store(env.HISTORIES, new Budget({ subrequests: 50, firingMs: 0 })).turns();
    return page(request, (nonce) => indexPage([...turns], nonce));
  }
  const wanted = named(name);
  const found = await latest(env.HISTORIES, wanted);
  if (found) return page(request, (nonce) => reportPage(JSON.parse(found.reportJson), JSON.parse(found.days), `${name}.json`, nonce));
  const json = wanted.endsWith(".json") && (await latest(env.HISTORIES, wanted.slice(0, -".json".length)));
  if (json) return answer(request, json.reportJson, { type: "application/json" });
  return answer(request, "no report of that name yet\n", { status: 404, type: "text/plain" });
}

/**
 * Compares with every token that is set, each in the time that the digests take. A token that is
 * too short to be unguessable opens nothing.
 */
async function isToken(given, secrets) {
  const digest = await sha256(given);
  let known = false;
  for (const token of String(secrets ?? "").split(/[\s,]+/)) {
    const equal = crypto.subtle.timingSafeEqual(digest, await sha256(token));
    known ||= equal && token.length >= LEAST_TOKEN;
  }
  return known;
}

function sha256(text) {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

function named(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function page(request, make) {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return answer(request, `<!doctype html>\n${make(nonce)}\n`, { type: "text/html", headers: { "content-security-policy": policy } });
}

function answer(request, body, { status = 200, type, headers = {} }) {
  const all = { ...HEADERS, "content-type": `${type}; charset=utf-8`, "content-security-policy": "default-src 'none'; frame-ancestors 'none'", ...headers };
  return new Response(request.method === "HEAD" ? null : body, { status, headers: all });
}
