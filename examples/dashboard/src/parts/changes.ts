// What changed since the base, with its hours.

import type { Report } from "tagpulse";
import { figure, h, section } from "../dom";
import { change, exact, instant, ratio, short } from "../format";
import { type Label, about, label } from "../labels";

export function changes(report: Report): HTMLElement {
  const diff = report.diff;
  if (!diff) return section("What changed", "half", h("p", { class: "muted" }, report.coverage.suspect ? "A suspect reading is compared with nothing." : "This is the first reading; changes need an earlier one, best of a day before."));
  const count = (key: Label, value: number) => h("div", { title: about(key) }, h("dt", {}, label(key)), h("dd", {}, figure(short(value), exact(value))));
  const growth = diff.view_growth;
  const parts: [string, number][] = [["known videos", growth.known], ["published", growth.published], ["found late", growth.found], ["seen again", growth.back]];
  return section(
    "What changed",
    "half",
    h("p", { class: "muted" }, `Since ${instant(diff.since, report.zone)}, ${Math.round(diff.elapsed_hours)} hours before.`),
    h("dl", { class: "counts" }, count("published", diff.published), count("found", diff.found), count("gained", diff.gained), count("fallen", diff.fallen), count("not_seen", diff.not_seen), count("back", diff.back)),
    h("h3", {}, `${change(growth.total)} views`),
    h("ul", { class: "plain" }, ...parts.filter(([, views]) => views !== 0).map(([name, views]) => h("li", {}, h("span", {}, name), figure(change(views), exact(views))))),
    diff.top_contributors.length > 0 && h("h3", {}, "Who brought it"),
    h("ul", { class: "plain" }, ...diff.top_contributors.slice(0, 5).map((one) => h("li", {}, h("span", {}, one.author ? `@${one.author}` : one.video_id), h("span", { class: "n" }, `${change(one.gained)}  (${ratio(one.share)})`)))),
  );
}
