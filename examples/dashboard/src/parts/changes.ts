// What changed since the base, with its hours. What is growth and what only came to light stand apart.

import type { Report } from "tagpulse";
import { h, section } from "../dom";
import { exact, exactChange, handle, instant, ratio } from "../format";
import { type Label, about, heading, label } from "../labels";
import { grown } from "./kpis";

const TITLE = "What changed";

export function changes(report: Report): HTMLElement {
  const diff = report.diff;
  if (!diff) return section(TITLE, "half", h("p", { class: "muted" }, report.coverage.suspect ? "A suspect reading is compared with nothing." : "This is the first reading; changes need an earlier one, best of a day before."));
  const number = (key: Label, value: number) => h("div", { title: about(key) }, h("dt", {}, heading(key)), h("dd", {}, exact(value)));
  const growth = diff.view_growth;
  const hours = Math.round(diff.elapsed_hours);
  return section(
    TITLE,
    "half",
    h("p", { class: "muted" }, `Since ${instant(diff.since, report.zone)}, ${hours} hours before.`),
    h("dl", { class: "counts" }, number("published", diff.published), number("found", diff.found), number("gained", diff.gained), number("fallen", diff.fallen), number("not_seen", diff.not_seen), number("back", diff.back)),
    h("h3", {}, `${exactChange(grown(diff))} views in ${hours} h`),
    lines(["known_growth", growth.known], ["published_growth", growth.published]),
    (growth.found !== 0 || growth.back !== 0) && h("h3", {}, "Not growth, but counted now"),
    lines(["found_growth", growth.found], ["back_growth", growth.back]),
    diff.top_contributors.length > 0 && h("h3", {}, "Who brought most"),
    h("ul", { class: "plain" }, ...diff.top_contributors.map((one) => h("li", {}, h("span", {}, one.author ? handle(one.author) : one.video_id), h("span", { class: "n" }, exactChange(one.gained), h("span", { class: "part", title: about("contribution") }, ratio(one.share)))))),
  );
}

function lines(...parts: [Label, number][]): HTMLElement | null {
  const told = parts.filter(([, views]) => views !== 0);
  return told.length > 0 ? h("ul", { class: "plain" }, ...told.map(([key, views]) => h("li", { title: about(key) }, h("span", {}, label(key)), h("span", { class: "n" }, exactChange(views))))) : null;
}
