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
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw tagpulseError("bad_settings", "`headers` is no object of names and values, and no list of such pairs");
    }
    const [name, value] = pair;
    if (/^(\S+ )?(undefined|null)$/.test(String(value))) {
      throw tagpulseError("bad_settings", `the header \`${String(name).slice(0, 40)}\` has no value but the word undefined or null; is the variable that holds the key set?`);
    }
    try {
      new Headers([[name, value]]);
    } catch {
      throw tagpulseError("bad_settings", `the header \`${String(name).slice(0, 40)}\` has a name or a value that no request can carry; look for a line break or a letter that is not Latin`);
    }
  }
  return pairs;
}

/** 2001 to 5138 where seconds are meant, and 1970 to 1973 as milliseconds, before anything there was to read. */
const [SECONDS_FROM, SECONDS_TO] = [1e9, 1e11];

/** A time in milliseconds, of a number or a Date. */
export function milliseconds(time, name) {
  const given = time instanceof Date ? time.getTime() : time;
  if (typeof given !== "number" || !Number.isFinite(given)) {
    throw tagpulseError("bad_time", `\`${name}\` is no time; give milliseconds as \`Date.now()\` does, or a Date`);
  }
  if (typeof time === "number" && time >= SECONDS_FROM && time < SECONDS_TO) {
    throw tagpulseError("bad_time", `\`${name}\` is in seconds, which as milliseconds is a day of 1970; multiply it by 1000`);
  }
  return given;
}

/** What the core's Collector is made of: all that is not for this side, for the core knows which options there are. */
export function collectorOptions({ baseUrl, headers, fetch, signal, onProgress, insecureHttp, takenAt, seed, ...core }) {
  const millis = milliseconds(takenAt, "takenAt");
  if (Math.abs(millis) > 8.64e15) throw tagpulseError("bad_time", "`takenAt` is out of range");
  const given = {
    ...core,
    // To the second, as documents write it.
    takenAt: new Date(Math.floor(millis / 1000) * 1000).toISOString(),
    seed: seed ?? crypto.getRandomValues(new Uint8Array(8)),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
