// The history as users meet it: it fetches the zone's table and parses the core's text.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionBytes } from "./given.js";
import { assertReady } from "./init.js";
import { Listing } from "./listing.js";
import { told } from "./told.js";
import { zoneTable } from "./zone.js";

export class History {
  #inner;

  constructor(inner) {
    this.#inner = inner;
  }

  static open(bytes, settings = {}) {
    assertReady();
    const stored = bytes == null ? undefined : bytesOf(bytes, "the history", "history_corrupt");
    return new History(told(glue.History.open(stored, optionBytes(settings))));
  }

  get hashtags() {
    return this.#about().hashtags;
  }

  get newest() {
    const { newest } = this.#about();
    return newest === null ? null : new Date(newest);
  }

  advance(listing) {
    const inner = Listing.inner(listing);
    if (!inner) throw tagpulseError("bad_settings", "`advance` takes the listing that `collect` or `Collector.finish` gave");
    return this.#read(told(this.#inner.advance(inner, this.#zoneTable(listing.takenAt))));
  }

  report() {
    return this.#read(told(this.#inner.report(this.#zoneTable())));
  }

  #read(reportJson) {
    const report = JSON.parse(reportJson);
    return { report, reportJson, alerts: report.alerts };
  }

  #about() {
    return JSON.parse(this.#inner.about());
  }

  /** Up to the newest reading, where no other time is given. */
  #zoneTable(at) {
    const { zone, newest } = this.#about();
    return zoneTable(zone, at ?? Date.parse(newest));
  }

  largest() {
    return JSON.parse(told(this.#inner.largest(this.#zoneTable())));
  }

  days() {
    return JSON.parse(this.#inner.days());
  }

  pending() {
    return JSON.parse(this.#inner.pending());
  }

  acknowledge(key) {
    return this.#inner.acknowledge(key);
  }

  forget(who) {
    return this.#inner.forget(who);
  }

  toBytes() {
    return this.#inner.toBytes();
  }

  free() {
    this.#inner.free();
  }
}
