// The figures that are asked for first, each with its change since the base and the hours between.

import type { Report } from "tagpulse";
import { brief, h } from "../dom";
import { change, exact, ratio } from "../format";
import { type Label, about, heading } from "../labels";

export function kpis(report: Report): HTMLElement {
  const { diff, rates } = report;
  const since = (words: (known: NonNullable<Report["diff"]>) => string) => (diff ? words(diff) : report.coverage.suspect ? "not compared" : "first reading");
  const within = diff ? `in ${Math.round(diff.elapsed_hours)} h` : "";
  return h(
    "dl",
    { class: "kpis" },
    kpi("total_videos", brief(report.total_videos), since((d) => `${change(d.new)} ${d.new === 1 ? "video" : "videos"} ${within}`), since((d) => (d.new ? `${exact(d.published)} published, ${exact(d.found)} found late` : ""))),
    // Views of videos that were found late or are back came at some other time: they are no growth.
    kpi("total_views", brief(report.total_views), since((d) => `${change(grown(d))} views ${within}`)),
    kpi("total_engagement", brief(report.total_engagement), `${exact(report.avg_engagement)} a video`),
    kpi("er_views_pooled", brief(rates.er_views_pooled, ratio, ratio), `median ${ratio(rates.er_views_median)}`),
    kpi("creators", brief(report.creators.total), since(() => `${change(report.creators.new)} ${report.creators.new === 1 ? "creator" : "creators"} ${within}`)),
  );
}

/** What people read as growth: of known videos and of those published since. */
export const grown = ({ view_growth }: NonNullable<Report["diff"]>): number => view_growth.known + view_growth.published;

function kpi(key: Label, value: Node, ...notes: string[]): HTMLElement {
  const shown = notes.filter((note, at) => note && notes.indexOf(note) === at);
  return h("div", { class: "kpi", title: about(key) }, h("dt", {}, heading(key)), h("dd", {}, value, ...shown.map((note) => h("small", {}, note))));
}
