// What the page says when there is little to show, or nothing to believe.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, give, kpi, missing, opened, part, stage, stored } from "./site.js";

const skip = missing;
const at = stage();

test("a suspect reading is said first, in words", { skip }, async () => {
  const { page } = await at.open();
  const report = { ...stored("report"), diff: null };
  report.coverage.suspect = "all counts of all 274 videos are 0";
  await give(page, [{ name: "report.json", text: JSON.stringify(report) }]);
  assert.match(await page.locator("#coverage").textContent(), /^Suspect reading.*all counts of all 274 videos are 0/);
  assert.match(await part(page, "What changed").textContent(), /A suspect reading is compared with nothing/);
});

test("coverage has a word for each of its colours", { skip }, async () => {
  const { page } = await at.open();
  const judged = [[0.9, "green", "Good"], [0.3, "amber", "Partial"], [0.05, "red", "Low"], [null, "amber", "Coverage unknown"]];
  for (const [share, state, word] of judged) {
    const report = stored("report");
    report.coverage.share = share;
    await give(page, [{ name: "report.json", text: JSON.stringify(report) }]);
    assert.match(await page.locator(`#coverage.${state}`).textContent(), new RegExp(`^${word}`));
  }
});

test("an empty campaign says that it is one", { skip }, async () => {
  const { page, broken } = await at.open();
  await give(page, [{ name: "none.json", text: `{"data":{"videos":[],"hasMore":false},"code":0}` }]);
  assert.equal(await kpi(page, "Videos"), "0");
  assert.match(await page.locator("#coverage").textContent(), /^Empty campaign/);
  assert.match(await page.locator("main").textContent(), /No video is known yet/);
  assert.deepEqual(broken, []);
});

test("what the figures lack is said", { skip }, async () => {
  const { page } = await at.open();
  const videos = [{ video_id: "7412345678901234567", play_count: 5 }, { video_id: "7412345678901234568", play_count: "1.234", digg_count: 1 }, { video_id: "" }];
  await give(page, [{ name: "some.json", text: JSON.stringify({ videos }) }]);
  assert.deepEqual(await page.locator(".lacks").allTextContents(), [
    "1 item left out, the first for this: the id is empty.",
    "Not known, and counted as nothing: views of 1 video, likes of 1 video, comments of all, shares of all.",
  ]);
});

test("a file that is none is refused by name, and the others are shown", { skip }, async () => {
  const { page } = await at.open();
  await give(page, [{ name: "holiday.json", text: `{"schema_version":1,"photos":[1]}` }, { name: "history.json", text: JSON.stringify(stored("history")) }], "error");
  assert.match(await page.locator("#status").textContent(), /holiday\.json: .*none that the page shows/);
  assert.equal(await page.locator(".chart canvas").count(), 4);
  await give(page, [{ name: "photos.json", text: `{"photos":[1]}` }], "error");
  assert.match(await page.locator("#status").textContent(), /photos\.json: .*photos/);
});

test("a machine whose zone nobody knows has days in UTC", { skip }, async () => {
  const running = await browser({ TZ: "Nowhere/None" });
  try {
    const { page, broken } = await opened(running, at.address(), { timezoneId: undefined });
    assert.equal(await page.inputValue("#zone"), "UTC");
    await give(page, [{ name: "some.json", text: `{"videos":[{"video_id":"7412345678901234567","play_count":5}]}` }]);
    assert.equal(await kpi(page, "Videos"), "1");
    assert.deepEqual(broken, []);
  } finally {
    await running.close();
  }
});

test("a zone that is mistyped is named, with one that is right", { skip }, async () => {
  const { page } = await at.open();
  await page.click("summary");
  await page.fill("#zone", "Europe/Berlni");
  await give(page, [{ name: "some.json", text: `{"videos":[{"video_id":"7412345678901234567","play_count":5}]}` }], "error");
  assert.match(await page.locator("#status").textContent(), /some\.json: .*"Europe\/Berlni".*such as "Europe\/Berlin"/);
});
