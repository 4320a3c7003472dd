// One firing of the schedule: who has the turn, and what a turn is.

import { History, init, isTagpulseError } from "tagpulse";
import { Budget } from "./budget.js";
import { collect } from "./collect.js";
import { readConfig } from "./config.js";
import { deliver } from "./deliver.js";
import { NO_TURN, Store } from "./store.js";

/** Firings do not come to the second; a reading is due a little early rather than one firing late. */
const EARLY_MS = 10 * 60_000;

/** @param {number} now the time that the firing was planned for, which is the readings' time */
export async function fire(env, now, log) {
  await init();
  const config = readConfig(env);
  const budget = new Budget(config);
  const store = new Store(env.HISTORIES, budget);
  const turns = await store.turns();
  const due = config.campaigns
    .map((campaign) => ({ campaign, turn: turns.get(campaign.name) ?? NO_TURN }))
    .filter(({ turn }) => readingIsDue(turn, now, config) || turn.waiting > 0)
    // The least recently tried, not read: one that always fails does not keep the others waiting.
    .sort((a, b) => a.turn.tried - b.turn.tried)
    .slice(0, config.perFiring);
  for (const { campaign, turn } of due) {
    if (!budget.hasTurn) break;
    try {
      await take(campaign, turn, { now, config, budget, store, log });
    } catch (error) {
      log("turn failed", { campaign: campaign.name, error });
    }
  }
}

function readingIsDue(turn, now, { everyHours }) {
  return turn.unfinished > 0 || now - turn.read >= everyHours * 3_600_000 - EARLY_MS;
}

/** A campaign's turn: read, write the history, tell, and write down what was told. */
async function take(campaign, turn, { now, config, budget, store, log }) {
  const { name } = campaign;
  const due = readingIsDue(turn, now, config);
  const bytes = turn.unfinished ? await store.collection(name, turn.unfinished) : null;
  const takenAt = bytes ? turn.unfinished : now;
  turn = { ...turn, tried: now, unfinished: due ? takenAt : 0 };
  // Before anything else: a firing that is ended early has had its turn.
  await store.putTurn(name, turn);

  const history = History.open(await store.history(name), campaign.settings);
  try {
    if (due) turn = await read(history, campaign, turn, { takenAt, bytes, now, config, budget, store, log });
    const sent = await deliver(history, { name, config, budget, log });
    if (sent > 0) await store.putHistory(name, history.toBytes());
    turn = { ...turn, waiting: history.pending().length };
  } finally {
    history.free();
  }
  await store.putTurn(name, turn);
}

async function read(history, campaign, turn, { takenAt, bytes, store, log, ...how }) {
  const { name } = campaign;
  let listing;
  try {
    listing = await collect(campaign, { takenAt, bytes, ...how, save: (bytes) => store.putCollection(name, takenAt, bytes) });
  } catch (error) {
    // A write that was refused is no answer of the provider's: what was saved before it goes on.
    if (!isTagpulseError(error)) throw error;
    log("nothing learned", { campaign: name, error });
    return { ...turn, unfinished: 0 };
  }
  if (!listing) {
    log("to be continued", { campaign: name, taken_at: new Date(takenAt).toISOString() });
    return turn;
  }
  const { credits, requests } = listing.usage;
  const { report, reportJson } = history.advance(listing);
  await store.putHistory(name, history.toBytes());
  await store.putReport(name, reportJson, history.days());
  log("read", { campaign: name, taken_at: report.taken_at, videos: report.total_videos, listed: report.coverage.listed, credits, requests, partial: listing.error?.code ?? null, alerts: report.alerts.length });
  return { ...turn, read: takenAt, unfinished: 0 };
}
