// Opening a page in a real browser and waiting for what its program gives.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "./serve.js";

const CHROMIUM = process.env.TAGPULSE_CHROMIUM ?? "/usr/bin/chromium";
const FIREFOX = process.env.TAGPULSE_FIREFOX ?? "/usr/bin/firefox-esr";
/** Headless, and silent: a browser asks its maker's servers at every start otherwise. */
const QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const missing = { chromium: !existsSync(CHROMIUM) && "Chromium is not installed", firefox: !existsSync(FIREFOX) && "Firefox is not installed" };

/** The result of `window.result` in Chromium. */
export async function inChromium(site) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage();
    return await resultOf(site, page, browser.version(), (failure) => page.on("pageerror", failure).on("console", (message) => message.type() === "error" && failure(message.text())));
  } finally {
    await browser.close();
  }
}

/** The same in Firefox. */
export async function inFirefox(site) {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
  try {
    const page = await browser.newPage();
    return await resultOf(site, page, (await browser.version()).replace(/^firefox\//i, ""), (failure) => page.on("pageerror", failure));
  } finally {
    await browser.close();
  }
}

async function resultOf(site, page, version, listen) {
  const server = await serve(site);
  try {
    const failures = [];
    listen((failure) => failures.push(String(failure)));
    await page.goto(`${server.origin}/`);
    const waited = await page.waitForFunction("window.result", { timeout: 20_000 }).catch((error) => {
      throw new Error(failures.join("\n") || error.message);
    });
    void waited;
    const result = await page.evaluate("window.result");
    if (failures.length) throw new Error(failures.join("\n"));
    return { ...result, runtimeVersion: version };
  } finally {
    server.stop();
  }
}
