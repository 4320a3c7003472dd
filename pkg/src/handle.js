// An object that lives in the wasm: it is freed once, and lost when the wasm's memory is.

import { tagpulseError } from "./errors.js";
import { called, losses } from "./told.js";

export class Handle {
  #inner;
  #since = losses();
  #name;
  #remedy;
  #end;

  /** `name` and `remedy` are for people; `end` says the code and the words for one that is used after `take` or `free`. */
  constructor(inner, name, remedy, end = { code: "freed", words: "was freed" }) {
    this.#inner = inner;
    this.#name = name;
    this.#remedy = remedy;
    this.#end = end;
  }

  get inner() {
    if (!this.#inner) throw tagpulseError(this.#end.code, `${this.#name} ${this.#end.words}; ${this.#remedy}`);
    if (this.#isLost) throw tagpulseError("freed", `${this.#name} was lost with the WebAssembly's memory when that was used up; ${this.#remedy}`);
    return this.#inner;
  }

  /** What a call gives that cannot fail. */
  call(use) {
    const { inner } = this;
    return called(() => use(inner));
  }

  /** The object, which is the caller's from now on. */
  take() {
    const inner = this.inner;
    this.#inner = null;
    return inner;
  }

  free() {
    const inner = this.#inner;
    this.#inner = null;
    if (inner && !this.#isLost) called(() => inner.free());
  }

  get #isLost() {
    return this.#since !== losses();
  }
}
