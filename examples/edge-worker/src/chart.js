// The days' growth as bars, drawn by the server: no script, no image, no address.

import { html } from "./html.js";
import { day, short, signed } from "./figures.js";

const DAYS = 28;
const WIDTH = 560;
const HEIGHT = 120;
const DAY_MS = 86_400_000;

/** Nothing before there are two days to compare. A day without a reading is a gap, never a bar of 0. */
export function growthChart(days) {
  const known = days.filter((day) => day.views_gained !== null).slice(-DAYS);
  if (known.length === 0) return null;
  const last = Date.parse(known.at(-1).date);
  const span = Math.max(7, Math.round((last - Date.parse(known[0].date)) / DAY_MS) + 1);
  const most = Math.max(1, ...known.map((day) => Math.abs(day.views_gained)));
  const step = WIDTH / span;
  const bar = (figures) => {
    const column = span - 1 - Math.round((last - Date.parse(figures.date)) / DAY_MS);
    const height = Math.max(2, (Math.abs(figures.views_gained) / most) * HEIGHT);
    const kind = figures.views_gained < 0 ? "bar fell" : figures.alerts > 0 ? "bar told" : "bar";
    return html`<rect class="${kind}" x="${(column * step + step * 0.14).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(step * 0.72).toFixed(1)}" height="${height.toFixed(1)}" rx="2"><title>${figures.date}: ${signed(figures.views_gained)} views</title></rect>`;
  };
  const told = known.some((day) => day.alerts > 0);
  return html`<section><h2>Views gained a day</h2><figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Views gained on each of ${known.length} days, at most ${short(most)}"><line class="ground" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>${known.map(bar)}</svg>
<figcaption><span>${day(known[0].date)}</span><span>most ${short(most)}${told && html` <i class="key"></i>with an alert`}</span><span>${day(known.at(-1).date)}</span></figcaption>
</figure></section>`;
}
