// Figures in words, without `Intl`, which a page of a hundred numbers would feel.

const UNITS = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "K"],
];

/** 48.2M; a figure that nobody knows is a dash, never 0. */
export function short(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  for (const [unit, letter] of UNITS) {
    // 999,960 is 1.0M, not 1000.0K.
    if (size >= unit * 0.99995) return trimmed(value / unit) + letter;
  }
  return String(Math.round(value));
}

function trimmed(value) {
  return value.toFixed(Math.abs(value) < 99.95 ? 1 : 0).replace(/\.0$/, "");
}

export function signed(value) {
  if (value === null || value === undefined) return "–";
  return value < 0 ? `−${short(-value)}` : `+${short(value)}`;
}

/** 0.0914 is 9.1 %. */
export function percent(share) {
  return share === null || share === undefined ? "–" : `${trimmed(share * 100)} %`;
}

export function count(value, one, many = `${one}s`) {
  return `${short(value)} ${value === 1 ? one : many}`;
}

/** A moment as people of the campaign's zone read it. */
export function moment(iso, zone) {
  const options = { timeZone: zone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(iso));
  } catch {
    return iso;
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 2026-06-11 is 11 Jun. */
export function day(date) {
  const [, month, number] = date.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]}`;
}
