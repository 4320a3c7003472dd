// Options before the core reads them: what it would take and nobody can mean, and what its form cannot name.

import { bytesOf, isBytes } from "./bytes.js";
import { tagpulseError } from "./errors.js";
import { optionBytes } from "./option_bytes.js";
import { offsetOf } from "./zone.js";

/** Counts of which there have to be some: with none a request is paid for, or ended at once, in vain. */
const SOME = { maxPages: "pages a hashtag", maxVideos: "videos", timeoutMs: "milliseconds for a request, such as 30000" };

/** A campaign's settings as the core reads them. */
export function settingBytes(settings) {
  const { campaign, zone } = settings;
  if (typeof campaign === "string" && campaign.trim() === "") refuse("campaign", `"${campaign}" is no name; give one of 1 to 100 characters, or leave it out for the first hashtag`);
  // Before the readings that are reported in it are paid for.
  if (typeof zone === "string") offsetOf(zone);
  return judged(settings);
}

/** What the Collector is told, as the core reads it. */
export function collectorBytes(options) {
  for (const [name, of] of Object.entries(SOME)) {
    if (options?.[name] === 0) refuse(name, `0 is none; give how many ${of}, or leave it out`);
  }
  return judged(options);
}

function judged(options) {
  for (const [name, value] of Object.entries(options ?? {})) {
    judge(name, value);
    // What a policy and goals have has no parts: one that holds itself has no end.
    if (hasParts(value)) for (const [part, within] of Object.entries(value)) judge(`${name}: ${part}`, within);
  }
  return optionBytes(options);
}

function judge(name, value) {
  if (typeof value === "number" && !Number.isFinite(value)) refuse(name, `${value} is not a finite number; give one, or leave it out`);
  if (value instanceof Date) refuse(name, "a Date has an hour and a zone; write the day as a text, such as 2026-11-23");
  if (isBytes(value)) bytesOf(value, name);
}

function hasParts(value) {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

function refuse(name, why) {
  throw tagpulseError("bad_settings", `${name}: ${why}`);
}
