// `collect`: drives the core's Collector with `fetch`. All knowledge of the protocol is in
// the Collector; here is only what a host must do: ask, wait, and know the time.

import { abortError, tagpulseError } from "./errors.js";
import { functionOrNothing, kindOf, optionsOf } from "./given.js";
import { collectorOptions, readBaseUrl, readHeaders } from "./options.js";
import { answer } from "./request.js";
import { secretsIn } from "./secrets.js";

/** `Collector` is an argument so that the tests can give their own. */
export async function collectWith(Collector, given) {
  const options = optionsOf(given, "`collect`");
  const { signal } = options;
  // Before anything is sent and paid for.
  const onProgress = functionOrNothing(options.onProgress, "`onProgress`");
  if (signal != null && typeof signal.addEventListener !== "function") throw tagpulseError("bad_settings", `\`signal\` is ${kindOf(signal)}; give that of an AbortController`);
  const send = functionOrNothing(options.fetch, "`fetch`") ?? globalThis.fetch;
  if (typeof send !== "function") throw tagpulseError("bad_settings", "this runtime has no `fetch`; give one in `fetch`");
  const [baseUrl, headers] = [readBaseUrl(options.baseUrl, options.insecureHttp), readHeaders(options.headers)];
  const how = { send, signal, baseUrl, headers, secrets: secretsIn(headers) };
  const collector = new Collector(collectorOptions(options));
  try {
    await drive(collector, how, onProgress);
    return finish(collector, signal);
  } finally {
    collector.free();
  }
}

async function drive(collector, how, onProgress) {
  while (!how.signal?.aborted) {
    const step = collector.next(now());
    if (step.type === "done") return;
    if (step.type === "wait") {
      onProgress?.({ type: "wait", ms: step.ms });
      await sleep(step.ms, how.signal);
      continue;
    }
    const began = now();
    const result = await answer(step, how);
    if (result.fail) collector.fail(step.id, result.fail, now(), result.partial);
    else collector.feed(step.id, result.status, result.retryAfter, result.bytes, now());
    onProgress?.({ type: "request", path: step.path, status: result.status ?? null, failure: result.fail ?? null, bytes: result.bytes?.byteLength ?? 0, ms: now() - began });
  }
}

/** An aborted collection still gives what it has; it is an error only when that is nothing. */
function finish(collector, signal) {
  try {
    return collector.finish();
  } catch (error) {
    throw signal?.aborted ? abortError(signal.reason) : error;
  }
}

function now() {
  return Math.floor(performance.now());
}

function sleep(ms, signal) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    // A longer timer would fire at once; the Collector asks again if it still has to wait.
    const timer = setTimeout(wake, Math.min(ms, 2 ** 31 - 1));
    signal?.addEventListener("abort", wake, { once: true });
    if (signal?.aborted) wake();
  });
}
