// What callers hand over, judged before the wasm sees it: the glue takes a number for a text of no length, or reads beyond
// its memory, and a slip in an option's name would otherwise be an option that is not set.

import { tagpulseError } from "./errors.js";

/** Options as an object, also where none are given. */
export function optionsOf(given, what) {
  if (given === undefined) return {};
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw tagpulseError("bad_settings", `${what} takes its options as an object, and this is ${kindOf(given)}`);
  }
  return given;
}

/** Refuses what is left of options when all that are known were taken out. */
export function nothingElse(left, known) {
  const [name] = Object.keys(left);
  if (name !== undefined) throw tagpulseError("bad_settings", `${name}: no such option; there are ${known}`);
}

/** A text. */
export function text(value, what) {
  if (typeof value !== "string") throw tagpulseError("bad_settings", `${what} is ${kindOf(value)}; give a text`);
  return value;
}

/** The same, or nothing. */
export function textOrNothing(value, what) {
  return value == null ? undefined : text(value, what);
}

/** A function, or nothing. */
export function functionOrNothing(value, what) {
  if (value != null && typeof value !== "function") throw tagpulseError("bad_settings", `${what} is ${kindOf(value)}; give a function`);
  return value ?? undefined;
}

/** A value's kind for a message, never the value. */
export function kindOf(value) {
  if (value == null) return String(value);
  if (typeof value === "string") return "text";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
