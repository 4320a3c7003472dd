// The Collector as users meet it: the wasm's own, with bytes checked at the door.

import * as glue from "#glue";
import { bytesOf } from "./bytes.js";
import { text, textOrNothing } from "./given.js";
import { Handle } from "./handle.js";
import { assertReady } from "./init.js";
import { collectorBytes } from "./judged.js";
import { listingOf } from "./listing.js";
import { secondsOf } from "./retry_after.js";
import { told } from "./told.js";

export class Collector {
  #handle;

  constructor(options, inner) {
    assertReady();
    this.#handle = new Handle(inner ?? started(options), "this collector", "make a new one", { code: "no_such_request", words: "has finished" });
  }

  static fromBytes(bytes) {
    assertReady();
    const stored = bytesOf(bytes, "the collector", "collector_corrupt");
    return new Collector(null, told(() => glue.Collector.fromBytes(stored), stored.byteLength));
  }

  next(nowMs) {
    const now = Number(nowMs);
    return JSON.parse(this.#handle.call((inner) => inner.next(now)));
  }

  feed(id, status, retryAfter, bytes, nowMs) {
    const [inner, wait, body] = [this.#handle.inner, secondsOf(textOrNothing(retryAfter, "`retryAfter`")) ?? "", bytesOf(bytes, "the answer")];
    // The glue's own conversion throws for what is no number, which is no fault of the wasm's.
    const [which, answer, now] = [id, status, nowMs].map(Number);
    told(() => inner.feed(which, answer, wait, body, now), body.byteLength);
  }

  fail(id, kind, nowMs, partial) {
    const begun = partial == null ? new Uint8Array() : bytesOf(partial, "the part of an answer");
    const [inner, word] = [this.#handle.inner, text(kind, "`kind`")];
    const [which, now] = [id, nowMs].map(Number);
    told(() => inner.fail(which, word, now, begun), begun.byteLength);
  }

  progress() {
    return JSON.parse(this.#handle.call((inner) => inner.progress()));
  }

  finish() {
    // The wasm frees what `finish` takes.
    const inner = this.#handle.take();
    return listingOf(told(() => inner.finish()));
  }

  toBytes() {
    return this.#handle.call((inner) => inner.toBytes());
  }

  free() {
    this.#handle.free();
  }
}

function started(options) {
  const written = collectorBytes(options);
  return told(() => glue.Collector.start(written));
}
