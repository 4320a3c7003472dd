// Pictures of the page as a phone and a desk show it, light and dark: `node scripts/screenshot.js
// FOLDER`, with the sandbox provider's binary in TAGPULSE_SANDBOX_BIN.

import path from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM } from "../../../pkg/test/browsers.js";
import { DAY, SPRING, startProvider, startServer, startWorker, START } from "../test/harness.js";

const folder = process.argv[2] ?? ".";

const provider = await startProvider("--videos", "400");
const worker = await startWorker({ BASE_URL: provider.baseUrl, CAMPAIGNS: [{ ...SPRING, policy: "recommended", max_pages: 40 }] });
for (let day = 0; day < 14; day++) {
  await provider.at(START + day * DAY);
  await worker.fire(START + day * DAY);
}
const text = await worker.page("spring");
// Served as the Worker serves it, under its own policy.
const policy = (await worker.get("/r/" + "0".repeat(32) + "/x")).headers.get("content-security-policy");
const nonce = /nonce="([^"]+)"/.exec(text)[1];
const server = await startServer((_, __, headers) => {
  headers["content-type"] = "text/html; charset=utf-8";
  headers["content-security-policy"] = `${policy}; style-src 'nonce-${nonce}'`;
  return text;
});
const browser = await chromium.launch(CHROMIUM);
for (const [name, width, colorScheme] of [["phone", 390, "light"], ["phone", 390, "dark"], ["desk", 1100, "light"]]) {
  const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, javaScriptEnabled: false, deviceScaleFactor: 1.5 });
  await page.goto(server.address);
  await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`), fullPage: true });
}
await browser.close();
server.stop();
provider.stop();
await worker.stop();
