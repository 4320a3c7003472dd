// The history as users meet it: it fetches the zone's table and parses the core's text.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { assertReady } from "./init.js";
import { zoneTable } from "./zone.js";

export class History {
  #inner;

  constructor(inner) {
    this.#inner = inner;
  }

  static open(bytes, settings = {}) {
    assertReady();
    const stored = bytes == null ? undefined : bytesOf(bytes, "the history", "history_corrupt");
    return new History(glue.History.open(stored, settings));
  }

  get hashtags() {
    return this.#inner.hashtags;
  }

  get newest() {
    const newest = this.#inner.newest;
    return newest === undefined ? null : new Date(newest);
  }

  advance(listing) {
    if (!(listing instanceof glue.Listing)) throw tagpulseError("bad_settings", "`advance` takes the listing that `collect` or `Collector.finish` gave");
    return this.#read(this.#inner.advance(listing, zoneTable(this.#inner.zone, listing.takenAt)));
  }

  report() {
    return this.#read(this.#inner.report(zoneTable(this.#inner.zone, this.#inner.newest)));
  }

  #read(reportJson) {
    const report = JSON.parse(reportJson);
    return { report, reportJson, alerts: report.alerts };
  }

  largest() {
    return this.#inner.largest(zoneTable(this.#inner.zone, this.#inner.newest));
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
