// One request of the Collector by `fetch`; what came of it is data, never an exception.

export async function ask(step, { baseUrl, key }) {
  const signal = AbortSignal.timeout(step.timeoutMs);
  let response;
  try {
    const headers = new Headers(step.headers);
    headers.set("authorization", `Bearer ${key}`);
    // A redirect is an answer: following it would carry the key to another host.
    response = await fetch(baseUrl + step.path, { method: step.method, headers, body: step.body ?? undefined, redirect: "manual", signal });
  } catch {
    // A Worker is not told whether a connection was made, so it may have been billed.
    return { fail: signal.aborted ? "timeout" : "truncated" };
  }
  const { fail, bytes } = await read(response, step.maxBytes, signal);
  const known = withoutKey(bytes, key);
  if (fail && (response.ok || fail !== "truncated")) return { fail, partial: response.ok && fail === "truncated" ? known : undefined };
  return { status: response.status, retryAfter: response.headers.get("retry-after") ?? undefined, bytes: known };
}

async function read(response, maxBytes, signal) {
  const parts = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.byteLength;
      if (length > maxBytes) return { fail: "too_large", bytes: new Uint8Array() };
      parts.push(part);
    }
  } catch {
    return { fail: signal.aborted ? "timeout" : "truncated", bytes: joined(parts, length) };
  }
  return { bytes: joined(parts, length) };
}

function joined(parts, length) {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** What the core drops from a message: a key with such a thing inside would be whole again there. */
const DROPPED =
  String.raw`(?:[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\[bfnrt]` +
  String.raw`|\\u(?:00[01]\w|007[fF]|00[89]\w|061[cC]|200[eEfF]|202[a-eA-E]|206[6-9]))*`;

/** What is shorter would be found in any text. */
const LEAST = 6;

/**
 * A provider may repeat a key in what it answers; then it would stand in reports and in KV. The package's `collect` masks it
 * by the same rule, with JSON's escapes and with control characters inside; a Collector that is driven by hand knows no key.
 */
function withoutKey(bytes, key) {
  if (key.length < LEAST) return bytes;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const masked = text.replace(new RegExp(Array.from(key, written).join(DROPPED), "g"), "***");
  return masked === text ? bytes : new TextEncoder().encode(masked);
}

/** A character as it is, behind a backslash where that means no other, or as its number. */
function written(character) {
  const number = character.charCodeAt(0).toString(16).padStart(4, "0");
  const digits = number.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  // Not in a template: minifiers take a `\u` there for an escape that is broken.
  return "(?:" + (/[bfnrtu]/.test(character) ? "" : "\\\\?") + "\\u" + number + "|\\\\u" + digits + ")";
}
