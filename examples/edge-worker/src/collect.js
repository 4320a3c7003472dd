// Reads a campaign's listing as far as this firing's budget goes. What is read is written down
// every few pages: a Worker that uses too much CPU is ended without being asked.

import { Collector } from "tagpulse";
import { ask } from "./request.js";

/** Pages between two writes of the collection. */
const PAGES_PER_WRITE = 10;

/** A listing read over a longer time is no reading of one moment: what there is of it is taken. */
const MOST_MS = 6 * 3_600_000;

/**
 * @param {object} campaign of the configuration
 * @param {{ takenAt: number, bytes: Uint8Array | null, now: number, config: object, budget: import("./budget.js").Budget, save: (bytes: Uint8Array) => Promise<void> }} how
 * @returns {Promise<import("tagpulse").Listing | null>} null when it goes on at the next firing
 * @throws {import("tagpulse").TagpulseError} when the collection ended and nothing was learned
 */
export async function collect(campaign, { takenAt, bytes, now, config, budget, save }) {
  const collector = bytes ? Collector.fromBytes(bytes) : begin(campaign, takenAt);
  try {
    if (now - takenAt <= MOST_MS) {
      const rest = await drive(collector, { config, budget, save });
      if (rest) {
        await save(rest);
        return null;
      }
      // The fold is the dearest step: if it is one too many for this firing, the next begins with it.
      await save(collector.toBytes());
    }
    return collector.finish();
  } finally {
    collector.free();
  }
}

function begin({ settings, maxCredits, maxPages }, takenAt) {
  const seed = Array.from(crypto.getRandomValues(new Uint8Array(8)));
  const whole = new Date(Math.floor(takenAt / 1000) * 1000).toISOString();
  const limits = Object.entries({ maxCredits, maxPages }).filter(([, value]) => value !== undefined);
  return new Collector({ hashtags: settings.hashtags, takenAt: whole, seed, ...Object.fromEntries(limits) });
}

/** Gives the bytes of what is left to do, or null when the collection has ended. */
async function drive(collector, { config, budget, save }) {
  let beforeRetries = null;
  for (let pages = 0; ; ) {
    const step = collector.next(Date.now());
    if (step.type === "wait") {
      if (!budget.hasTimeFor(step.ms)) return collector.toBytes();
      await new Promise((resolve) => setTimeout(resolve, step.ms));
      continue;
    }
    // The Collector goes past a request that failed every time. A later firing may have better luck with it.
    const gaveUp = beforeRetries && (step.type === "done" || step.attempt === 0);
    if (gaveUp && collector.progress().videos > 0) return beforeRetries;
    if (step.type === "done") return null;
    if (step.attempt === 1) beforeRetries = collector.toBytes();
    if (!budget.hasRequest) return collector.toBytes();

    budget.spend();
    const answer = await ask(step, config);
    if (answer.fail) collector.fail(step.id, answer.fail, Date.now(), answer.partial);
    else collector.feed(step.id, answer.status, answer.retryAfter, answer.bytes, Date.now());
    if (answer.status === 200) beforeRetries = null;
    pages += 1;
    if (pages % PAGES_PER_WRITE === 0) await save(collector.toBytes());
  }
}
