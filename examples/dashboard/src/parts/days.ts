// The days: views so far, views gained and videos published. A day without a reading is a gap.

import type { Alert, HistoryDocument } from "tagpulse";
import uPlot from "uplot";
import { h, section } from "../dom";
import { UNKNOWN, day, exact, short, tiny } from "../format";
import { about, label } from "../labels";
import { open } from "./alerts";
import { table } from "./table";

type Day = HistoryDocument["days"][number];
const SECONDS = 86_400;

export function days(all: Day[], alerts: Alert[]): HTMLElement {
  if (all.length < 2) return section("Days", "wide", h("p", { class: "muted" }, "Charts begin with the second day of a history."));
  const axis = calendar(all);
  const of = (value: (day: Day) => number | null) => axis.map((at) => { const found = axis_day(all, at); return found ? value(found) : null; });
  const x = axis.map((at) => at);
  const charts = h(
    "div",
    { class: "charts" },
    chart("views", "line", x, of((d) => d.total_views), marksOf(alerts)),
    chart("views_gained", "bars", x, of((d) => d.views_gained), []),
    chart("engagement", "line", x, of((d) => d.total_engagement), []),
    chart("published", "bars", x, of((d) => d.published), []),
  );
  const gaps = axis.length - all.length;
  const note = gaps > 0 ? `${gaps} ${gaps === 1 ? "day" : "days"} without a reading: gaps, not zeros.` : "Every day has a reading.";
  return section("Days", "wide", h("p", { class: "muted" }, `${note} A diamond is an alert; choose it to read why.`), charts, h("details", {}, h("summary", {}, "The figures as a table"), figures(all)));
}

/** Every civil day from the first to the last, as seconds. */
function calendar(all: Day[]): number[] {
  const at = all.map(({ date }) => Date.parse(date) / 1000);
  const [first, last] = [Math.min(...at), Math.max(...at)];
  return Array.from({ length: (last - first) / SECONDS + 1 }, (_, index) => first + index * SECONDS);
}

const axis_day = (all: Day[], at: number) => all.find(({ date }) => Date.parse(date) / 1000 === at);

/** Alerts by the day that raised them. */
function marksOf(alerts: Alert[]): [number, Alert[]][] {
  const by = new Map<number, Alert[]>();
  for (const alert of alerts) {
    const at = Date.parse(alert.taken_at.slice(0, 10)) / 1000;
    by.set(at, [...(by.get(at) ?? []), alert]);
  }
  return [...by];
}

function chart(key: "views" | "views_gained" | "engagement" | "published", kind: "line" | "bars", x: number[], y: (number | null)[], marks: [number, Alert[]][]): HTMLElement {
  const last = y.filter((value) => value !== null).at(-1) ?? null;
  const plot = h("div", { class: "plot", role: "img", "aria-label": `${label(key)} by day, from ${day(iso(x[0]!))} to ${day(iso(x.at(-1)!))}; the last known ${exact(last)}` });
  const box = h("figure", { class: "chart" }, h("figcaption", {}, h("strong", {}, label(key)), h("span", { class: "muted" }, about(key))), plot);
  // It needs its width, which it has once it stands in the page; and the colours of the theme.
  const draw = () => {
    if (!box.isConnected || box.clientWidth === 0) return;
    plot.replaceChildren();
    const style = getComputedStyle(box);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axes = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    const series = kind === "line" ? { stroke: colour("--accent"), width: 2, fill: colour("--accent-soft"), spanGaps: false, points: { show: x.length < 45, size: 5 } } : { stroke: colour("--accent"), fill: colour("--accent"), width: 0, paths: uPlot.paths.bars!({ size: [0.7, 28] }), points: { show: false } };
    new uPlot(
      {
        width: box.clientWidth - 2,
        height: 200,
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
        legend: { show: false },
        cursor: { y: false },
        padding: [12, 12, 0, 0],
        // Half a day on either side, so that the first and last bars are whole.
        scales: { x: { range: (_plot, first, last) => [first - SECONDS / 2, last + SECONDS / 2] }, y: { range: (_plot, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.08] } },
        axes: [
          { ...axes, values: (_plot, at) => at.map((value) => day(iso(value))), space: 70, size: 26 },
          { ...axes, values: (_plot, at) => at.map(tiny), size: 54 },
        ],
        series: [{}, series],
        // Where a value stands is known once the scales are.
        hooks: { ready: [(drawn) => marks.forEach(([at, told]) => mark(drawn, at, y[x.indexOf(at)] ?? null, told))] },
      },
      [x, y],
      plot,
    );
  };
  new ResizeObserver(draw).observe(box);
  addEventListener("themechange", draw);
  return box;
}

/** A button over the day, so that a keyboard reaches it too. */
function mark(plot: uPlot, at: number, value: number | null, told: Alert[]) {
  if (value === null) return;
  const strongest = told.reduce((a, b) => (b.severity > a.severity ? b : a));
  const words = `${day(iso(at))}: ${told.length} ${told.length === 1 ? "alert" : "alerts"}, ${strongest.reason}`;
  const button = h("button", { type: "button", class: "mark", title: words, "aria-label": words, click: () => open(strongest) });
  button.style.left = `${plot.valToPos(at, "x")}px`;
  button.style.top = `${plot.valToPos(value, "y")}px`;
  // Over the canvas, and out of the picture's role: what is in an image is not read out.
  plot.over.append(button);
  plot.root.parentElement?.setAttribute("role", "group");
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

function figures(all: Day[]): HTMLElement {
  return table<Day>(
    "Figures by day",
    [
      { name: "Day", cell: ({ date }) => date, by: ({ date }) => date },
      { name: label("videos"), number: true, cell: ({ total_videos }) => exact(total_videos), by: ({ total_videos }) => total_videos },
      { name: label("views"), number: true, cell: ({ total_views }) => exact(total_views), by: ({ total_views }) => total_views },
      { name: label("views_gained"), number: true, cell: ({ views_gained }) => exact(views_gained), by: ({ views_gained }) => views_gained },
      { name: label("published"), number: true, cell: ({ published }) => (published === null ? UNKNOWN : short(published)), by: ({ published }) => published },
      { name: label("engagement"), number: true, cell: ({ total_engagement }) => exact(total_engagement), by: ({ total_engagement }) => total_engagement },
    ],
    all,
  );
}
