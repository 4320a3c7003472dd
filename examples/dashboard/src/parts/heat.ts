// When the videos were published, by weekday and hour in the campaign's zone.

import type { Report } from "tagpulse";
import { h, section } from "../dom";
import { count } from "../format";

const videos = (value: number) => count(value, "video");
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function heat(report: Report): HTMLElement {
  const hours = report.timing.videos_by_weekday_hour;
  const most = Math.max(1, ...hours.flat());
  const cell = (value: number, weekday: number, hour: number) => {
    const words = `${DAYS[weekday]} ${String(hour).padStart(2, "0")}:00, ${videos(value)}`;
    // Five steps, so that neighbours can be told apart.
    return h("td", { class: `heat-${value === 0 ? 0 : Math.ceil((value / most) * 5)}`, title: words }, h("span", { class: "unseen" }, String(value)));
  };
  const head = h("tr", {}, h("td"), ...Array.from({ length: 24 }, (_, hour) => h("th", { scope: "col" }, hour % 6 === 0 ? String(hour).padStart(2, "0") : h("span", { class: "unseen" }, String(hour)))));
  const rows = hours.map((row, weekday) => h("tr", {}, h("th", { scope: "row" }, DAYS[weekday] ?? ""), ...row.map((value, hour) => cell(value, weekday, hour))));
  return section(
    "When they are published",
    "half",
    h("p", { class: "muted" }, `Weekday by hour, ${report.zone}.`),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Videos by weekday and hour" }, h("table", { class: "heat" }, h("caption", { class: "unseen" }, "Videos by weekday and hour"), h("thead", {}, head), h("tbody", {}, ...rows))),
    scale(most),
  );
}

/** What the colours mean. */
function scale(most: number): HTMLElement {
  return h("p", { class: "muted scale" }, "0", ...[0, 1, 2, 3, 4, 5].map((step) => h("span", { class: `step heat-${step}`, "aria-hidden": "true" })), `${videos(most)} in an hour`);
}
