// What was told, newest first, each with its reason.

import type { Alert } from "tagpulse";
import { h, link, section } from "../dom";
import { instant } from "../format";

export function alerts(all: Alert[], zone: string): HTMLElement {
  if (all.length === 0) return section("Alerts", "wide", h("p", { class: "muted" }, "Nothing stands out."));
  const rows = [...all].reverse().map((alert) =>
    h(
      "li",
      { id: anchor(alert), tabindex: "-1" },
      h("span", { class: `tier ${alert.tier}` }, alert.tier),
      h("span", { class: "what" }, link(alert.url, alert.author ? `@${alert.author}` : (alert.video_id ?? "the campaign")), h("span", { class: "muted" }, instant(alert.taken_at, zone))),
      h("span", { class: "reason" }, alert.reason),
    ),
  );
  return section("Alerts", "wide", h("ol", { class: "alerts" }, ...rows));
}

/** The element of an alert; keys hold what an id may not. */
export const anchor = (alert: Alert) => `alert-${alert.key.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;

/** Brings an alert into view and to the keyboard. */
export function open(alert: Alert) {
  const element = document.getElementById(anchor(alert));
  element?.scrollIntoView({ block: "center" });
  element?.focus();
}
