// What was told, newest first, each with its reason.

import type { Alert } from "tagpulse";
import { h, link, section } from "../dom";
import { count, handle, instant } from "../format";

const SHOWN = 4;

export function alerts(all: Alert[], zone: string): HTMLElement {
  if (all.length === 0) return section("Alerts", "wide", h("p", { class: "muted" }, "Nothing stands out."));
  const rows = [...all].reverse().map((alert) =>
    h(
      "li",
      { id: anchor(alert), tabindex: "-1" },
      h("span", { class: `tier ${alert.tier}` }, alert.tier),
      h("span", { class: "what" }, link(alert.url, alert.author ? handle(alert.author) : (alert.video_id ?? "the campaign")), h("span", { class: "muted" }, instant(alert.taken_at, zone))),
      h("span", { class: "reason" }, alert.reason),
    ),
  );
  const earlier = rows.slice(SHOWN);
  return section(
    "Alerts",
    "wide",
    h("ol", { class: "alerts" }, ...rows.slice(0, SHOWN)),
    earlier.length > 0 && h("details", {}, h("summary", {}, count(earlier.length, "earlier alert")), h("ol", { class: "alerts", start: SHOWN + 1 }, ...earlier)),
  );
}

/** The element of an alert; keys hold what an id may not. */
const anchor = (alert: Alert) => `alert-${encodeURIComponent(alert.key)}`;

/** Brings an alert into view and to the keyboard. */
export function open(alert: Alert) {
  const element = document.getElementById(anchor(alert));
  const folded = element?.closest("details");
  if (folded) folded.open = true;
  element?.scrollIntoView({ block: "center" });
  element?.focus();
}
