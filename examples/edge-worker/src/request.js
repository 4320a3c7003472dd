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

/** A provider may repeat a key in what it answers; then it would stand in reports and in KV. */
function withoutKey(bytes, key) {
  // One character a byte, so that a place in the text is a place in the bytes.
  const text = new TextDecoder("windows-1252").decode(bytes);
  let copy = bytes;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length)) {
    if (copy === bytes) copy = bytes.slice();
    copy.fill(0x2a, at, at + key.length);
  }
  return copy;
}
