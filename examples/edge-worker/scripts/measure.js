// How much CPU a reading takes in workerd, by the number of videos, with a history of 28 days.
// Each figure is of a workerd that was started for it, as a firing of a schedule mostly meets: the
// code is not warm; "warm" is the fifth time in the same isolate. CPU, in milliseconds, is that of
// the thread that runs the Worker (Linux tells it in /proc), less what the same request costs when
// nothing is done with it; V8 compiles and collects on other threads beside it. Run by `npm run
// measure`, with the sandbox provider's binary in TAGPULSE_SANDBOX_BIN.

import { readFileSync, readdirSync } from "node:fs";
import { Miniflare } from "miniflare";
import { Collector, History, init } from "tagpulse";
import { bundle, START, DAY, startProvider } from "../test/harness.js";

const SIZES = process.argv.slice(2).map(Number);
const REPEATS = 7;
const SETTINGS = { campaign: "spring", hashtags: ["springglow"] };

await init();
const modules = await bundle("scripts/measure-worker.js");
console.log("| videos | requests | pages, MB | history, KB | collect | advance, UTC | advance, Berlin | collect, warm | UTC, warm | Berlin, warm |");
console.log(`|${"---|".repeat(10)}`);
for (const videos of SIZES.length ? SIZES : [100, 300, 1000, 3000]) console.log(await row(videos));

async function row(videos) {
  // Nearly all of them are published after 28 days, and none is missing from the listing.
  const provider = await startProvider("--videos", String(videos), "--absent-share", "0", "--older-share", "0.9");
  try {
    let stored = null;
    let reading;
    for (let day = 0; day < 28; day++) {
      reading = await read(provider, START + (day - 9) * DAY);
      const history = History.open(stored, SETTINGS);
      const { report } = history.advance(reading.listing);
      reading.known = report.total_videos;
      if (day < 27) stored = history.toBytes();
    }
    const collect = await cpu("collect", [reading.options, ...reading.pages]);
    // A zone's table is made by the runtime's `Intl`, anew in every isolate; UTC needs none.
    const inZone = (zone) => cpu("advance", [reading.bytes, stored, new TextEncoder().encode(zone)]);
    const [utc, berlin] = [await inZone("UTC"), await inZone("Europe/Berlin")];
    const megabytes = reading.pages.reduce((sum, page) => sum + page.length, 0) / 1e6;
    const cells = [reading.known, reading.pages.length, megabytes.toFixed(2), (stored.length / 1e3).toFixed(0), ...[collect.cold, utc.cold, berlin.cold, collect.warm, utc.warm, berlin.warm].map((ms) => ms.toFixed(1))];
    return `| ${cells.join(" | ")} |`;
  } finally {
    provider.stop();
  }
}

/** A reading by the real Collector, with the answers that it was fed. */
async function read(provider, ms) {
  await provider.at(ms);
  const options = { hashtags: SETTINGS.hashtags, takenAt: new Date(ms).toISOString(), maxPages: 1000 };
  const collector = new Collector(options);
  const pages = [];
  for (let step; (step = collector.next(0)).type !== "done"; ) {
    const answer = await fetch(provider.baseUrl + step.path, { method: step.method, headers: [...step.headers, ["authorization", "Bearer sandbox-key"]], body: step.body });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    pages.push(bytes);
    collector.feed(step.id, answer.status, undefined, bytes, 0);
  }
  const bytes = collector.toBytes();
  return { options: new TextEncoder().encode(JSON.stringify(options)), pages, bytes, listing: collector.finish() };
}

/** Medians over fresh runs: of the first time in an isolate and of the fifth, in milliseconds. */
async function cpu(part, blobs) {
  const body = packed(blobs);
  const figures = { cold: [], warm: [] };
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const miniflare = new Miniflare({ modules, modulesRoot: "/", compatibilityDate: "2026-04-01" });
    const { origin } = await miniflare.ready;
    const cost = async (path) => {
      const before = threads();
      const answer = await fetch(`${origin}/${path}`, { method: "POST", body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      return threads() - before;
    };
    // The script is loaded and the body's way is known; the wasm is not yet instantiated.
    await cost("nothing");
    const nothing = await cost("nothing");
    figures.cold.push((await cost(part)) - nothing);
    for (let again = 0; again < 3; again++) await cost(part);
    figures.warm.push((await cost(part)) - nothing);
    await miniflare.dispose();
  }
  const median = (list) => list.sort((a, b) => a - b)[(REPEATS - 1) / 2] / 1e6;
  return { cold: median(figures.cold), warm: median(figures.warm) };
}

/** CPU used by the threads that run Workers, in nanoseconds; those on which V8 compiles and collects are named otherwise. */
function threads() {
  let sum = 0;
  for (const task of readdirSync("/proc/self/task")) {
    for (const child of readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean)) {
      if (readFileSync(`/proc/${child}/comm`, "utf8").trim() !== "workerd") continue;
      for (const thread of readdirSync(`/proc/${child}/task`)) {
        const own = (file) => readFileSync(`/proc/${child}/task/${thread}/${file}`, "utf8");
        if (own("comm").trim() === "workerd") sum += Number(own("schedstat").split(" ")[0]);
      }
    }
  }
  return sum;
}

function packed(blobs) {
  const parts = blobs.flatMap((blob) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(blob.length);
    return [length, blob];
  });
  return Buffer.concat(parts);
}
