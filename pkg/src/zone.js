// A zone's offset changes out of the runtime's own `Intl`: the core takes zones as data.

import { tagpulseError } from "./errors.js";

/** 2016-01-01T00:00:00Z in seconds: the core asks for nothing earlier. */
const BEGIN = 1451606400;
const DAY = 86400;
/** No zone changes twice within so short a span since then: Morocco's Ramadan lasts a month. */
const STEP = 14 * DAY;

/** No table, or none that is needed. */
export const NO_TABLE = new Float64Array();

const tables = new Map();

/**
 * The table of a zone up to two days after `takenAtMs`: begin, end, then pairs of a Unix second
 * and the offset from it on. Empty for UTC, which needs none.
 */
export function zoneTable(name, takenAtMs) {
  if (name === "UTC" || !Number.isFinite(takenAtMs)) return NO_TABLE;
  const needed = Math.floor(takenAtMs / 1000) + 2 * DAY;
  const known = tables.get(name);
  if (known && known.end >= needed) return known.numbers;
  // A year more, so that a host that lives on does not make it anew every day.
  const table = makeTable(name, Math.max(needed, BEGIN + DAY) + 365 * DAY);
  tables.set(name, table);
  return table.numbers;
}

function makeTable(name, end) {
  const offset = offsetOf(name);
  const changes = [[BEGIN, offset(BEGIN)]];
  for (let at = BEGIN; at < end; at += STEP) {
    let [low, high] = [at, Math.min(at + STEP, end)];
    const [before, after] = [offset(low), offset(high)];
    if (before === after) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push([high, after]);
  }
  return { end, numbers: Float64Array.of(BEGIN, end, ...changes.flat()) };
}

/**
 * Seconds east of UTC at a Unix second. The zone's name in its offset's form is a sixth of the work of
 * reading the local date part by part, and a table asks some hundred times. A zone that nobody knows is refused here.
 */
export function offsetOf(name) {
  let format;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset", year: "numeric", calendar: "gregory", numberingSystem: "latn" });
  } catch {
    throw tagpulseError("bad_settings", `this runtime knows no time zone "${String(name).slice(0, 60)}"; use an IANA name such as "Europe/Berlin"`);
  }
  return (second) => {
    // "2026 GMT+01:00"; "GMT" alone is no offset, and seconds stand only where a zone has some.
    const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(second * 1000)) ?? unreadable(name);
    const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign === "-" ? -offset : offset;
  };
}

function unreadable(name) {
  throw tagpulseError("zone_span", `this runtime gives no offset for the time zone "${String(name).slice(0, 60)}"; use UTC`);
}
