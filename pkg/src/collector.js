// The Collector as users meet it: the wasm's own, with bytes checked at the door.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { text, textOrNothing } from "./given.js";
import { assertReady } from "./init.js";
import { listingOf } from "./listing.js";
import { optionBytes } from "./option_bytes.js";
import { told } from "./told.js";

export class Collector {
  #inner;

  constructor(options, inner) {
    assertReady();
    this.#inner = inner ?? told(glue.Collector.start(optionBytes(options)));
  }

  static fromBytes(bytes) {
    assertReady();
    return new Collector(null, told(glue.Collector.fromBytes(bytesOf(bytes, "the collector", "collector_corrupt"))));
  }

  next(nowMs) {
    return JSON.parse(this.#live.next(nowMs));
  }

  feed(id, status, retryAfter, bytes, nowMs) {
    told(this.#live.feed(id, status, textOrNothing(retryAfter, "`retryAfter`") ?? "", bytesOf(bytes, "the answer"), nowMs));
  }

  fail(id, kind, nowMs, partial) {
    const begun = partial == null ? new Uint8Array() : bytesOf(partial, "the part of an answer");
    told(this.#live.fail(id, text(kind, "`kind`"), nowMs, begun));
  }

  progress() {
    return JSON.parse(this.#live.progress());
  }

  finish() {
    const inner = this.#take();
    return listingOf(told(inner.finish()));
  }

  toBytes() {
    return this.#live.toBytes();
  }

  free() {
    // The wasm frees what `finish` has taken.
    if (this.#inner) this.#take().free();
  }

  get #live() {
    if (!this.#inner) throw tagpulseError("no_such_request", "this collector has finished; make a new one");
    return this.#inner;
  }

  #take() {
    const inner = this.#live;
    this.#inner = null;
    return inner;
  }
}
