// How the page looks and reads: screenshots for people, axe for everybody else. The pictures are
// not compared pixel by pixel, since fonts differ between machines; they are made anew with
// TAGPULSE_SCREENSHOTS=1 and looked at before they are committed. What can be asserted is: no
// axe violation, nothing wider than the screen, and a picture that is not blank.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { rows } from "./exports.js";
import { give, here, missing, stage } from "./site.js";

const skip = missing;
const at = stage();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 1240 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 1240 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 1700 } },
};
/** Kept in the repository, so small; a blank page of this size is a few kilobytes. */
const [SMALLEST, LARGEST] = [40_000, 200_000];

for (const [name, context] of Object.entries(LOOKS)) {
  test(`${name}: readable by everybody, and within the screen`, { skip }, async () => {
    const { page } = await at.open({ ...context, reducedMotion: "reduce" });
    await sound(page, "empty");
    await page.click("#sample");
    await page.waitForSelector(".mark");
    await sound(page, "the simulated campaign");
    const picture = await page.screenshot();
    assert.ok(picture.length > SMALLEST, `${picture.length} bytes`);
    if (process.env.TAGPULSE_SCREENSHOTS) {
      mkdirSync(path.join(here, "screenshots"), { recursive: true });
      writeFileSync(path.join(here, `screenshots/${name}.png`), picture);
    }

    for (const summary of await page.locator("summary").all()) await summary.click();
    await sound(page, "all of it unfolded");
    await give(page, [{ name: "other.json", text: rows(30) }]);
    await sound(page, "a first reading");
    await page.click("nav button:has-text('Compare')");
    await sound(page, "campaigns compared");
    await give(page, [{ name: "photos.json", text: `{"photos":[1]}` }], "error");
    await sound(page, "an error");
  });
}

test("the switch changes the colours, against the system's", { skip }, async () => {
  const { page } = await at.sample({ colorScheme: "dark" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.click("#theme");
  assert.notEqual(await ground(), dark);
  assert.equal(await page.locator("#theme").textContent(), "Dark");
  await sound(page, "light on a dark system");
});

test("the pictures in the README are there, and small", () => {
  for (const name of Object.keys(LOOKS)) {
    const { size } = statSync(path.join(here, `screenshots/${name}.png`));
    assert.ok(size > SMALLEST && size < LARGEST, `${name}: ${size} bytes`);
  }
});

// Marks of neighbouring days stand closer than a finger is wide. WCAG 2.5.8 excepts what the same page
// offers otherwise: every alert stands in the list below. Nothing else may be that small.
async function sound(page, state) {
  // By the driver, which no policy of the page's holds back.
  await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => axe.run(document, { runOnly }), RULES);
  const violations = found.violations.filter(({ id, nodes }) => !(id === "target-size" && nodes.every(({ target }) => String(target).includes(".mark"))));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`.slice(0, 300)), [], state);
  const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: innerWidth }));
  assert.ok(wide <= screen, `${state}: ${wide} pixels on a screen of ${screen}`);
}
