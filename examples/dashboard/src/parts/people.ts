// The leaderboard of creators, and the videos with the most views.

import type { Report } from "tagpulse";
import { h, link, section } from "../dom";
import { UNKNOWN, civil, day, exact, handle, ratio } from "../format";
import { type Label, about, heading } from "../labels";
import { type Column, table } from "./table";

type Creator = Report["creators"]["top"][number];
type Video = Report["top_videos"][number];

function column<T>(key: Label, by: (row: T) => number | null, shown: (value: number | null) => string = exact): Column<T> {
  return { name: heading(key), about: about(key), number: true, cell: (row) => shown(by(row)), by };
}

export function creators(report: Report): HTMLElement {
  const rows = report.creators.top;
  if (rows.length === 0) return section("Creators", "wide", h("p", { class: "muted" }, "No creator is known yet."));
  const who = rows.length < report.creators.total ? `The ${rows.length} with the most views, of ${exact(report.creators.total)}; ` : "";
  return section(
    "Creators",
    "wide",
    h("p", { class: "muted" }, `${who}the first five bring ${ratio(report.creators.share_of_views_top_5)} of all views. Choose a column to sort by it.`.replace(/^t/, "T")),
    table<Creator>(
      "Creators by views",
      [
        { name: heading("creator"), about: about("creator"), cell: ({ author }) => (author ? handle(author) : "unknown"), by: ({ author }) => author },
        column("videos", ({ videos }) => videos),
        column("views", ({ views }) => views),
        column("share_of_views", ({ views }) => (report.total_views ? views / report.total_views : null), ratio),
        column("engagement", ({ engagement }) => engagement),
        column("er_creator", ({ engagement, views }) => (views ? engagement / views : null), ratio),
        column("followers", ({ followers }) => followers),
      ],
      rows,
      heading("views"),
    ),
  );
}

export function videos(report: Report): HTMLElement {
  const rows = report.top_videos;
  if (rows.length === 0) return section("Top videos", "wide", h("p", { class: "muted" }, "No video is known yet."));
  const asOf = ({ last_seen }: Video) => h("time", { datetime: last_seen }, day(civil(last_seen, report.zone)));
  return section(
    "Top videos",
    "wide",
    h("p", { class: "muted" }, "Each figure is of the day when the video was last listed."),
    table<Video>(
      "Videos by views",
      [
        { name: heading("video"), about: about("video"), cell: (video) => h("span", { class: "video" }, link(video.url, video.author ? handle(video.author) : video.video_id), h("span", { class: "caption", dir: "auto" }, video.desc ?? UNKNOWN)), by: ({ author }) => author },
        column("views", ({ views }) => views),
        column("likes", ({ likes }) => likes),
        column("comments", ({ comments }) => comments),
        column("shares", ({ shares }) => shares),
        column("outlier_score_campaign", ({ outlier_score_campaign: score }) => score, (score) => (score === null ? UNKNOWN : `${score.toFixed(1)}x`)),
        { name: heading("last_seen"), about: about("last_seen"), number: true, cell: asOf, by: ({ last_seen }) => last_seen },
      ],
      rows,
      heading("views"),
    ),
  );
}
