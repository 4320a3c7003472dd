// The days: views so far, views gained, engagement and videos published.

import type { Alert } from "tagpulse";
import { h, section } from "../dom";
import { count, exact } from "../format";
import { about, heading } from "../labels";
import { type Day, byDay, calendar } from "./calendar";
import { chart } from "./chart";
import { table } from "./table";

/** Readings of two days are no further apart. */
const USUAL_HOURS = 28;

/** Over how many hours a day's gain is, where those are more than a day; exports of earlier releases do not say. */
function over({ gained_over_hours: hours }: Day): string {
  return hours != null && hours > USUAL_HOURS ? ` in ${exact(hours)} h` : "";
}

export function days(all: Day[], alerts: Alert[], zone: string): HTMLElement {
  if (all.length < 2) return section("Days", "wide", h("p", { class: "muted" }, "Charts begin with the second day of a history."));
  const laid = calendar(all);
  const marks = byDay(alerts, all, zone);
  const drawn = (key: Parameters<typeof chart>[0]["key"], kind: "line" | "bars", value: (day: Day) => number | null) =>
    chart({ key, kind, axis: laid.axis, readings: laid.readings(value), imported: laid.imported(value), marks: key === "total_views" ? marks : new Map() });
  const notes = [
    laid.gaps > 0 ? `${count(laid.gaps, "day")} without a reading: gaps, not zeros.` : "Every day has a reading.",
    all.some(over) ? "A gain behind a gap is of more than a day; the table says of how many hours." : "",
    marks.size > 0 ? "A diamond is an alert; choose it to read why." : "",
    all.some(({ origin }) => origin === "tutorial") ? "Paler: days imported from another tool's file, which are compared with nothing." : "",
  ];
  return section(
    "Days",
    "wide",
    h("p", { class: "muted" }, notes.filter(Boolean).join(" ")),
    h("div", { class: "charts" }, drawn("total_views", "line", (d) => d.total_views), drawn("views_gained", "bars", (d) => d.views_gained), drawn("total_engagement", "line", (d) => d.total_engagement), drawn("published", "bars", (d) => d.published)),
    h("details", {}, h("summary", {}, "The figures as a table"), figures(all)),
  );
}

function figures(all: Day[]): HTMLElement {
  const column = (key: "total_videos" | "total_views" | "views_gained" | "published" | "total_engagement") => ({ name: heading(key), about: about(key), number: true, cell: (day: Day) => exact(day[key]) + (key === "views_gained" ? over(day) : ""), by: (day: Day) => day[key] });
  return table<Day>(
    "Figures by day",
    [
      { name: heading("day"), about: about("day"), cell: ({ date, origin }) => (origin === "tutorial" ? `${date} (imported)` : date), by: ({ date }) => date },
      column("total_videos"),
      column("total_views"),
      column("views_gained"),
      column("published"),
      column("total_engagement"),
    ],
    all,
  );
}
