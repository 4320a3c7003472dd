// Foreign bytes at the door: what JavaScript has parsed or decoded has lost digits already.

import { tagpulseError } from "./errors.js";

/** The bytes of an ArrayBuffer or a view; text and objects are refused with the remedy. */
export function bytesOf(value, what, code = "bad_settings") {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  // By its tag, for buffers of another realm.
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return new Uint8Array(value);
  throw tagpulseError(code, `${what} is ${typeof value === "string" ? "text" : `of type ${typeof value}`}; give an ArrayBuffer or a Uint8Array, as \`await response.arrayBuffer()\` does`);
}
