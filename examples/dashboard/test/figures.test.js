// What the page shows is what the tool says.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { rows } from "./exports.js";
import { kept } from "./kept.js";
import { give, here, kpi, missing, native, part, stage, stored } from "./site.js";

const skip = missing;
const at = stage();
const number = (value) => value.toLocaleString("en");
const percent = (value) => value.toLocaleString("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** The first figures, the leaderboard, the videos and the heat map are those of the report. */
async function agrees(page, report) {
  assert.equal(await kpi(page, "Videos"), number(report.total_videos));
  assert.equal(await kpi(page, "Views"), number(report.total_views));
  assert.equal(await kpi(page, "Engagement"), number(report.total_engagement));
  assert.equal(await kpi(page, "Creators"), number(report.creators.total));
  assert.equal(await kpi(page, "Engagement rate, of views"), percent(report.rates.er_views_pooled));
  const cells = (title, column) => part(page, title).locator(`tbody tr td:nth-child(${column})`).allTextContents();
  assert.deepEqual(await cells("Creators", 1), report.creators.top.map(({ author }) => `@${author}`));
  assert.deepEqual(await cells("Creators", 3), report.creators.top.map(({ views }) => number(views)));
  const shown = report.top_videos.map(({ views }) => number(views));
  assert.deepEqual((await cells("Top videos", 2)).slice(0, shown.length), shown);
  const hours = await part(page, "When they are published").locator("tbody td").allTextContents();
  assert.deepEqual(hours.map(Number), report.timing.videos_by_weekday_hour.flat());
}

for (const [name, packed] of [["export.json", (text) => text], ["export.json.gz", gzipSync]]) {
  test(`${name} gives the native report's figures`, { skip }, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-dashboard-"));
    try {
      const file = path.join(folder, "export.json");
      writeFileSync(file, rows(300));
      const { page, broken } = await at.open();
      await page.click("summary");
      await page.fill("#zone", "America/New_York");
      await give(page, [{ name, text: packed(rows(300)) }]);
      await agrees(page, native(file, "--zone", "America/New_York"));
      assert.match(await part(page, "When they are published").textContent(), /America\/New_York/);
      assert.deepEqual(broken, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("a history's bytes give their report, their days and the gap between them", { skip }, async () => {
  const settings = { campaign: "spring", hashtags: ["springglow"], zone: "America/New_York" };
  const { bytes, report } = await kept(settings);
  const { page, broken } = await at.open();
  await page.click("summary");
  await page.fill("#zone", settings.zone);
  // Names of exports and files: the bytes have the campaign's own.
  await page.fill("#campaign", "autumn");
  await give(page, [{ name: "history 2025-06.bin", text: bytes }]);
  assert.equal(await page.locator("nav button").textContent(), "spring");
  await agrees(page, report);
  assert.match(await part(page, "When they are published").textContent(), /America\/New_York/);
  assert.match(await part(page, "Days").textContent(), /1 day without a reading: gaps, not zeros\. A gain behind a gap is of more than a day/);
  const gains = await part(page, "Days").locator("tbody td:nth-child(4)").allTextContents();
  assert.deepEqual(gains.map((gain) => / in \d+ h$/.exec(gain)?.[0] ?? ""), ["", "", " in 48 h"]);
  assert.match(await part(page, "What changed").textContent(), /Since 11 Jun 2025, .*, 48 hours before/);
  assert.deepEqual(broken, []);
});

test("a creator who was forgotten is no handle", { skip }, async () => {
  const settings = { campaign: "spring", hashtags: ["springglow"], zone: "Europe/Berlin" };
  const { bytes, report } = await kept(settings, (history) => history.forget(history.report().report.creators.top[0].author));
  assert.match(report.creators.top[0].author, /^\(forgotten/);
  const { page } = await at.open();
  await give(page, [{ name: "spring.bin", text: bytes }]);
  assert.equal(await part(page, "Creators").locator("tbody td").first().textContent(), report.creators.top[0].author);
  assert.doesNotMatch(await page.locator("main").textContent(), /@\(/);
});

test("growth is that of known and published videos; what came to light stands apart", { skip }, async () => {
  const { page } = await at.open();
  const report = stored("report");
  Object.assign(report.diff, { elapsed_hours: 33, new: 12, published: 5, found: 7, view_growth: { total: 6000, known: 3000, published: 500, found: 2000, back: 500 } });
  await give(page, [{ name: "report.json", text: JSON.stringify(report) }]);
  const first = await page.locator(".kpis").textContent();
  assert.match(first, /\+12 videos in 33 h5 published, 7 found late/);
  assert.match(first, /\+3.5K views in 33 h/);
  const changed = await part(page, "What changed").textContent();
  assert.match(changed, /\+3,500 views in 33 h/);
  assert.match(changed, /Not growth, but counted now.*found late\+2,000.*seen again\+500/);
});

test("a figure's date is the day in the campaign's zone", { skip }, async () => {
  const { page } = await at.open();
  const report = { ...stored("report"), zone: "Pacific/Auckland" };
  report.top_videos[0].last_seen = "2025-06-29T22:00:00Z";
  await give(page, [{ name: "report.json", text: JSON.stringify(report) }]);
  assert.equal(await part(page, "Top videos").locator("tbody tr:first-child td:last-child").textContent(), "30 Jun");
});

test("the labels are the tool's own", () => {
  const own = JSON.parse(readFileSync(path.join(here, "src/labels.json"), "utf8"));
  const tool = JSON.parse(readFileSync(path.join(here, "../../core/report.labels.json"), "utf8"));
  const both = Object.keys(own).filter((key) => key in tool);
  assert.ok(both.length > 8, both.join());
  for (const key of both) assert.deepEqual(own[key], tool[key], key);
  for (const [key, [label, sentence]] of Object.entries(own)) assert.ok(label && /\.$/.test(sentence), key);
});
