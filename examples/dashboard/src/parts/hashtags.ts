// Hashtags that stand beside the campaign's own.

import type { Report } from "tagpulse";
import { h, section } from "../dom";
import { exact, ratio } from "../format";
import { about } from "../labels";

export function hashtags(report: Report): HTMLElement {
  const title = report.hashtags.length > 0 ? "Hashtags beside its own" : "Hashtags of the videos";
  const own = new Set(report.hashtags.map(({ name }) => name));
  const others = report.hashtags_used.filter(({ name }) => !own.has(name)).slice(0, 8);
  if (others.length === 0) return section(title, "half", h("p", { class: "muted" }, "The videos carry no other hashtag."));
  const most = Math.max(...others.map(({ videos }) => videos), 1);
  const bar = ({ name, videos }: (typeof others)[number]) => {
    const fill = h("span", { class: "fill" });
    // Not as an attribute, which the page's policy forbids.
    fill.style.inlineSize = `${((videos / most) * 100).toFixed(1)}%`;
    return h("li", {}, h("span", { class: "tag" }, `#${name}`), h("span", { class: "track", "aria-hidden": "true" }, fill), h("span", { class: "n" }, exact(videos), h("span", { class: "part", title: about("hashtag_share") }, ratio(report.total_videos ? videos / report.total_videos : null))));
  };
  return section(title, "half", h("p", { class: "muted" }, "Videos that carry them, and their share of all."), h("ul", { class: "bars" }, ...others.map(bar)));
}
