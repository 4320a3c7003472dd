// What the page knows: campaigns by name, each put together from what was dropped.

import type { Alert, HistoryDocument, Report } from "tagpulse";

export interface Campaign {
  name: string;
  report: Report | null;
  days: HistoryDocument["days"];
  alerts: Alert[];
  /** Where it came from, in words. */
  source: string;
}

/** What a file or a set of files turned out to be. */
export type Part = Pick<Campaign, "name" | "source"> & Partial<Campaign>;

/** The campaign with a part more: newer reports replace older ones, alerts are joined by key. */
export function joined(known: Campaign | undefined, part: Part): Campaign {
  const before = known ?? { name: part.name, report: null, days: [], alerts: [], source: "" };
  const report = part.report && (!before.report || part.report.taken_at >= before.report.taken_at) ? part.report : before.report;
  const alerts = new Map([...before.alerts, ...(part.alerts ?? []), ...(part.report?.alerts ?? [])].map((alert) => [alert.key, alert]));
  const days = part.days && part.days.length >= before.days.length ? part.days : before.days;
  return { name: part.name, report, days, alerts: [...alerts.values()].sort((a, b) => a.taken_at.localeCompare(b.taken_at)), source: part.source };
}
