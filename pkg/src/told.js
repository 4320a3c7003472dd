// What the wasm gives, and its errors, which wait there until they are asked for: an error of its own is a
// value of JavaScript, and what handles those is 1 KB of the download.

import * as glue from "#glue";
import { tagpulseError } from "./errors.js";

/** What a function of the wasm gave, where it can fail. */
export function told(value) {
  // All that such a function gives is true in JavaScript: an object, a text, `true`.
  if (value) return value;
  const { code, message } = JSON.parse(glue.failure());
  throw tagpulseError(code, message);
}
