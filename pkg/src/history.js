// The history as users meet it: it fetches the zone's table and parses the core's text.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionsOf, text } from "./given.js";
import { Handle } from "./handle.js";
import { assertReady } from "./init.js";
import { settingBytes } from "./judged.js";
import { innerOf } from "./listing.js";
import { told } from "./told.js";
import { zoneTable } from "./zone.js";

export class History {
  #handle;

  constructor(inner) {
    if (!(inner instanceof glue.History)) throw tagpulseError("bad_settings", "open a history by `History.open(bytes, settings)`");
    this.#handle = new Handle(inner, "this history", "open it again from its bytes");
  }

  static open(bytes, settings) {
    assertReady();
    // What a misspelt field gives must not begin a history that is then written over the one there is.
    if (bytes === undefined) throw tagpulseError("bad_settings", "the history is undefined; give its bytes, or null to start one");
    const stored = bytes === null ? undefined : bytesOf(bytes, "the history", "history_corrupt");
    const written = settingBytes(optionsOf(settings, "`History.open`"));
    return new History(told(() => glue.History.open(stored, written), stored?.byteLength));
  }

  get hashtags() {
    return this.#about().hashtags;
  }

  get newest() {
    const { newest } = this.#about();
    return newest === null ? null : new Date(newest);
  }

  advance(listing) {
    const [history, inner] = [this.#handle.inner, innerOf(listing)];
    this.#refuseAnothers(listing.hashtags);
    const table = this.#zoneTable(listing.takenAt);
    return this.#read(told(() => history.advance(inner, table)));
  }

  report() {
    const [history, table] = [this.#handle.inner, this.#zoneTable()];
    return this.#read(told(() => history.report(table)));
  }

  /** What a loop over campaigns mixes up would stand in the history for good. */
  #refuseAnothers(listed) {
    const own = this.hashtags;
    // Settings need not name any.
    if (own.length === 0 || listed.some((name) => own.includes(name))) return;
    const named = (hashtags) => `#${hashtags.slice(0, 5).join(" #")}`;
    throw tagpulseError("other_campaign", `this listing is of ${named(listed)}, and this history's campaign has ${named(own)}; advance the one that it was collected for`);
  }

  #read(reportJson) {
    const report = JSON.parse(reportJson);
    return { report, reportJson, alerts: report.alerts };
  }

  #about() {
    return JSON.parse(this.#handle.call((history) => history.about()));
  }

  /** Up to the newest reading, where no other time is given. */
  #zoneTable(at) {
    const { zone, newest } = this.#about();
    return zoneTable(zone, at ?? Date.parse(newest));
  }

  largest() {
    const [history, table] = [this.#handle.inner, this.#zoneTable()];
    return JSON.parse(told(() => history.largest(table)));
  }

  days() {
    return JSON.parse(this.#handle.call((history) => history.days()));
  }

  pending() {
    return JSON.parse(this.#handle.call((history) => history.pending()));
  }

  acknowledge(key) {
    const written = text(key, "`key`");
    return this.#handle.call((history) => history.acknowledge(written));
  }

  forget(who) {
    const written = text(who, "`who`");
    return this.#handle.call((history) => history.forget(written));
  }

  toBytes() {
    return this.#handle.call((history) => history.toBytes());
  }

  free() {
    this.#handle.free();
  }
}
