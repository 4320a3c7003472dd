// One request of the Collector, made with `fetch`: a time limit, a size limit, and what
// came of it as data. It never throws for what a network does.

import { isTagpulseError, tagpulseError } from "./errors.js";
import { kindOf } from "./given.js";
import { secondsOf } from "./retry_after.js";
import { withoutSecrets } from "./secrets.js";

/** A longer timer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The caller's headers first: the protocol's own win over them. */
export async function answer(step, { send, baseUrl, headers, secrets, signal }) {
  const stop = new AbortController();
  const outcome = { kind: null };
  const end = (kind) => {
    outcome.kind ??= kind;
    stop.abort();
  };
  const onAbort = () => end("aborted");
  const timer = setTimeout(() => end("timeout"), Math.min(step.timeoutMs, LONGEST_TIMER_MS));
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    const merged = new Headers(headers);
    for (const [name, value] of step.headers) merged.set(name, value);
    const response = await orAborted(stop.signal, () =>
      send(baseUrl + step.path, {
        method: step.method,
        headers: merged,
        body: step.body ?? undefined,
        // A redirect is an answer: following it would carry the key to another host.
        redirect: "manual",
        signal: stop.signal,
      }),
    );
    if (typeof response?.status !== "number") throw tagpulseError("bad_settings", `\`fetch\` gave ${kindOf(response)}; it has to give a Response`);
    const came = await read(response, step.maxBytes, stop.signal, outcome);
    return { ...came, bytes: withoutSecrets(came.bytes, secrets), partial: withoutSecrets(came.partial, secrets) };
  } catch (error) {
    // Not what a network does.
    if (isTagpulseError(error)) throw error;
    // The error itself is dropped: a runtime may put the address or a header in it.
    return { fail: outcome.kind ?? (wasUnreachable(error) ? "connect" : "truncated") };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    stop.abort();
  }
}

/** Whether no connection was made, so that nothing can have been billed. Browsers do not tell. */
function wasUnreachable(error) {
  return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/.test(error?.cause?.code ?? error?.code);
}

async function read(response, maxBytes, signal, outcome) {
  const retryAfter = secondsOf(response.headers.get("retry-after") ?? undefined, response.headers.get("date"));
  // A browser hides what a redirect says behind the status 0.
  const status = response.status || 302;
  const parts = [];
  let length = 0;
  const reader = response.body?.getReader();
  const redirected = status >= 300 && status < 400;
  try {
    while (reader && !redirected) {
      const { done, value } = await orAborted(signal, () => reader.read());
      if (done) break;
      length += value.byteLength;
      if (length > maxBytes) return { fail: "too_large" };
      parts.push(value);
    }
  } catch {
    if (outcome.kind) return { fail: outcome.kind };
    // The whole items of a listing that broke off are worth keeping.
    if (status >= 200 && status < 300) return { fail: "truncated", partial: joined(parts, length) };
    // A refusal says what it has to say by its status.
  } finally {
    // What is not read is given back; it may have ended or failed already.
    reader?.cancel().catch(() => {});
  }
  return { status, retryAfter, bytes: joined(parts, length) };
}

/** A host's own `fetch` may ignore its signal; the limits hold all the same. */
async function orAborted(signal, run) {
  let onAbort;
  const aborted = new Promise((_, reject) => {
    onAbort = () => reject(new Error("aborted"));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([aborted, signal.aborted ? aborted : run()]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
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
