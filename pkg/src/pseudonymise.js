// Pseudonyms in documents, by the runtime's own cryptography: the same as those of `tagpulse --pseudonymise`.
// Both read tests/pseudonyms.json. It needs no wasm.

import { tagpulseError } from "./errors.js";

const KEY_LENGTH = 16;
const HANDLE_BYTES = 6;
const VIDEO_BYTES = 7;
const SOURCE_SAYS = "the source says: ";
/** A handle, or a number that may be an id, within a text. */
const NAMED = /@[A-Za-z0-9._]+|[0-9]+/g;
const LARGEST_ID = 2n ** 64n - 1n;

export async function pseudonymise(document, key) {
  if (typeof key !== "string" || key.trim().length < KEY_LENGTH) {
    throw tagpulseError("bad_settings", `key: shorter than ${KEY_LENGTH} characters; take a random one, the same each time`);
  }
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw tagpulseError("bad_settings", "`pseudonymise` needs crypto.subtle, which pages have over https only");
  const hashes = await hashesOf(subtle, key.trim(), document);
  return walk(document, (what) => hashes.get(what));
}

/** The hash of everything that a walk asks for. */
async function hashesOf(subtle, key, document) {
  const asked = new Set();
  const nothing = new Uint8Array(VIDEO_BYTES);
  walk(document, (what) => (asked.add(what), nothing));
  const bytes = (text) => new TextEncoder().encode(text);
  const secret = await subtle.importKey("raw", bytes(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const hash = async (what) => [what, new Uint8Array(await subtle.sign("HMAC", secret, bytes(what)))];
  return new Map(await Promise.all([...asked].map(hash)));
}

function walk(node, hash) {
  if (Array.isArray(node)) return node.map((item) => walk(item, hash));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, field(node, name, value, hash)]));
}

/** What stands in a field of an object, by the field's name in every document. */
function field(object, name, value, hash) {
  const isText = typeof value === "string";
  const isRejected = "index" in object && "reason" in object;
  switch (name) {
    case "author":
      return isText ? handle(value, hash) : value;
    case "top_5_creators":
      return value.map((author) => (author === null ? null : handle(author, hash)));
    case "video_id":
      return isText ? video(value, hash) : value;
    case "url":
    case "desc":
    case "reading":
      return null;
    case "hashtags":
      return "video_id" in object ? [] : walk(value, hash);
    case "id":
      return isRejected ? null : value;
    case "key":
      return isText && object.video_id ? value.split("/").map((part) => (part === object.video_id ? video(part, hash) : part)).join("/") : value;
    case "reason":
      if (isRejected && value.startsWith(SOURCE_SAYS)) return "the source says something";
      return isText ? text(value, hash) : value;
    case "message":
    case "last_error":
      return isText ? text(value, hash) : value;
    default:
      return walk(value, hash);
  }
}

function handle(name, hash) {
  if (name.startsWith("(forgotten")) return name;
  const lower = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `p-${hex(hash(`creator:${lower}`), HANDLE_BYTES)}`;
}

function video(id, hash) {
  if (!/^[0-9]+$/.test(id) || BigInt(id) > LARGEST_ID) return id;
  return BigInt(`0x${hex(hash(`video:${BigInt(id)}`), VIDEO_BYTES)}`).toString();
}

function text(words, hash) {
  return words.replace(NAMED, (part) => {
    if (part.startsWith("@")) return `@${handle(part.slice(1), hash)}`;
    return part.length >= 15 && part.length <= 20 ? video(part, hash) : part;
  });
}

function hex(bytes, length) {
  return Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
