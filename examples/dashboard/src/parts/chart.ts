// One figure by day. uPlot draws it: it is small, without dependencies, and leaves gaps open. What it
// draws on a canvas is told again in words, and its marks are buttons.

import type { Alert } from "tagpulse";
import uPlot from "uplot";
import { h } from "../dom";
import { day, exact, tiny } from "../format";
import { type Label, about, heading } from "../labels";
import { SECONDS, iso } from "./calendar";
import { mark } from "./mark";

type Values = (number | null)[];

export interface Drawing {
  key: Extract<Label, "total_views" | "views_gained" | "total_engagement" | "published">;
  kind: "line" | "bars";
  axis: number[];
  readings: Values;
  imported: Values;
  marks: Map<number, Alert[]>;
}

const HEIGHT = 200;
/** Above so many days single points are noise, except those that stand alone. */
const DOTTED = 45;

export function chart(drawing: Drawing): HTMLElement {
  const { key, axis, readings, imported } = drawing;
  const all = axis.map((_, index) => readings[index] ?? imported[index] ?? null);
  const last = all.findLastIndex((value) => value !== null);
  const words = (index: number) => `${day(iso(axis[index]!))}: ${exact(all[index])}`;
  const shown = h("span", { class: "readout", "aria-hidden": "true" }, last < 0 ? "" : words(last));
  const told = last < 0 ? "no value yet" : `${exact(all[last])} on ${day(iso(axis[last]!))}`;
  const plot = h("div", { class: "plot", role: "group", "aria-label": `${heading(key)} by day, ${day(iso(axis[0]!))} to ${day(iso(axis.at(-1)!))}; last ${told}` });
  const box = h("figure", { class: "chart" }, h("figcaption", {}, h("strong", {}, heading(key)), shown, h("span", { class: "muted" }, about(key))), plot);
  const point = (index: number | null | undefined) => {
    shown.textContent = index == null ? (last < 0 ? "" : words(last)) : words(index);
  };
  whenSized(box, () => plotted(drawing, all, plot, getComputedStyle(box), point));
  return box;
}

/** Draws when the box has its width, when that changes and when the theme does, for as long as it is in the page. */
function whenSized(box: HTMLElement, draw: () => uPlot) {
  let drawn: uPlot | null = null;
  const again = () => {
    drawn?.destroy();
    drawn = box.isConnected && box.clientWidth > 0 ? draw() : null;
  };
  const sizes = new ResizeObserver(() => {
    again();
    if (box.isConnected) return;
    sizes.disconnect();
    removeEventListener("themechange", again);
  });
  sizes.observe(box);
  addEventListener("themechange", again);
}

function plotted({ kind, axis, readings, imported, marks }: Drawing, all: Values, into: HTMLElement, style: CSSStyleDeclaration, point: (index: number | null | undefined) => void): uPlot {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axes = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: `12px ${style.fontFamily}` };
  const series = (values: Values, stroke: string, fill: string): uPlot.Series =>
    kind === "line" ? { stroke, fill, width: 2, spanGaps: false, points: { size: 5, stroke, fill: stroke, show: true, filter: () => (axis.length > DOTTED ? alone(values) : null) } } : { stroke, fill: stroke, width: 0, paths: uPlot.paths.bars!({ size: [0.7, 28] }), points: { show: false } };
  return new uPlot(
    {
      width: into.clientWidth,
      height: HEIGHT,
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      padding: [12, 12, 0, 0],
      // Half a day on either side, so that the first and last bars are whole.
      scales: { x: { range: (_plot, first, end) => [first - SECONDS / 2, end + SECONDS / 2] }, y: { range: (_plot, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.08] } },
      axes: [
        { ...axes, values: (_plot, at) => at.map((value) => day(iso(value))), space: 70, size: 26, incrs: [1, 2, 5, 7, 14, 30, 60, 120, 365].map((step) => step * SECONDS) },
        { ...axes, values: (_plot, at) => at.map((value) => (Number.isInteger(value) ? tiny(value) : "")), size: 54 },
      ],
      series: [{}, series(readings, colour("--accent"), colour("--accent-soft")), series(imported, colour("--h2"), "transparent")],
      hooks: {
        // Where a value stands is known once the scales are.
        ready: [(drawn) => marks.forEach((told, at) => mark(drawn, at, all[axis.indexOf(at)] ?? null, told))],
        setCursor: [(drawn) => point(drawn.cursor.idx)],
      },
    },
    [axis, readings, imported],
    into,
  );
}

/** Values without a neighbour: no line would show them. */
const alone = (values: Values) => values.flatMap((value, index) => (value !== null && values[index - 1] == null && values[index + 1] == null ? [index] : []));
