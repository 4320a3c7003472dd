// The entry for everything that has no condition of its own: the wasm stands in it as
// base64, so that it needs no file, no address and no bundler's help.

import base64 from "#wasm";
import { start } from "./core.js";

export { Collector, History, Listing, analyze, backtest, collect, isTagpulseError, normalize, pseudonymise, version } from "./core.js";

export function init(options) {
  return start(options, () => decode(base64));
}

function decode(text) {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
