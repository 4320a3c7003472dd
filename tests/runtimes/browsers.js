// Opening a page in a real browser and waiting for what its program gives.

import { chromium } from "playwright-core";
import { CHROMIUM, FIREFOX } from "../../pkg/test/browsers.js";
import { serve } from "./serve.js";

export { missing } from "../../pkg/test/browsers.js";

/** The result of `window.result` in Chromium. */
export function inChromium(site) {
  return withChromium((page, browser) =>
    resultOf(site, page, browser.version(), (failure) => page.on("pageerror", failure).on("console", (message) => message.type() === "error" && failure(message.text()))),
  );
}

/** Gives `use` an empty page of Chromium. */
export async function withChromium(use) {
  const browser = await chromium.launch(CHROMIUM);
  try {
    return await use(await browser.newPage(), browser);
  } finally {
    await browser.close();
  }
}

/** The same in Firefox. */
export async function inFirefox(site) {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch(FIREFOX);
  try {
    const page = await browser.newPage();
    return await resultOf(site, page, (await browser.version()).replace(/^firefox\//i, ""), (failure) => page.on("pageerror", failure));
  } finally {
    await browser.close();
  }
}

/** `site` is what `serve` takes, or the origin of a server that runs already. */
async function resultOf(site, page, version, listen) {
  const server = site.origin ? { origin: site.origin, stop() {} } : await serve(site);
  try {
    const failures = [];
    listen((failure) => failures.push(String(failure)));
    await page.goto(`${server.origin}/`);
    // A module has run when the page is loaded; what it promised is waited for.
    const result = await page.evaluate(() => window.result).catch((error) => failures.push(error.message));
    if (result === undefined) failures.push("the page's program did not run");
    if (failures.length) throw new Error(failures.join("\n"));
    return { ...result, runtimeVersion: version };
  } finally {
    server.stop();
  }
}
