// Foreign bytes at the door: what JavaScript has parsed or decoded has lost digits already.

import { tagpulseError } from "./errors.js";
import { kindOf } from "./given.js";

/** The bytes of an ArrayBuffer or a view; text and objects are refused with the remedy. */
export function bytesOf(value, what, code = "bad_settings") {
  if (value instanceof Uint8Array) return attached(value, what, code);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  // By its tag, for buffers of another realm.
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return new Uint8Array(value);
  throw tagpulseError(code, `${what} is ${kindOf(value)}; give an ArrayBuffer or a Uint8Array, as \`await response.arrayBuffer()\` does`);
}

/** Bytes that were transferred to a worker look empty here. */
function attached(bytes, what, code) {
  if (bytes.byteLength > 0) return bytes;
  try {
    return new Uint8Array(bytes.buffer, 0, 0);
  } catch {
    throw tagpulseError(code, `${what} was transferred elsewhere and has no bytes here any more; give a copy`);
  }
}
