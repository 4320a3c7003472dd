// `tagpulse/web`: the wasm is a file beside this one, compiled while it arrives; a third less to
// download than base64. For pages that serve the package's files, and bundlers that know
// `new URL(..., import.meta.url)`.

import { start } from "./core.js";

export { Collector, History, Listing, analyze, backtest, collect, isTagpulseError, normalize, pseudonymise, version } from "./core.js";

export function init(options) {
  return start(options, () => new URL("./tagpulse.wasm", import.meta.url));
}
