// Where files come in: dropped, chosen, or the simulated ones.

import { h } from "../dom";
import type { Options } from "../messages";

export interface Empty {
  element: HTMLElement;
  options: () => Options;
}

/** `first` is the page without a campaign, which explains itself. */
export function intake(first: boolean, take: (files: File[]) => void, sample: () => void): Empty {
  const input = h("input", { type: "file", multiple: true, id: "files", change: () => take([...(input.files ?? [])]) });
  const campaign = h("input", { id: "campaign", autocomplete: "off", placeholder: "the file's name", maxlength: "100" });
  const zone = h("input", { id: "zone", value: Intl.DateTimeFormat().resolvedOptions().timeZone, autocomplete: "off" });
  const at = h("input", { id: "taken-at", type: "datetime-local" });
  const field = (name: string, control: HTMLInputElement) => h("label", { for: control.id }, h("span", {}, name), control);
  const words = first
    ? [
        h("h2", {}, "Drop exports or a history here"),
        h("p", { class: "muted" }, "JSON, JSON lines or CSV of fourteen sources, gzipped or not; what History.toBytes gave; reports, histories and alerts as tagpulse prints them. Everything is computed in this page, nothing leaves it."),
      ]
    : [h("h2", {}, "More files")];
  const element = h(
    "section",
    { class: first ? "intake card" : "intake card more", "aria-label": "Files" },
    ...words,
    h("p", { class: "choices" }, h("label", { class: "primary", for: "files" }, "Choose files", input), first && h("button", { type: "button", id: "sample", click: sample }, "Try it with simulated data")),
    h("details", {}, h("summary", {}, "Options"), h("div", { class: "fields" }, field("Campaign", campaign), field("Time zone", zone), field("Taken at (now, if empty)", at))),
  );
  const options = () => ({ campaign: campaign.value.trim(), zone: zone.value.trim() || "UTC", takenAt: at.value ? new Date(at.value).getTime() : Date.now() });
  return { element, options };
}
