// The one program that every runtime runs: the documented loop for three days against the
// provider, and a thousand videos read from bytes. It gets the package as its argument, because
// each runtime imports it in its own way.

/**
 * @param {typeof import("tagpulse")} tagpulse
 * @param {{ baseUrl: string, control: string, days: number[], settings: object, headers: Record<string, string>,
 *   stillClock?: boolean }} given
 */
export async function program(tagpulse, { baseUrl, control, days, settings, headers, stillClock }) {
  const setNow = (takenAt) => fetch(control, { method: "POST", body: JSON.stringify({ now: takenAt / 1000 }) });
  // A clock that stands still while a program computes goes on when an answer comes.
  const clock = async () => {
    if (stillClock) await setNow(days[0]);
    return performance.now();
  };
  const began = await clock();
  await tagpulse.init();
  const init_ms = (await clock()) - began;

  const reports = [];
  let stored = null;
  for (const takenAt of days) {
    await setNow(takenAt);
    const history = tagpulse.History.open(stored, settings);
    const listing = await tagpulse.collect({ hashtags: history.hashtags, baseUrl, headers, takenAt, maxCredits: 60 });
    reports.push(history.advance(listing).reportJson);
    stored = history.toBytes();
    listing.free();
    history.free();
  }

  const rows = thousandRows();
  const before = await clock();
  const { report } = tagpulse.analyze(rows, { takenAt: days[0] });
  const thousand_ms = (await clock()) - before;
  const { used_up, videos_then } = beyondMemory(tagpulse, rows);
  return { version: tagpulse.version(), init_ms, thousand_ms, videos: report.total_videos, reports, used_up, videos_then };
}

/** The error for bytes that no memory has room for, and how many videos are read afterwards. */
function beyondMemory(tagpulse, rows) {
  // They only say that they are so many: four gigabytes are not everywhere to be had.
  class Endless extends Uint8Array {
    get length() {
      return 0xffff_0000;
    }
    get byteLength() {
      return this.length;
    }
  }
  try {
    tagpulse.normalize(new Endless(1));
  } catch (error) {
    return { used_up: error.code, videos_then: tagpulse.normalize(rows).videos.length };
  }
  throw new Error("bytes without end were read");
}

/** An export of a thousand videos, as bytes. */
export function thousandRows() {
  const row = (_, index) => ({
    id: String(7400000000000000000n + BigInt(index) * 4294967296n),
    author: `creator${index % 300}`,
    views: 1000 + index * 37,
    likes: 90 + index,
    comments: index % 40,
    shares: index % 25,
    desc: `morning routine ${index} #springglow #fyp`,
  });
  return new TextEncoder().encode(JSON.stringify(Array.from({ length: 1000 }, row)));
}
