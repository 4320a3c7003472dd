// The campaign's name, when it was read, and how far the figures can be trusted.

import type { Report } from "tagpulse";
import { h } from "../dom";
import { count, exact, instant, ratio } from "../format";
import type { Campaign } from "../model";

export function head({ name, report, days }: Campaign): HTMLElement {
  const hashtags = report?.hashtags.map((one) => `#${one.name}`).join(" ");
  const read = report ? `read ${instant(report.taken_at, report.zone)}` : `${count(days.length, "day")} of a history`;
  const verdict = report ? judged(report.coverage) : byShare(days.at(-1)?.coverage_share ?? null, "");
  return h("div", { class: "head" }, h("div", {}, h("h2", { class: "title" }, name), h("p", { class: "muted" }, [hashtags, read].filter(Boolean).join(" · "))), light(verdict), ...(report ? lacks(report) : []));
}

/** What the figures lack besides: items that were no videos, counts that nobody knows. */
function lacks({ coverage, total_videos }: Report): HTMLElement[] {
  const said: string[] = [];
  const [first] = coverage.rejected;
  if (first) said.push(`${count(coverage.rejected_total, "item")} left out, the first for this: ${first.reason}.`);
  const counts = (["views", "likes", "comments", "shares"] as const).map((name) => [name, coverage.unknown_counts[name]] as const);
  const unknown = counts.filter(([, videos]) => videos > 0).map(([name, videos]) => `${name} of ${videos === total_videos ? "all" : count(videos, "video")}`);
  if (unknown.length > 0) said.push(`Not known, and counted as nothing: ${unknown.join(", ")}.`);
  return said.map((sentence) => h("p", { class: "muted lacks" }, sentence));
}

type Verdict = [state: "green" | "amber" | "red", word: string, sentence: string];

/** Green, amber or red, each with its word and one sentence. */
function light([state, word, sentence]: Verdict): HTMLElement {
  return h("p", { class: `light ${state}`, id: "coverage" }, h("span", { class: "dot", "aria-hidden": "true" }), h("strong", {}, word), " ", h("span", {}, sentence));
}

function judged(coverage: Report["coverage"]): Verdict {
  if (coverage.suspect) return ["red", "Suspect reading", `${coverage.suspect}; the figures are those of the last reading that can be trusted.`];
  if (coverage.known === 0) return ["amber", "Empty campaign", "No video is known yet, so every total is 0."];
  const carried = coverage.not_seen > 0 ? `, ${exact(coverage.not_seen)} of them from earlier readings` : "";
  return byShare(coverage.share, carried);
}

/** Bounds of half and a fifth are this page's; the share itself is the tool's. */
function byShare(share: number | null, carried: string): Verdict {
  if (share === null) return ["amber", "Coverage unknown", "The source does not say how many videos TikTok counts."];
  const known = `${ratio(Math.min(share, 1))} of the videos that TikTok counts are known${carried}.`;
  if (share >= 0.5) return ["green", "Good coverage", known];
  if (share >= 0.2) return ["amber", "Partial coverage", known];
  return ["red", "Low coverage", `${known.slice(0, -1)}; compare rates rather than totals.`];
}
