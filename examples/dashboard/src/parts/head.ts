// The campaign's name, when it was read, and how far the figures can be trusted.

import type { Report } from "tagpulse";
import { h } from "../dom";
import { instant, ratio } from "../format";

export function head(report: Report): HTMLElement {
  const hashtags = report.hashtags.map(({ name }) => `#${name}`).join(" ");
  return h(
    "div",
    { class: "head" },
    h("div", {}, h("h2", { class: "title" }, report.campaign), h("p", { class: "muted" }, [hashtags, `read ${instant(report.taken_at, report.zone)}`].filter(Boolean).join(" · "))),
    light(report),
  );
}

/** Green, amber or red, each with its word and one sentence. */
export function light({ coverage }: Report): HTMLElement {
  const [state, word, sentence] = judged(coverage);
  return h("p", { class: `light ${state}`, id: "coverage" }, h("span", { class: "dot", "aria-hidden": "true" }), h("strong", {}, word), h("span", {}, sentence));
}

function judged(coverage: Report["coverage"]): [string, string, string] {
  if (coverage.suspect) return ["red", "Suspect reading", `${coverage.suspect}; the figures are those of the last reading that can be trusted.`];
  const share = coverage.share;
  if (share === null) return ["amber", "Coverage unknown", `${coverage.known} videos are known; the source does not say how many TikTok counts.`];
  const known = `${ratio(Math.min(share, 1))} of the videos on TikTok's page are known.`;
  if (share >= 0.5) return ["green", "Good coverage", known];
  if (share >= 0.2) return ["amber", "Partial coverage", known];
  return ["red", "Low coverage", `${known} Compare rates and changes rather than totals.`];
}
