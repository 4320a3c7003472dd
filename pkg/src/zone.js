// A zone's offset changes out of the runtime's own `Intl`: the core takes zones as data.

import { tagpulseError } from "./errors.js";

/** 2016-01-01T00:00:00Z in seconds: the core asks for nothing earlier. */
const BEGIN = 1451606400;
const DAY = 86400;
/** No zone changes twice within so short a span since then: Morocco's Ramadan lasts a month. */
const STEP = 14 * DAY;

const tables = new Map();

/**
 * The table of a zone up to two days after `takenAtMs`: begin, end, then pairs of a Unix second
 * and the offset from it on. Undefined for UTC, which needs none.
 */
export function zoneTable(name, takenAtMs) {
  if (name === "UTC" || !Number.isFinite(takenAtMs)) return undefined;
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

/** Seconds east of UTC at a Unix second. */
function offsetOf(name) {
  const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  let format;
  try {
    format = new Intl.DateTimeFormat("en-US", { ...parts, timeZone: name, hourCycle: "h23", calendar: "gregory", numberingSystem: "latn" });
  } catch {
    throw tagpulseError("zone_span", `this runtime knows no time zone "${String(name).slice(0, 60)}"; use an IANA name such as "Europe/Berlin"`);
  }
  return (second) => {
    const local = Object.fromEntries(format.formatToParts(second * 1000).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second) / 1000 - second;
  };
}
