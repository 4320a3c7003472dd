// The history as users meet it: it fetches the zone's table and parses the core's text.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionsOf, text } from "./given.js";
import { assertReady } from "./init.js";
import { innerOf } from "./listing.js";
import { zoneTable } from "./zone.js";

export class History {
  #inner;

  constructor(inner) {
    if (!(inner instanceof glue.History)) throw tagpulseError("bad_settings", "open a history by `History.open(bytes, settings)`");
    this.#inner = inner;
  }

  static open(bytes, settings) {
    assertReady();
    // What a misspelt field gives must not begin a history that is then written over the one there is.
    if (bytes === undefined) throw tagpulseError("bad_settings", "the history is undefined; give its bytes, or null to start one");
    const stored = bytes === null ? undefined : bytesOf(bytes, "the history", "history_corrupt");
    return new History(glue.History.open(stored, optionsOf(settings, "`History.open`")));
  }

  get hashtags() {
    return this.#live.hashtags;
  }

  get newest() {
    const newest = this.#live.newest;
    return newest === undefined ? null : new Date(newest);
  }

  advance(listing) {
    const inner = innerOf(listing);
    return this.#read(this.#live.advance(inner, zoneTable(this.#live.zone, inner.takenAt)));
  }

  report() {
    return this.#read(this.#live.report(zoneTable(this.#live.zone, this.#live.newest)));
  }

  #read(reportJson) {
    const report = JSON.parse(reportJson);
    return { report, reportJson, alerts: report.alerts };
  }

  largest() {
    return this.#live.largest(zoneTable(this.#live.zone, this.#live.newest));
  }

  days() {
    return JSON.parse(this.#live.days());
  }

  pending() {
    return JSON.parse(this.#live.pending());
  }

  acknowledge(key) {
    return this.#live.acknowledge(text(key, "`key`"));
  }

  forget(who) {
    return this.#live.forget(text(who, "`who`"));
  }

  toBytes() {
    return this.#live.toBytes();
  }

  free() {
    this.#inner?.free();
    this.#inner = null;
  }

  get #live() {
    if (!this.#inner) throw tagpulseError("freed", "this history was freed; open it again from its bytes");
    return this.#inner;
  }
}
