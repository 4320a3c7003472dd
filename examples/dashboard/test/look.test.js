// How the page looks and reads: screenshots for people, axe for everybody else. The pictures are
// not compared pixel by pixel, since fonts differ between machines; they are made anew with
// TAGPULSE_SCREENSHOTS=1 and looked at before they are committed. What can be asserted is: no
// axe violation, nothing wider than the screen, and a picture that is not blank.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { browser, here, missing, opened, site } from "./site.js";

const skip = missing;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
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

const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
};

for (const [name, context] of Object.entries(LOOKS)) {
  test(`${name}: readable by everybody, and within the screen`, { skip }, async () => {
    const { page } = await opened(running, served.address, { ...context, bypassCSP: true });
    assert.deepEqual(await violations(page), [], "empty");
    await page.click("#sample");
    await page.waitForSelector(".chart canvas");
    assert.deepEqual(await violations(page), []);
    const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: innerWidth }));
    assert.ok(wide <= screen, `${wide} pixels on a screen of ${screen}`);
    const height = name === "phone" ? 1900 : 1500;
    await page.setViewportSize({ width: context.viewport?.width ?? 1280, height });
    await page.waitForTimeout(300);
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: context.viewport?.width ?? 1280, height } });
    // A blank page of this size is a few kilobytes.
    assert.ok(picture.length > 40_000, `${picture.length} bytes`);
    if (process.env.TAGPULSE_SCREENSHOTS) {
      mkdirSync(path.join(here, "screenshots"), { recursive: true });
      writeFileSync(path.join(here, `screenshots/${name}.png`), picture);
    }
  });
}

async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`.slice(0, 300));
}
