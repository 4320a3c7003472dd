// The Collector as users meet it: the wasm's own, with bytes checked at the door.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { assertReady } from "./init.js";

export class Collector {
  #inner;

  constructor(options, inner) {
    assertReady();
    this.#inner = inner ?? new glue.Collector(options);
  }

  static fromBytes(bytes) {
    assertReady();
    return new Collector(null, glue.Collector.fromBytes(bytesOf(bytes, "the collector", "collector_corrupt")));
  }

  next(nowMs) {
    return this.#inner.next(nowMs);
  }

  feed(id, status, retryAfter, bytes, nowMs) {
    this.#inner.feed(id, status, retryAfter ?? undefined, bytesOf(bytes, "the answer"), nowMs);
  }

  fail(id, kind, nowMs, partial) {
    this.#inner.fail(id, kind, nowMs, partial);
  }

  progress() {
    return this.#inner.progress();
  }

  finish() {
    return this.#inner.finish();
  }

  toBytes() {
    return this.#inner.toBytes();
  }

  free() {
    this.#inner.free();
  }
}
