// `tagpulse/slim`: no wasm of its own; `init({ module_or_path })` says where it is.

import { start } from "./core.js";

export { Collector, History, Listing, analyze, backtest, collect, isTagpulseError, normalize, pseudonymise, version } from "./core.js";

export function init(options) {
  return start(options);
}
