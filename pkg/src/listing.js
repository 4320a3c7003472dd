// What one collection learned. The wasm's own object stands behind it, so that one that was freed says so.

import { tagpulseError } from "./errors.js";
import { Handle } from "./handle.js";

let reveal;

export class Listing {
  #handle;

  /** Nobody but this file has `reveal`, so that only a collection makes a listing. */
  constructor(inner, proof) {
    if (proof !== reveal) throw tagpulseError("bad_settings", "a listing is what `collect` or `Collector.finish` gives");
    this.#handle = new Handle(inner, "this listing", "collect again");
  }

  static {
    reveal = (listing) => listing.#handle.inner;
  }

  get takenAt() {
    return Date.parse(this.#about().taken_at);
  }

  get hashtags() {
    return this.#about().hashtags.map(({ name }) => name);
  }

  get size() {
    return this.#about().size;
  }

  get error() {
    return this.#about().error;
  }

  get usage() {
    return this.#about().usage;
  }

  free() {
    this.#handle.free();
  }

  #about() {
    return JSON.parse(this.#handle.call((inner) => inner.about()));
  }
}

export function listingOf(inner) {
  return new Listing(inner, reveal);
}

/** The wasm's listing. */
export function innerOf(listing) {
  if (!(listing instanceof Listing)) throw tagpulseError("bad_settings", "`advance` takes the listing that `collect` or `Collector.finish` gave");
  return reveal(listing);
}
