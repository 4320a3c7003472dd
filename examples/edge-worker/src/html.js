// Markup as a template in which everything that is put in is escaped: captions and names are
// written by strangers.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** Lists are joined; null, undefined and false are nothing; only markup is not escaped. */
export function html(parts, ...values) {
  return new Markup(parts.reduce((text, part, index) => text + markupOf(values[index - 1]) + part));
}

function markupOf(value) {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(markupOf).join("");
  return value instanceof Markup ? value.text : escaped(String(value));
}

function escaped(text) {
  // What turns the direction of writing could make one thing look like another.
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "").replace(/[&<>"']/g, (letter) => ESCAPES[letter]);
}
