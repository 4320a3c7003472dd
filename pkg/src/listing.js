// What a collection learned, as users meet it: a few facts beside what lives in the wasm.

export class Listing {
  #inner;
  #about;

  constructor(inner) {
    this.#inner = inner;
    this.#about = JSON.parse(inner.about());
  }

  /** The wasm's own; undefined of what is no listing. */
  static inner(value) {
    return value instanceof Listing ? value.#inner : undefined;
  }

  get takenAt() {
    return Date.parse(this.#about.taken_at);
  }

  get size() {
    return this.#about.size;
  }

  get error() {
    return this.#about.error;
  }

  get usage() {
    return this.#about.usage;
  }

  free() {
    this.#inner.free();
  }
}
