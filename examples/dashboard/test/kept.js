// A history's bytes as a server keeps them: three days of the sandbox provider, a day left out between
// them, by the package as it is installed here.

import { History, collect, init } from "tagpulse";
import { sandbox } from "../../../pkg/test/sandbox.js";

const DAY = 86_400_000;
const START = Date.parse("2025-06-10T06:00:00Z");
const KEY = "sandbox-key";

/** The bytes after `change`, and the report that the package made of them outside a browser. */
export async function kept(settings, change = () => {}) {
  const provider = await sandbox();
  try {
    await init();
    const history = History.open(null, settings);
    for (const day of [0, 1, 3]) {
      const takenAt = START + day * DAY;
      await provider.at(takenAt);
      const listing = await collect({ hashtags: settings.hashtags, baseUrl: provider.baseUrl, headers: { authorization: `Bearer ${KEY}` }, takenAt, maxCredits: 60, maxWaitMs: 20 });
      history.advance(listing);
    }
    change(history);
    return { bytes: history.toBytes(), report: history.report().report };
  } finally {
    provider.stop();
  }
}
