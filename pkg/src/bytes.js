// Foreign bytes at the door: what JavaScript has parsed or decoded has lost digits already.

import { tagpulseError } from "./errors.js";
import { kindOf } from "./given.js";

/** Whether they are bytes. A buffer by its tag, for those of another realm. */
export function isBytes(value) {
  return ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

/** The bytes of an ArrayBuffer or a view; text and objects are refused with the remedy. */
export function bytesOf(value, what, code = "bad_settings") {
  if (!isBytes(value)) throw tagpulseError(code, `${what} is ${kindOf(value)}; give an ArrayBuffer or a Uint8Array, as \`await response.arrayBuffer()\` does`);
  if (value instanceof Uint8Array && value.byteLength > 0) return value;
  try {
    return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
  } catch {
    // Bytes that a worker has now look empty here, or are refused.
    throw tagpulseError(code, `${what} was transferred elsewhere and has no bytes here any more; give a copy`);
  }
}
