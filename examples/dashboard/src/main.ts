// The page: files in, campaigns kept, the chosen one shown.

import "uplot/dist/uPlot.min.css";
import "./style.css";
import { h } from "./dom";
import type { Answer, Dropped } from "./messages";
import { type Campaign, joined } from "./model";
import { alerts } from "./parts/alerts";
import { changes } from "./parts/changes";
import { compare } from "./parts/compare";
import { days } from "./parts/days";
import { intake, options, untyped } from "./parts/empty";
import { hashtags } from "./parts/hashtags";
import { head } from "./parts/head";
import { heat } from "./parts/heat";
import { kpis } from "./parts/kpis";
import { creators, videos } from "./parts/people";
import { read } from "./reader";
import { theme } from "./theme";

/** No campaign has this name: theirs are not symbols. */
const ALL = Symbol("all campaigns");
const SAMPLE = ["report", "history", "alerts"].map((name) => `./sample/${name}.json`);

const campaigns = new Map<string, Campaign>();
const typed = untyped();
let chosen: string | typeof ALL | null = null;

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
const asked = new URLSearchParams(location.search).getAll("load");
if (asked.length > 0) void load(asked);

function take(files: File[]) {
  if (files.length === 0) return;
  return taken(files.length === 1 ? files[0]!.name : `${files.length} files`, () => Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() }))));
}

/** From the page's own server; the policy allows no other. */
function load(addresses: string[]) {
  return taken(addresses.join(", "), () =>
    Promise.all(
      addresses.map(async (address) => {
        const response = await fetch(address);
        if (!response.ok) throw new Error(`${address} answered ${response.status}`);
        return { name: address, bytes: await response.arrayBuffer() };
      }),
    ),
  );
}

async function taken(name: string, files: () => Promise<Dropped[]>) {
  say(`Reading ${name} ...`, "busy");
  try {
    keep(await read(await files(), options(typed)));
  } catch (error) {
    say(`${name} could not be read: ${error instanceof Error ? error.message : String(error)}`, "error");
  }
}

function keep({ parts, problems }: Answer) {
  for (const part of parts) campaigns.set(part.name, joined(campaigns.get(part.name), part));
  if (parts[0]) chosen = parts[0].name;
  show();
  if (problems.length > 0) say(problems.map(({ name, message }) => `${name}: ${message}`).join("\n"), "error");
  else say(`${[...new Set(parts.map(({ name }) => name))].join(", ")}: read.`, "done");
}

function say(words: string, state: "busy" | "error" | "done") {
  status.textContent = words;
  status.className = state;
}

function choose(name: typeof chosen) {
  chosen = name;
  show();
  main.focus();
}

function show() {
  const tab = (name: string, key: typeof chosen) => h("button", { type: "button", "aria-pressed": key === chosen ? "true" : "false", click: () => choose(key) }, name);
  nav.replaceChildren(...[...campaigns.keys()].map((name) => tab(name, name)), ...(campaigns.size > 1 ? [tab("Compare", ALL)] : []));
  const campaign = typeof chosen === "string" ? campaigns.get(chosen) : undefined;
  const shown = chosen === ALL ? [compare([...campaigns.values()], choose)] : campaign ? parts(campaign) : [];
  main.replaceChildren(...shown, intake(shown.length === 0, typed, take, () => void load(SAMPLE)));
}

function parts(campaign: Campaign): HTMLElement[] {
  const { name, report, days: figures, alerts: told } = campaign;
  const simulated = name === "SIMULATED" ? [h("p", { class: "banner" }, h("strong", {}, "SIMULATED"), " A made-up campaign, read by tagpulse as a real one is.")] : [];
  const zone = report?.zone ?? "UTC";
  const top = [...simulated, head(campaign), ...(report ? [kpis(report)] : []), days(figures, told, zone), alerts(told, zone)];
  if (!report) return top;
  return [...top, changes(report), h("div", { class: "half stack" }, heat(report), hashtags(report)), creators(report), videos(report)];
}
