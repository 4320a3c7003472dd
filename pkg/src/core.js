// What every entry shares: the package's functions and classes but for `init`, which differs
// by where the bytes come from.

import * as glue from "#glue";
import { collectWith } from "./collect.js";
import { Collector } from "./collector.js";
import { assertReady } from "./init.js";
import { called } from "./told.js";

export { analyze, backtest, normalize } from "./analyze.js";
export { Collector } from "./collector.js";
export { isTagpulseError } from "./errors.js";
export { History } from "./history.js";
export { start } from "./init.js";
export { Listing } from "./listing.js";
export { pseudonymise } from "./pseudonymise.js";

export function version() {
  assertReady();
  return called(() => glue.version());
}

export async function collect(options) {
  assertReady();
  return collectWith(Collector, options);
}
