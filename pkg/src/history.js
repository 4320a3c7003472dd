// The history as users meet it: it fetches the zone's table and parses the core's text.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionsOf, text } from "./given.js";
import { assertReady } from "./init.js";
import { innerOf } from "./listing.js";
import { optionBytes } from "./option_bytes.js";
import { told } from "./told.js";
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
    return new History(told(glue.History.open(stored, optionBytes(optionsOf(settings, "`History.open`")))));
  }

  get hashtags() {
    return this.#about().hashtags;
  }

  get newest() {
    const { newest } = this.#about();
    return newest === null ? null : new Date(newest);
  }

  advance(listing) {
    const inner = innerOf(listing);
    return this.#read(told(this.#live.advance(inner, this.#zoneTable(listing.takenAt))));
  }

  report() {
    return this.#read(told(this.#live.report(this.#zoneTable())));
  }

  #read(reportJson) {
    const report = JSON.parse(reportJson);
    return { report, reportJson, alerts: report.alerts };
  }

  #about() {
    return JSON.parse(this.#live.about());
  }

  /** Up to the newest reading, where no other time is given. */
  #zoneTable(at) {
    const { zone, newest } = this.#about();
    return zoneTable(zone, at ?? Date.parse(newest));
  }

  largest() {
    return JSON.parse(told(this.#live.largest(this.#zoneTable())));
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
