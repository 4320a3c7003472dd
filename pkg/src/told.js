// The way into the wasm: what its calls give, their errors, and what is left where one breaks off.
//
// An error of the core waits in the wasm until it is asked for: as a value of JavaScript it would be 1 KB more of the
// download. A call that breaks off (its memory is used up) leaves a memory that stays used up and half changed, so it is
// thrown away with all that lives in it, and later calls have a new one.

import * as glue from "#glue";
import { tagpulseError } from "./errors.js";

const PAGE = 65_536;
const NATIVE = "the native program `tagpulse`, which has no such limit";

/** How often the memory was thrown away. */
let lost = 0;
/** Why there is no new one yet. */
let without = null;

/** It changes when all that lived in the wasm is lost. */
export function losses() {
  return lost;
}

/** What a call of the wasm gave. `bytes` are how many it was given to read. */
export function called(call, bytes = 0) {
  if (without) begin();
  try {
    return call();
  } catch (error) {
    throw brokenOff(error, bytes);
  }
}

/** The same of a function that can fail. */
export function told(call, bytes) {
  const value = called(call, bytes);
  // All that such a function gives is true in JavaScript: an object, a text, `true`.
  if (value) return value;
  const { code, message } = JSON.parse(called(() => glue.failure()));
  throw tagpulseError(code, message);
}

function brokenOff(error, bytes) {
  const used = glue.initSync().memory;
  const held = used.buffer.byteLength;
  const isFull = !grows(used, Math.max(held, 2 * bytes));
  lost += 1;
  without = error;
  try {
    begin();
  } catch {
    // The next call tries again, and tells it.
  }
  const lives = "what was open is lost with it: open histories again from their bytes";
  if (!isFull) return tagpulseError("crashed", `the WebAssembly broke off: ${error?.message ?? error}; please report this as a fault of tagpulse; ${lives}`, { cause: error });
  const full = bytes
    ? `${megabytes(bytes)} of input do not fit into the WebAssembly's memory, of which ${megabytes(held)} are in use; read them in smaller parts, or with ${NATIVE}`
    : `the WebAssembly's memory is used up at ${megabytes(held)}; take ${NATIVE}`;
  return tagpulseError("too_large", `${full}; ${lives}`, { cause: error });
}

/** Whether there is room for so much more; that it is taken does not matter any more. */
function grows(memory, bytes) {
  try {
    memory.grow(Math.ceil(bytes / PAGE));
    return true;
  } catch {
    return false;
  }
}

/** A new memory and nothing in it. */
function begin() {
  try {
    glue.__wbg_reset_state();
    without = null;
  } catch (error) {
    throw tagpulseError("crashed", `the WebAssembly broke off before, and cannot begin anew: ${error?.message ?? error}; load the page or start the program again`, { cause: without });
  }
}

function megabytes(bytes) {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
