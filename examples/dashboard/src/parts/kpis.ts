// The figures that are asked for first, each with its change since the base and the hours between.

import type { Report } from "tagpulse";
import { figure, h } from "../dom";
import { change, exact, ratio, short } from "../format";
import { type Label, about, label } from "../labels";

export function kpis(report: Report): HTMLElement {
  const diff = report.diff;
  const hours = diff ? `${Math.round(diff.elapsed_hours)} h` : "";
  const since = (value: number, what: string) => (diff ? `${change(value)} ${what} in ${hours}` : "first reading");
  const rate = report.rates.er_views_pooled;
  return h(
    "dl",
    { class: "kpis" },
    kpi("videos", figure(short(report.total_videos), exact(report.total_videos)), since(diff?.new ?? 0, "videos")),
    kpi("views", figure(short(report.total_views), exact(report.total_views)), since(diff?.view_growth.total ?? 0, "views")),
    kpi("engagement", figure(short(report.total_engagement), exact(report.total_engagement)), `${exact(report.avg_engagement)} a video`),
    kpi("er_views_pooled", figure(ratio(rate), ratio(rate)), `median ${ratio(report.rates.er_views_median)}`),
    kpi("creators", figure(short(report.creators.total), exact(report.creators.total)), diff ? `${change(report.creators.new)} in ${hours}` : "first reading"),
  );
}

function kpi(key: Label, value: Node, note: string): HTMLElement {
  return h("div", { class: "kpi", title: about(key) }, h("dt", {}, label(key)), h("dd", {}, value, h("small", {}, note)));
}
