// What may not happen: strangers' words acting, files leaving the page, the page freezing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, rows } from "./exports.js";
import { elsewhere, give, kpi, missing, stage } from "./site.js";

const skip = missing;
const at = stage();

test("what strangers wrote does nothing", { skip }, async () => {
  const { page, broken } = await at.open();
  await give(page, [{ name: `${HOSTILE.slice(0, 40)}.json`, text: rows(12, { author: HOSTILE, desc: HOSTILE }) }]);
  const main = page.locator("main");
  assert.match(await main.textContent(), /onerror/, "it is shown as text");
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.equal(await main.locator("a").count(), 0, "a name that is none is no link");
  assert.equal(await page.title(), "tagpulse dashboard");
  assert.deepEqual(broken, []);
});

test("nothing leaves the page, nor its worker", { skip }, async () => {
  const other = await elsewhere();
  try {
    const { page, asked } = await at.sample();
    await give(page, [{ name: "export.json", text: rows(20) }]);
    const foreign = asked.filter((address) => !address.startsWith(at.address()) && !/^(data|blob):/.test(address));
    assert.deepEqual(foreign, []);

    const send = (address) => fetch(address).then(() => "sent", (error) => error.name);
    const [worker] = page.workers();
    assert.equal(await page.evaluate(send, other.address), "TypeError", "the page");
    assert.equal(await worker.evaluate(send, other.address), "TypeError", "the worker");
    assert.equal(other.hits(), 0);
    assert.equal(await send(other.address), "sent", "without the policy it could");
    assert.equal(other.hits(), 1);
  } finally {
    other.stop();
  }
});

test("the policy allows no style but the page's own file, and the page needs none", { skip }, async () => {
  const { page, broken } = await at.sample();
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|\*/);
  await page.waitForSelector(".mark");
  const fills = await page.locator(".bars .fill").evaluateAll((all) => all.map((fill) => fill.clientWidth / fill.parentElement.clientWidth));
  assert.ok(fills.length > 2 && fills[0] > 0.95 && fills.at(-1) < 0.95 && fills.every((share) => share > 0), fills.join());
  assert.deepEqual(broken, [], "a violation is an error on the console");
  const [told] = await Promise.all([page.waitForEvent("console"), page.evaluate(() => document.querySelector("main").setAttribute("style", "color:red"))]);
  assert.match(told.text(), /Content Security Policy/, "and would be told");
});

test("a hundred thousand videos leave the page free", { skip }, async () => {
  const { page } = await at.open();
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
