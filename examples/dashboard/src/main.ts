// The page: files in, campaigns kept, the chosen one shown.

import "uplot/dist/uPlot.min.css";
import "./style.css";
import { h } from "./dom";
import type { Answer } from "./messages";
import { type Campaign, joined } from "./model";
import { alerts } from "./parts/alerts";
import { changes } from "./parts/changes";
import { compare } from "./parts/compare";
import { days } from "./parts/days";
import { type Empty, intake } from "./parts/empty";
import { hashtags } from "./parts/hashtags";
import { head } from "./parts/head";
import { heat } from "./parts/heat";
import { kpis } from "./parts/kpis";
import { creators, videos } from "./parts/people";
import { read } from "./reader";
import { theme } from "./theme";

const COMPARED = "Compare";
const campaigns = new Map<string, Campaign>();
let chosen: string | null = null;
let entry: Empty;

const main = document.querySelector("main")!;
const status = document.querySelector<HTMLElement>("#status")!;
const nav = document.querySelector<HTMLElement>("#campaigns")!;

theme(document.querySelector("#theme")!);
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  void take([...(event.dataTransfer?.files ?? [])]);
});
show();

async function take(files: File[]) {
  if (files.length === 0) return;
  say(`Reading ${files.length === 1 ? files[0]!.name : `${files.length} files`} ...`, "busy");
  try {
    const dropped = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })));
    keep(await read(dropped, entry.options()));
  } catch (error) {
    say(`The files could not be read: ${error instanceof Error ? error.message : String(error)}`, "error");
  }
}

async function sample() {
  say("Reading the simulated campaign ...", "busy");
  const names = ["report.json", "history.json", "alerts.json"];
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await (await fetch(`./sample/${name}`)).arrayBuffer() })));
  keep(await read(files, entry.options()));
}

function keep({ parts, problems }: Answer) {
  for (const part of parts) campaigns.set(part.name, joined(campaigns.get(part.name), part));
  if (parts[0]) chosen = parts[0].name;
  show();
  if (problems.length > 0) say(problems.map(({ name, message }) => `${name}: ${message}`).join("\n"), "error");
  else say(`${parts.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) === at).join(", ")}: read.`, "done");
}

function say(words: string, state: "busy" | "error" | "done") {
  status.textContent = words;
  status.className = state;
}

function choose(name: string) {
  chosen = name;
  show();
  main.focus();
}

function show() {
  const names = [...campaigns.keys(), ...(campaigns.size > 1 ? [COMPARED] : [])];
  nav.replaceChildren(...names.map((name) => h("button", { type: "button", "aria-pressed": name === chosen ? "true" : "false", click: () => choose(name) }, name)));
  const campaign = chosen === null ? undefined : campaigns.get(chosen);
  entry = intake(!campaign && chosen !== COMPARED, take, () => void sample());
  if (chosen === COMPARED) main.replaceChildren(compare([...campaigns.values()], choose), entry.element);
  else main.replaceChildren(...(campaign ? parts(campaign) : []), entry.element);
}

function parts({ name, report, days: figures, alerts: told }: Campaign): HTMLElement[] {
  if (!report) return [h("h2", { class: "title" }, name), days(figures, told), alerts(told, "UTC")];
  const simulated = name === "SIMULATED" ? [h("p", { class: "banner" }, "SIMULATED: a made-up campaign, read by tagpulse as a real one is.")] : [];
  return [...simulated, head(report), kpis(report), days(figures, told), alerts(told, report.zone), changes(report), heat(report), creators(report), videos(report), hashtags(report)];
}
