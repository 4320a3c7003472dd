// The options of `collect` that never reach the core: where to ask, with which headers.
// No message here repeats a header's value: it may be a key.

import { tagpulseError } from "./errors.js";

/** The base address without a trailing slash; `http:` only to this machine. */
export function readBaseUrl(baseUrl, insecureHttp) {
  let url;
  try {
    url = new URL(baseUrl);
  } catch {
    throw tagpulseError("bad_settings", "`baseUrl` is not an address; give the provider's, as in `https://api.example.com`");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw tagpulseError("bad_settings", "`baseUrl` has a user, a query or a fragment; give keys in `headers` and the plain address here");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw tagpulseError("bad_settings", `\`baseUrl\` begins with ${url.protocol} and only https: is spoken`);
  }
  if (url.protocol === "http:" && !insecureHttp && !isLoopback(url.hostname)) {
    throw tagpulseError("insecure_url", `\`baseUrl\` would send the key unencrypted to ${url.host}; use https:, or set \`insecureHttp: true\``);
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function isLoopback(host) {
  // The parser of addresses has brought every spelling of an IPv4 address to this one.
  return host === "localhost" || host.endsWith(".localhost") || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "[::1]";
}

/** The caller's headers as pairs. The platform's own errors quote the value, so they are replaced. */
export function readHeaders(headers) {
  if (headers == null) return [];
  const pairs = typeof headers[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers);
  for (const [name, value] of pairs) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw tagpulseError("bad_settings", `the header \`${String(name).slice(0, 40)}\` has a name or a value that no request can carry; look for a line break in it`);
    }
  }
  return pairs;
}

/** A time in milliseconds, of a number or a Date. */
export function milliseconds(time, name) {
  const given = time instanceof Date ? time.getTime() : time;
  if (typeof given !== "number" || !Number.isFinite(given)) {
    throw tagpulseError("bad_time", `\`${name}\` is no time; give milliseconds as \`Date.now()\` does, or a Date`);
  }
  return given;
}

/** What the core's Collector is made of. */
export function collectorOptions({ hashtags, takenAt, seed, dialect, maxCredits, maxPages, maxVideos, recheck, maxRechecks, timeoutMs, maxWaitMs }) {
  const millis = milliseconds(takenAt, "takenAt");
  if (Math.abs(millis) > 8.64e15) throw tagpulseError("bad_time", "`takenAt` is out of range");
  const given = {
    hashtags,
    // To the second, as documents write it.
    takenAt: new Date(Math.floor(millis / 1000) * 1000).toISOString(),
    seed: Array.from(seed ?? crypto.getRandomValues(new Uint8Array(8))),
    dialect,
    maxCredits,
    maxPages,
    maxVideos,
    recheck,
    maxRechecks,
    timeoutMs,
    maxWaitMs,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
