// The main path in Firefox; with `cargo xtask test --all`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { site } from "./site.js";

if (process.env.TAGPULSE_TEST_ALL) {
  let served;
  before(async () => {
    served = await site();
  });
  after(() => served.stop());

  test("the simulated campaign is read and drawn in Firefox", async () => {
    const { default: puppeteer } = await import("puppeteer-core");
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.TAGPULSE_FIREFOX ?? "/usr/bin/firefox-esr", headless: true });
    try {
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
      await browser.close();
    }
  });
}
