// Errors of the JavaScript side, of the same form as those the wasm throws: a real
// `Error` whose `name` is `TagpulseError` and whose `code` is for programs. Recognised by
// form, because a page may hold the package twice.

export function tagpulseError(code, message, options) {
  const error = new Error(message, options);
  error.name = "TagpulseError";
  error.code = code;
  return error;
}

/** The caller's own abort, named as the platform names it. */
export function abortError(reason) {
  const error = tagpulseError("aborted", "the collection was aborted before anything was learned", { cause: reason });
  error.name = "AbortError";
  return error;
}

export function isTagpulseError(value) {
  if (!(value instanceof Error) && Object.prototype.toString.call(value) !== "[object Error]") return false;
  // A DOMException named AbortError has the numeric code 20.
  return typeof value.code === "string" && (value.name === "TagpulseError" || (value.name === "AbortError" && value.code === "aborted"));
}
