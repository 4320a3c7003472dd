// The page as people use it, in Chromium.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { HOSTILE, rows } from "./exports.js";
import { browser, give, here, missing, native, opened, site } from "./site.js";

const skip = missing;
let served;
let running;
before(async () => {
  if (skip) return;
  served = await site();
  running = await browser();
});
after(async () => {
  await running?.close();
  served?.stop();
});

const sample = async (context) => {
  const at = await opened(running, served.address, context);
  await at.page.click("#sample");
  await at.page.waitForSelector("#status.done", { state: "attached" });
  return at;
};
const stored = (name) => JSON.parse(readFileSync(path.join(here, `public/sample/${name}.json`), "utf8"));
/** The exact figure of a KPI. */
async function kpi(page, name) {
  const value = page.locator(".kpi", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd .n");
  return (await value.getAttribute("title")) ?? value.textContent();
}

test("an export gives the native report's figures", { skip }, async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tagpulse-dashboard-"));
  try {
    const file = path.join(folder, "export.json");
    writeFileSync(file, rows(300));
    const report = native(file);
    const { page, broken } = await opened(running, served.address);
    await give(page, [{ name: "export.json", text: rows(300) }]);
    assert.equal(await kpi(page, "Views"), report.total_views.toLocaleString("en"));
    assert.equal(await kpi(page, "Videos"), report.total_videos.toLocaleString("en"));
    assert.equal(await kpi(page, "Creators"), report.creators.total.toLocaleString("en"));
    assert.deepEqual(broken, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a history shows its days, with a gap where a day has no reading", { skip }, async () => {
  const { page } = await opened(running, served.address);
  const history = stored("history");
  history.days.splice(10, 2);
  await give(page, [{ name: "history.json", text: JSON.stringify(history) }]);
  await page.waitForSelector(".chart canvas");
  assert.equal(await page.locator(".chart canvas").count(), 4);
  assert.match(await page.locator("main").textContent(), /2 days without a reading: gaps, not zeros/);
});

test("an alert's mark opens its reason", { skip }, async () => {
  const { page, broken } = await sample();
  const mark = page.locator(".mark").last();
  const words = await mark.getAttribute("aria-label");
  await mark.focus();
  await page.keyboard.press("Enter");
  const focused = await page.evaluate(() => document.activeElement.querySelector(".reason")?.textContent);
  assert.ok(focused && words.includes(focused), `${words} / ${focused}`);
  assert.deepEqual(broken, []);
});

test("the leaderboard sorts by any column, and says so", { skip }, async () => {
  const { page } = await sample();
  const board = page.locator("section", { has: page.locator("h2", { hasText: /^Creators$/ }) });
  const column = async (index) => board.locator(`tbody tr td:nth-child(${index})`).allTextContents();
  const creators = stored("report").creators.top;
  await board.locator("th button", { hasText: "Videos" }).click();
  assert.equal(await board.locator("th[aria-sort=descending]").textContent(), "Videos");
  assert.deepEqual((await column(2)).map(Number), creators.map(({ videos }) => videos).sort((a, b) => b - a));
  await board.locator("th button", { hasText: "Creator" }).first().click();
  assert.deepEqual(await column(1), creators.map(({ author }) => `@${author}`).sort((a, b) => a.slice(1).localeCompare(b.slice(1))));
});

test("several campaigns are compared", { skip }, async () => {
  const { page } = await sample();
  await give(page, [{ name: "other.json", text: rows(50) }]);
  await page.click("nav button:has-text('Compare')");
  assert.deepEqual(await page.locator("tbody tr td:first-child").allTextContents(), ["SIMULATED", "other"]);
});

test("a suspect reading is said first, in words", { skip }, async () => {
  const { page } = await opened(running, served.address);
  const report = { ...stored("report"), diff: null };
  report.coverage.suspect = "all counts of all 274 videos are 0";
  await give(page, [{ name: "report.json", text: JSON.stringify(report) }]);
  assert.match(await page.locator("#coverage").textContent(), /^Suspect reading.*all counts of all 274 videos are 0/);
});

test("a file that is none is refused by name, with what was seen", { skip }, async () => {
  const { page } = await opened(running, served.address);
  await give(page, [{ name: "holiday.json", text: `{"photos": [1]}` }], "error");
  assert.match(await page.locator("#status").textContent(), /holiday\.json: .*photos/);
});

test("what strangers wrote does nothing", { skip }, async () => {
  const { page, broken } = await opened(running, served.address);
  await give(page, [{ name: `${HOSTILE.slice(0, 40)}.json`, text: rows(12, { author: HOSTILE, desc: HOSTILE }) }]);
  const main = page.locator("main");
  assert.match(await main.textContent(), /onerror/, "it is shown as text");
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.equal(await page.title(), "tagpulse dashboard");
  assert.deepEqual(broken, []);
});

test("nothing leaves the page", { skip }, async () => {
  const { page, asked } = await sample();
  await give(page, [{ name: "export.json", text: rows(20) }]);
  assert.deepEqual(asked.filter((address) => !address.startsWith(served.address) && !address.startsWith("data:") && !address.startsWith("blob:")), []);
  const blocked = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", (error) => error.name));
  assert.equal(blocked, "TypeError");
});

test("a hundred thousand videos leave the page free", { skip }, async () => {
  const { page } = await opened(running, served.address);
  await page.evaluate(() => {
    window.order = [];
    document.querySelector("#theme").addEventListener("click", () => window.order.push("click"));
    new MutationObserver(() => document.querySelector("#status.done") && window.order.push("read")).observe(document.querySelector("#status"), { attributes: true });
  });
  await page.setInputFiles("#files", { name: "large.json", mimeType: "application/json", buffer: Buffer.from(rows(100_000)) });
  await page.waitForSelector("#status.busy");
  await page.click("#theme");
  await page.waitForSelector("#status.done", { state: "attached" });
  assert.deepEqual(await page.evaluate(() => window.order), ["click", "read"], "the click was handled before the file was read");
  assert.equal(await kpi(page, "Videos"), "100,000");
});

test("gzip is undone in the page", { skip }, async () => {
  const { gzipSync } = await import("node:zlib");
  const { page } = await opened(running, served.address);
  await page.setInputFiles("#files", { name: "export.json.gz", mimeType: "application/gzip", buffer: gzipSync(rows(30)) });
  await page.waitForSelector("#status.done", { state: "attached" });
  assert.equal(await kpi(page, "Videos"), "30");
});
