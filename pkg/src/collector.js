// The Collector as users meet it: the wasm's own, with bytes checked at the door.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionBytes } from "./given.js";
import { assertReady } from "./init.js";
import { Listing } from "./listing.js";
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
    told(this.#live.feed(id, status, retryAfter ?? "", bytesOf(bytes, "the answer"), nowMs));
  }

  fail(id, kind, nowMs, partial) {
    told(this.#live.fail(id, kind, nowMs, partial ?? new Uint8Array()));
  }

  progress() {
    return JSON.parse(this.#live.progress());
  }

  finish() {
    const inner = this.#take();
    return new Listing(told(inner.finish()));
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
