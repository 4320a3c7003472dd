// The main path in Firefox, for a test file that has others: one without a test counts as passed.

import assert from "node:assert/strict";
import { FIREFOX } from "../../../pkg/test/browsers.js";
import { site } from "./site.js";

export async function drawnInFirefox() {
  const { default: puppeteer } = await import("puppeteer-core");
  const served = await site();
  let browser;
  try {
    browser = await puppeteer.launch(FIREFOX);
    const page = await browser.newPage();
    const broken = [];
    page.on("pageerror", (error) => broken.push(String(error)));
    await page.goto(served.address);
    await (await page.$("#sample")).click();
    for (let tries = 0; tries < 200 && !(await page.$(".chart canvas")); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await page.$$(".chart canvas")).length, 4);
    assert.ok((await page.$$(".mark")).length > 3);
    assert.deepEqual(broken, []);
  } finally {
    await browser?.close();
    served.stop();
  }
}
