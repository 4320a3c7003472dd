// The entry for Cloudflare's runtime, which compiles no bytes: a module imported from a file is
// the only wasm it takes, and it is compiled before the first request.

import module from "./tagpulse.wasm";
import { start } from "./core.js";

export { Collector, History, Listing, analyze, backtest, collect, isTagpulseError, normalize, pseudonymise, version } from "./core.js";

export function init(options) {
  return start(options, () => module);
}
