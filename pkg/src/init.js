// Loading the wasm, once. An entry passes where its bytes come from; nothing happens at import.

import load from "#glue";
import { isTagpulseError, tagpulseError } from "./errors.js";
import { nothingElse, optionsOf } from "./given.js";

let loading = null;
let ready = false;

/**
 * Every call gives the same promise; a failure is forgotten, so that the next call tries again.
 * @param {{ module_or_path?: unknown }} [options] what the caller wants instead of `source`
 * @param {() => unknown} [source] the entry's own bytes, module or address
 */
export function start(options, source) {
  loading ??= instantiate(options, source).catch((error) => {
    loading = null;
    if (isTagpulseError(error)) throw error;
    throw tagpulseError("not_initialised", `the wasm could not be loaded: ${error?.message ?? error}`, { cause: error });
  });
  return loading;
}

async function instantiate(options, source) {
  const { module_or_path: given, ...left } = optionsOf(options, "`init`");
  nothingElse(left, "module_or_path");
  const module_or_path = (await given) ?? source?.();
  if (module_or_path == null) {
    throw tagpulseError("not_initialised", "this entry holds no wasm: call `await init({ module_or_path })` with its bytes, module, response or address");
  }
  await load({ module_or_path });
  ready = true;
}

export function assertReady() {
  if (!ready) throw tagpulseError("not_initialised", "tagpulse is not initialised: call `await init()` first");
}
