// A history laid out by civil days: a day without a reading is null, and so a gap.

import type { Alert, HistoryDocument } from "tagpulse";
import { civil } from "../format";

export type Day = HistoryDocument["days"][number];

export const SECONDS = 86_400;

const seconds = (date: string) => Date.parse(date) / 1000;
export const iso = (at: number) => new Date(at * 1000).toISOString();

export interface Calendar {
  /** Every civil day from the first to the last, in seconds. */
  axis: number[];
  /** Values of the readings, one for each day of the axis. */
  readings: (value: (day: Day) => number | null) => (number | null)[];
  /** The same of days imported from the tutorial's file: a series of their own. */
  imported: (value: (day: Day) => number | null) => (number | null)[];
  /** Days of the axis that have nothing. */
  gaps: number;
}

export function calendar(all: Day[]): Calendar {
  const by = new Map(all.map((day) => [seconds(day.date), day]));
  const [first, last] = [Math.min(...by.keys()), Math.max(...by.keys())];
  const axis = Array.from({ length: Math.round((last - first) / SECONDS) + 1 }, (_, index) => first + index * SECONDS);
  const of = (origin: Day["origin"]) => (value: (day: Day) => number | null) =>
    axis.map((at) => {
      const day = by.get(at);
      return day?.origin === origin ? value(day) : null;
    });
  return { axis, readings: of("reading"), imported: of("tutorial"), gaps: axis.filter((at) => !by.has(at)).length };
}

/** Alerts by the day of the reading that raised them. */
export function byDay(alerts: Alert[], all: Day[], zone: string): Map<number, Alert[]> {
  const dates = new Map(all.map(({ taken_at, date }) => [taken_at, date]));
  const by = new Map<number, Alert[]>();
  for (const alert of alerts) {
    const at = seconds(dates.get(alert.taken_at) ?? civil(alert.taken_at, zone));
    by.set(at, [...(by.get(at) ?? []), alert]);
  }
  return by;
}
