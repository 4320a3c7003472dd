// Where files come in: dropped, chosen, or the simulated ones.

import { h } from "../dom";
import type { Options } from "../messages";

/** What was typed into the fields; it outlives them. */
export interface Typed {
  campaign: string;
  zone: string;
  takenAt: string;
}

export const untyped = (): Typed => ({ campaign: "", zone: zoneHere(), takenAt: "" });

/** This machine's zone. A browser that cannot tell says nothing, or a name that it does not take itself. */
function zoneHere(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return !timeZone || timeZone === "Etc/Unknown" ? "UTC" : timeZone;
}

export const options = ({ campaign, zone, takenAt }: Typed): Options => ({ campaign: campaign.trim(), zone: zone.trim() || "UTC", takenAt: takenAt ? new Date(takenAt).getTime() : Date.now() });

/** `first` is the page without a campaign, which explains itself. */
export function intake(first: boolean, typed: Typed, take: (files: File[]) => void, sample: () => void): HTMLElement {
  const input = h("input", { type: "file", multiple: true, id: "files", change: () => take([...(input.files ?? [])]) });
  const field = (name: string, key: keyof Typed, more: Record<string, string>) => {
    const control = h("input", { id: key, value: typed[key], autocomplete: "off", ...more, input: () => void (typed[key] = control.value) });
    return h("label", { for: key }, h("span", {}, name), control);
  };
  const words = first
    ? [
        h("h2", {}, "Drop exports or a history here"),
        h("p", { class: "muted" }, "JSON, JSON lines or CSV of every source that tagpulse knows, gzipped or not; what History.toBytes gave; reports, histories and alerts as tagpulse prints them. Several exports at once are one campaign. Everything is computed in this page; nothing leaves it."),
      ]
    : [h("h2", {}, "More files")];
  return h(
    "section",
    { class: first ? "intake card" : "intake card more", "aria-label": "Files" },
    ...words,
    h("p", { class: "choices" }, h("label", { class: "primary", for: "files" }, "Choose files", input), first && h("button", { type: "button", id: "sample", click: sample }, "Try it with simulated data")),
    h("details", {}, h("summary", {}, "Options"), h("div", { class: "fields" }, field("Campaign (of exports)", "campaign", { placeholder: "the file's name", maxlength: "100" }), field("Time zone", "zone", {}), field("Taken at (now, if empty)", "takenAt", { type: "datetime-local" }))),
  );
}
