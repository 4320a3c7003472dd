// Several campaigns side by side: share of voice, each with its coverage.

import { figure, h, section } from "../dom";
import { UNKNOWN, exact, ratio, short } from "../format";
import { about, label } from "../labels";
import type { Campaign } from "../model";
import { table } from "./table";

type Row = Campaign & { report: NonNullable<Campaign["report"]> };

export function compare(campaigns: Campaign[], choose: (name: string) => void): HTMLElement {
  const rows = campaigns.filter((campaign): campaign is Row => campaign.report !== null);
  const all = rows.reduce((sum, { report }) => sum + report.total_views, 0);
  const n = (value: number | null) => figure(short(value), exact(value));
  const gained = ({ report }: Row) => report.diff?.view_growth.total ?? null;
  const voice = ({ report }: Row) => (all ? report.total_views / all : null);
  return section(
    "Campaigns compared",
    "wide",
    h("p", { class: "muted" }, "A share of voice is only as good as the coverage beside it."),
    table<Row>(
      "Campaigns compared",
      [
        { name: "Campaign", cell: ({ name }) => h("button", { type: "button", class: "linklike", click: () => choose(name) }, name), by: ({ name }) => name },
        { name: label("videos"), about: about("videos"), number: true, cell: ({ report }) => n(report.total_videos), by: ({ report }) => report.total_videos },
        { name: label("views"), about: about("views"), number: true, cell: ({ report }) => n(report.total_views), by: ({ report }) => report.total_views },
        { name: "Share of voice, views", number: true, cell: (row) => ratio(voice(row)), by: voice },
        { name: "Views since its base", number: true, cell: (row) => (row.report.diff ? h("span", {}, n(gained(row)), ` in ${Math.round(row.report.diff.elapsed_hours)} h`) : UNKNOWN), by: gained },
        { name: label("er_views_pooled"), about: about("er_views_pooled"), number: true, cell: ({ report }) => ratio(report.rates.er_views_pooled), by: ({ report }) => report.rates.er_views_pooled },
        { name: label("coverage"), about: about("coverage"), number: true, cell: ({ report }) => ratio(report.coverage.share), by: ({ report }) => report.coverage.share },
      ],
      rows,
      label("views"),
    ),
  );
}
