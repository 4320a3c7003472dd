// When the videos were published, by weekday and hour in the campaign's zone.

import type { Report } from "tagpulse";
import { h, section } from "../dom";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function heat(report: Report): HTMLElement {
  const hours = report.timing.videos_by_weekday_hour;
  const most = Math.max(1, ...hours.flat());
  const cell = (count: number, weekday: number, hour: number) => {
    const words = `${DAYS[weekday]} ${String(hour).padStart(2, "0")}:00, ${count} ${count === 1 ? "video" : "videos"}`;
    // Five steps, so that neighbours can be told apart.
    return h("td", { class: `heat-${count === 0 ? 0 : Math.ceil((count / most) * 5)}`, title: words }, h("span", { class: "unseen" }, String(count)));
  };
  const head = h("tr", {}, h("td"), ...Array.from({ length: 24 }, (_, hour) => h("th", { scope: "col" }, hour % 6 === 0 ? String(hour).padStart(2, "0") : h("span", { class: "unseen" }, String(hour)))));
  const rows = hours.map((row, weekday) => h("tr", {}, h("th", { scope: "row" }, DAYS[weekday] ?? ""), ...row.map((count, hour) => cell(count, weekday, hour))));
  return section(
    "When they are published",
    "half",
    h("p", { class: "muted" }, `Weekday by hour, ${report.zone}. The darkest hour has ${most} ${most === 1 ? "video" : "videos"}.`),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Videos by weekday and hour" }, h("table", { class: "heat" }, h("caption", { class: "unseen" }, "Videos by weekday and hour"), h("thead", {}, head), h("tbody", {}, ...rows))),
  );
}
