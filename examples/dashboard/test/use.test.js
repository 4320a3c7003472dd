// The page as people use it: charts, marks, sorting, several campaigns.

import assert from "node:assert/strict";
import { test } from "node:test";
import { missing as absent } from "../../../pkg/test/browsers.js";
import { rows } from "./exports.js";
import { drawnInFirefox } from "./firefox.js";
import { give, kpi, missing, part, stage, stored } from "./site.js";

const skip = missing;
const at = stage();

test("a day without a reading is a gap in the line, never a zero", { skip }, async () => {
  const { page } = await at.open();
  const history = stored("history");
  const [first, last] = [10, 11];
  history.days.splice(first, 2);
  await give(page, [{ name: "history.json", text: JSON.stringify(history) }]);
  assert.match(await part(page, "Days").textContent(), /2 days without a reading: gaps, not zeros/);
  const days = history.days.length + 2;
  const drawn = (index) => page.locator(".chart").first().evaluate(lineAt, (index + 0.5) / days);
  assert.equal(await drawn(first - 4), true, "there is a line before it");
  assert.equal(await drawn((first + last) / 2), false, "and none in it");
  assert.equal(await drawn(last + 4), true, "and one behind it");
});

/** Whether a chart has anything of the line's colour so far from its left. */
function lineAt(chart, share) {
  const canvas = chart.querySelector("canvas");
  const over = chart.querySelector(".u-over");
  const scale = canvas.width / canvas.clientWidth;
  const x = Math.round((over.offsetLeft + over.clientWidth * share) * scale);
  const { data } = canvas.getContext("2d").getImageData(x, 0, 1, Math.round((over.offsetTop + over.clientHeight) * scale));
  // The line and the area under it are blue, the grid is grey.
  return data.some((_, at) => at % 4 === 0 && data[at + 3] > 0 && data[at + 2] - data[at] > 60);
}

test("imported days are a series of their own", { skip }, async () => {
  const { page } = await at.open();
  const history = stored("history");
  for (const day of history.days.slice(0, 5)) day.origin = "tutorial";
  await give(page, [{ name: "history.json", text: JSON.stringify(history) }]);
  assert.match(await part(page, "Days").textContent(), /imported from another tool's file/);
  await page.click("summary:has-text('as a table')");
  assert.equal(await page.locator("tbody td", { hasText: "(imported)" }).count(), 5);
});

test("each alert's mark opens its reason, by keyboard, also where it is folded away", { skip }, async () => {
  const { page, broken } = await at.sample();
  const marks = page.locator(".mark");
  const days = new Set(stored("alerts").alerts.map(({ taken_at }) => taken_at));
  assert.equal(await marks.count(), days.size);
  for (const mark of [marks.first(), marks.last()]) {
    const words = await mark.getAttribute("aria-label");
    await mark.focus();
    await page.keyboard.press("Enter");
    const focused = page.locator("li:focus .reason");
    assert.equal(await focused.isVisible(), true, words);
    assert.ok(words.includes(await focused.textContent()), words);
  }
  assert.deepEqual(broken, []);
});

test("an alert of a day without a reading has its mark all the same", { skip }, async () => {
  const { page } = await at.open();
  const [history, alerts] = [stored("history"), stored("alerts")];
  alerts.alerts = alerts.alerts.slice(0, 1);
  history.days = history.days.filter(({ taken_at }) => taken_at !== alerts.alerts[0].taken_at);
  await give(page, [{ name: "history.json", text: JSON.stringify(history) }, { name: "alerts.json", text: JSON.stringify(alerts) }]);
  assert.equal(await page.locator(".mark").count(), 1);
});

test("the leaderboard sorts by every column, both ways, and says so", { skip }, async () => {
  const { page } = await at.sample();
  const board = part(page, "Creators");
  const names = await board.locator("thead th").allTextContents();
  assert.equal(names.length, 7);
  for (const [index, name] of names.entries()) {
    const head = board.locator(`thead th:nth-child(${index + 1})`);
    const value = (text) => (index === 0 ? text.slice(1) : Number(text.replace(/[,%]/g, "")));
    const orders = [];
    for (let click = 0; click < 2; click++) {
      await head.locator("button").click();
      orders.push(await head.getAttribute("aria-sort"));
      const cells = (await board.locator(`tbody td:nth-child(${index + 1})`).allTextContents()).map(value);
      const rising = [...cells].sort((a, b) => (index === 0 ? a.localeCompare(b) : a - b));
      assert.deepEqual(cells, orders.at(-1) === "ascending" ? rising : rising.reverse(), `${name}, ${orders.at(-1)}`);
    }
    assert.deepEqual(orders.sort(), ["ascending", "descending"], name);
    assert.equal(await board.locator("th[aria-sort=ascending], th[aria-sort=descending]").count(), 1);
  }
});

test("several campaigns are compared, each with its coverage", { skip }, async () => {
  const { page } = await at.sample();
  await give(page, [{ name: "other.json", text: rows(50) }]);
  assert.equal(await kpi(page, "Videos"), "50");
  await page.click("nav button:has-text('Compare')");
  assert.deepEqual(await page.locator("tbody tr td:first-child").allTextContents(), ["SIMULATED", "other"]);
  assert.deepEqual(await page.locator("tbody tr td:last-child").allTextContents(), ["100.0%", "–"]);
  await page.click("tbody button:has-text('SIMULATED')");
  assert.equal(await kpi(page, "Videos"), stored("report").total_videos.toLocaleString("en"));
});

test("an address of the page's own server is loaded, and one that is not there is told", { skip }, async () => {
  const { page } = await at.open();
  await page.goto(`${at.address()}?load=sample/history.json`);
  await page.waitForSelector(".chart canvas");
  await page.goto(`${at.address()}?load=sample/nothing.json`);
  await page.waitForSelector("#status.error");
  assert.match(await page.locator("#status").textContent(), /sample\/nothing\.json answered 404/);
});

// With `cargo xtask test --all`.
if (process.env.TAGPULSE_TEST_ALL) test("the simulated campaign is read and drawn in Firefox", { skip: absent.firefox }, drawnInFirefox);
