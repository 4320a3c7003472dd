// The leaderboard of creators, and the videos with the most views.

import type { Report } from "tagpulse";
import { figure, h, link, section } from "../dom";
import { UNKNOWN, day, exact, ratio, short } from "../format";
import { about, label } from "../labels";
import { table } from "./table";

type Creator = Report["creators"]["top"][number];
type Video = Report["top_videos"][number];

const n = (value: number | null) => figure(short(value), exact(value));

export function creators(report: Report): HTMLElement {
  const rows = report.creators.top;
  if (rows.length === 0) return section("Creators", "wide", h("p", { class: "muted" }, "No creator is known yet."));
  const share = (creator: Creator) => (report.total_views ? creator.views / report.total_views : null);
  return section(
    "Creators",
    "wide",
    h("p", { class: "muted" }, `The first five bring ${ratio(report.creators.share_of_views_top_5)} of all views. Choose a column to sort by it.`),
    table<Creator>(
      "Creators by views",
      [
        { name: "Creator", cell: ({ author }) => (author ? `@${author}` : "unknown"), by: ({ author }) => author },
        { name: label("videos"), about: about("videos"), number: true, cell: ({ videos }) => n(videos), by: ({ videos }) => videos },
        { name: label("views"), about: about("views"), number: true, cell: ({ views }) => n(views), by: ({ views }) => views },
        { name: "Share of views", number: true, cell: (creator) => ratio(share(creator)), by: share },
        { name: label("engagement"), about: about("engagement"), number: true, cell: ({ engagement }) => n(engagement), by: ({ engagement }) => engagement },
        { name: label("er_views_pooled"), about: about("er_views_pooled"), number: true, cell: (c) => ratio(rate(c)), by: rate },
        { name: label("followers"), about: about("followers"), number: true, cell: ({ followers }) => n(followers), by: ({ followers }) => followers },
      ],
      rows,
      label("views"),
    ),
  );
}

const rate = ({ engagement, views }: Creator) => (views ? engagement / views : null);

export function videos(report: Report): HTMLElement {
  const rows = report.top_videos;
  if (rows.length === 0) return section("Top videos", "wide", h("p", { class: "muted" }, "No video is known yet."));
  return section(
    "Top videos",
    "wide",
    h("p", { class: "muted" }, "Each figure is of the day when the video was last listed."),
    table<Video>(
      "Videos by views",
      [
        { name: "Video", cell: (video) => h("span", { class: "video" }, link(video.url, video.author ? `@${video.author}` : video.video_id), h("span", { class: "caption" }, video.desc ?? UNKNOWN)), by: ({ author }) => author },
        { name: label("views"), about: about("views"), number: true, cell: ({ views }) => n(views), by: ({ views }) => views },
        { name: label("likes"), number: true, cell: ({ likes }) => n(likes), by: ({ likes }) => likes },
        { name: label("comments"), number: true, cell: ({ comments }) => n(comments), by: ({ comments }) => comments },
        { name: label("shares"), number: true, cell: ({ shares }) => n(shares), by: ({ shares }) => shares },
        { name: "Against the campaign", about: "Views over the median of the campaign's videos of comparable age.", number: true, cell: ({ outlier_score_campaign: score }) => (score === null ? UNKNOWN : `${score.toFixed(1)}x`), by: ({ outlier_score_campaign }) => outlier_score_campaign },
        { name: "As of", about: "When it was last listed.", cell: ({ last_seen }) => (last_seen ? day(last_seen) : UNKNOWN), by: ({ last_seen }) => last_seen },
      ],
      rows,
      label("views"),
    ),
  );
}
