// The entry for Vercel's edge runtime, whose bundlers give a compiled module for `?module`.

import module from "./tagpulse.wasm?module";
import { start } from "./core.js";

export { Collector, History, Listing, analyze, backtest, collect, isTagpulseError, normalize, pseudonymise, version } from "./core.js";

export function init(options) {
  return start(options, () => module);
}
