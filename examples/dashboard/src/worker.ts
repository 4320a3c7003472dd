// Reads files beside the page's own thread, so that a hundred thousand videos freeze nothing.

import { History, analyze, init } from "tagpulse";
import type { Alert, HistoryDocument, Report } from "tagpulse";
import type { Answer, Ask, Dropped, Options } from "./messages";
import type { Part } from "./model";

const MAGIC = "tpH";

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  const answer: Answer = { id: data.id, parts: [], problems: [] };
  await tried(answer, "tagpulse", async () => {
    await init();
    await readAll(data, answer);
  });
  self.postMessage(answer);
};

async function readAll(data: Ask, answer: Answer) {
  const exported: { name: string; bytes: Uint8Array }[] = [];
  for (const file of data.files) {
    await tried(answer, file.name, async () => {
      const bytes = await plain(file);
      const part = document(file.name, bytes) ?? history(file.name, bytes, data.options);
      if (part) answer.parts.push(...part);
      else exported.push({ name: file.name, bytes });
    });
  }
  if (exported.length > 0) {
    const names = exported.map(({ name }) => name).join(", ");
    await tried(answer, names, async () => {
      const { campaign, zone, takenAt } = data.options;
      const { report } = analyze(exported, { campaign: campaign || stem(exported[0]!.name), zone, takenAt, top: 100 });
      answer.parts.push({ name: report.campaign, report, source: names });
    });
  }
}

async function tried(answer: Answer, name: string, work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    answer.problems.push({ name, message: error instanceof Error ? error.message : String(error) });
  }
}

/** The file's bytes, gunzipped. */
async function plain({ bytes }: Dropped): Promise<Uint8Array> {
  const raw = new Uint8Array(bytes);
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return raw;
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A document that tagpulse wrote: those begin with their version. */
function document(name: string, bytes: Uint8Array): Part[] | null {
  const begin = new TextDecoder().decode(bytes.subarray(0, 40));
  if (!/^\s*\{\s*"schema_version"/.test(begin)) return null;
  const found = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const of = (campaign: unknown, more: Partial<Part>): Part => ({ name: String(campaign), source: name, ...more });
  if (Array.isArray(found.days)) return [of(found.campaign, { days: (found as unknown as HistoryDocument).days })];
  if (Array.isArray(found.campaigns)) {
    const ran = found.campaigns as { campaign: string; report: Report | null }[];
    return ran.filter((one) => one.report).map((one) => of(one.campaign, { report: one.report }));
  }
  if (typeof found.total_videos === "number") return [of(found.campaign, { report: found as unknown as Report })];
  if (Array.isArray(found.alerts)) return [of(found.campaign, { alerts: found.alerts as Alert[] })];
  throw new Error("this document of tagpulse is none that the page shows; give a report, a history, alerts or a run");
}

/** The bytes of `History.toBytes`: the campaign's name stands in them, its zone does not. */
function history(name: string, bytes: Uint8Array, options: Options): Part[] | null {
  if (new TextDecoder("latin1").decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) return null;
  const opened = History.open(bytes, { zone: options.zone, top: 100 });
  try {
    const { report } = opened.report();
    return [{ name: report.campaign, report, days: opened.days().days, alerts: opened.pending(), source: name }];
  } finally {
    opened.free();
  }
}

/** A file's name without its folder and endings. */
function stem(name: string): string {
  return name.replace(/^.*[\\/]/, "").replace(/\..*$/, "").slice(0, 100) || "campaign";
}
