// A button over the day of an alert, so that a keyboard reaches it too.

import type { Alert } from "tagpulse";
import type uPlot from "uplot";
import { h } from "../dom";
import { count, day } from "../format";
import { open } from "./alerts";
import { SECONDS, iso } from "./calendar";

/** Wide enough for a finger where the days leave room for it. */
const [NARROWEST, WIDEST] = [14, 24];

export function mark(plot: uPlot, at: number, value: number | null, told: Alert[]) {
  const [low, high] = [plot.scales.x?.min ?? at, plot.scales.x?.max ?? at];
  if (at < low || at > high) return;
  const strongest = told.reduce((a, b) => (b.severity > a.severity ? b : a));
  const words = `${day(iso(at))}: ${count(told.length, "alert")}, ${strongest.reason}`;
  const button = h("button", { type: "button", class: "mark", title: words, "aria-label": words, click: () => open(strongest) });
  const room = plot.valToPos(at + SECONDS, "x") - plot.valToPos(at, "x");
  button.style.inlineSize = `${Math.min(WIDEST, Math.max(NARROWEST, room))}px`;
  button.style.left = `${plot.valToPos(at, "x")}px`;
  // On a day without a figure it stands on the ground.
  button.style.top = `${plot.valToPos(value ?? 0, "y")}px`;
  plot.over.append(button);
}
