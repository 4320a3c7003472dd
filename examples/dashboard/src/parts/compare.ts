// Several campaigns side by side: share of voice, each with its coverage.

import { h, section } from "../dom";
import { UNKNOWN, exact, exactChange, ratio } from "../format";
import { about, heading } from "../labels";
import type { Campaign } from "../model";
import { grown } from "./kpis";
import { table } from "./table";

type Row = Campaign & { report: NonNullable<Campaign["report"]> };

export function compare(campaigns: Campaign[], choose: (name: string) => void): HTMLElement {
  const rows = campaigns.filter((campaign): campaign is Row => campaign.report !== null);
  const without = campaigns.filter(({ report }) => report === null).map(({ name }) => name);
  const all = rows.reduce((sum, { report }) => sum + report.total_views, 0);
  const gained = ({ report }: Row) => (report.diff ? grown(report.diff) : null);
  const since = (row: Row) => (row.report.diff ? `${exactChange(gained(row)!)} in ${Math.round(row.report.diff.elapsed_hours)} h` : UNKNOWN);
  const voice = ({ report }: Row) => (all ? report.total_views / all : null);
  return section(
    "Campaigns compared",
    "wide",
    h("p", { class: "muted" }, "A share is only as good as the coverage beside it."),
    without.length > 0 && h("p", { class: "muted" }, `Without a report, and so not here: ${without.join(", ")}.`),
    table<Row>(
      "Figures of each campaign",
      [
        { name: heading("campaign"), about: about("campaign"), cell: ({ name }) => h("button", { type: "button", class: "linklike", click: () => choose(name) }, name), by: ({ name }) => name },
        { name: heading("total_videos"), about: about("total_videos"), number: true, cell: ({ report }) => exact(report.total_videos), by: ({ report }) => report.total_videos },
        { name: heading("total_views"), about: about("total_views"), number: true, cell: ({ report }) => exact(report.total_views), by: ({ report }) => report.total_views },
        { name: heading("share_of_voice_views"), about: about("share_of_voice_views"), number: true, cell: (row) => ratio(voice(row)), by: voice },
        { name: heading("views_gained"), about: about("views_gained"), number: true, cell: since, by: gained },
        { name: heading("er_views_pooled"), about: about("er_views_pooled"), number: true, cell: ({ report }) => ratio(report.rates.er_views_pooled), by: ({ report }) => report.rates.er_views_pooled },
        { name: heading("coverage_share"), about: about("coverage_share"), number: true, cell: ({ report }) => ratio(report.coverage.share), by: ({ report }) => report.coverage.share },
      ],
      rows,
      heading("total_views"),
    ),
  );
}
