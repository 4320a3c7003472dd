// What of the caller's headers no answer may bring into a report or a message: providers repeat keys. All else of an answer
// stays as it came.

/** The names of headers with a secret: `authorization`, `x-api-key`, `x-auth-token`, `cookie`; `x-author` is none of them. */
const OF_SECRETS = /auth(?!or(?!i))|key|token|secret|passw|credential|session|cookie/i;

/** What is shorter would be found in any text, and so would be what sites note in cookies beside a session's long number. */
const LEAST = 6;
const LEAST_IN_COOKIES = 16;

/** What a message drops, as it is and as JSON may write it: a key with such a thing inside would be whole again there. */
const DROPPED =
  String.raw`(?:[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\[bfnrt]` +
  String.raw`|\\u(?:00[01][\da-fA-F]|007[fF]|00[89][\da-fA-F]|061[cC]|200[eEfF]|202[a-eA-E]|206[6-9]))*`;

/** Finds the secrets in these pairs of names and values, as they are or with JSON's escapes; null where there are none. */
export function secretsIn(headers) {
  const secrets = headers.filter(([name]) => OF_SECRETS.test(name)).flatMap(([name, value]) => secretsOf(name, String(value).trim()));
  // Of two that begin alike the longer one.
  secrets.sort((one, other) => other.length - one.length);
  return secrets.length > 0 ? new RegExp(secrets.map((secret) => Array.from(secret, written).join(DROPPED)).join("|"), "g") : null;
}

/** An answer's body without them. */
export function withoutSecrets(bytes, secrets) {
  if (!secrets || !bytes) return bytes;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const masked = text.replace(secrets, "***");
  return masked === text ? bytes : new TextEncoder().encode(masked);
}

function secretsOf(name, value) {
  if (/cookie/i.test(name)) {
    const values = value.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
    return values.filter((one) => one.length >= LEAST_IN_COOKIES);
  }
  // A scheme such as `Bearer` is a word like any other.
  const secret = value.replace(/^[a-z-]+\s+/i, "");
  return secret.length >= LEAST ? [secret] : [];
}

/** One character: itself, behind a backslash if that means no other, or as `\u` and its number. */
function written(character) {
  const number = character.charCodeAt(0).toString(16).padStart(4, "0");
  const digits = number.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  // Not in a template: minifiers take a `\u` there for an escape that is broken.
  return "(?:" + (/[bfnrtu]/.test(character) ? "" : "\\\\?") + "\\u" + number + "|\\\\u" + digits + ")";
}
