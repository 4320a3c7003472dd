// Options as bytes, in the form that the core reads (core/src/given.rs): to look at JavaScript's own values
// from the wasm would be 1 KB more of the download.

// The kinds of `Given` in the core.
const [NOTHING, OTHER, NUMBER, TEXT, LIST, FIELDS] = [0, 1, 2, 3, 4, 5];

/** Options as the core reads them. */
export function optionBytes(options) {
  const bytes = [];
  putFields(bytes, options, (option) => putFields(bytes, option, (value) => putValue(bytes, value)));
  return Uint8Array.from(bytes);
}

/** An object's fields, each by `put`; what is none is a plain value or a list. */
function putFields(bytes, options, put) {
  if (!isObject(options) || isIterable(options)) return putValue(bytes, options);
  const entries = Object.entries(options);
  bytes.push(FIELDS);
  putLength(bytes, entries.length);
  for (const [key, option] of entries) {
    putText(bytes, key);
    put(option);
  }
}

/** One option: a plain value, or a list of them. Only a policy is an object, and nests no deeper. */
function putValue(bytes, option) {
  // A list, or what can be gone through like one: a set, a typed array.
  if (!isObject(option) || !isIterable(option)) return putPlain(bytes, option);
  const items = Array.from(option);
  bytes.push(LIST);
  putLength(bytes, items.length);
  for (const item of items) putPlain(bytes, item);
}

function putPlain(bytes, value) {
  if (typeof value === "number") {
    const float = new DataView(new ArrayBuffer(8));
    float.setFloat64(0, value, true);
    bytes.push(NUMBER, ...new Uint8Array(float.buffer));
  } else if (typeof value === "string") {
    bytes.push(TEXT);
    putText(bytes, value);
  } else {
    bytes.push(value == null ? NOTHING : OTHER);
  }
}

function putText(bytes, text) {
  const encoded = new TextEncoder().encode(text);
  putLength(bytes, encoded.length);
  for (const byte of encoded) bytes.push(byte);
}

/** Seven bits a byte, the lowest first. */
function putLength(bytes, length) {
  for (; length > 127; length = Math.floor(length / 128)) bytes.push((length % 128) + 128);
  bytes.push(length);
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

function isIterable(object) {
  return Symbol.iterator in object;
}
