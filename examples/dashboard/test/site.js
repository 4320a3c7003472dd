// The built page, served as a static host would, and opened in a browser. Every request is noted:
// nothing may leave the page's own origin.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";
import { CHROMIUM, missing as absent } from "../../../pkg/test/browsers.js";

export const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

export const missing = absent.chromium;

/** Builds the page and serves it; gives its address and `stop`. */
export async function site() {
  // Test files run side by side, so each builds for itself.
  const dist = mkdtempSync(path.join(os.tmpdir(), "tagpulse-dashboard-"));
  await build({ root: here, logLevel: "error", build: { outDir: dist, emptyOutDir: true } });
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://page");
    const file = path.join(dist, path.normalize(pathname === "/" ? "/index.html" : pathname));
    const bytes = await readFile(file).catch(() => null);
    response.writeHead(bytes ? 200 : 404, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(bytes ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    rmSync(dist, { recursive: true, force: true });
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, stop };
}

export const browser = (env = {}) => chromium.launch({ ...CHROMIUM, env: { ...process.env, ...env } });

/** A fresh page; `asked` are the addresses it asked for, `broken` what went wrong in it. */
export async function opened(running, address, context = {}) {
  const page = await (await running.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "Europe/Berlin", ...context })).newPage();
  const asked = [];
  const broken = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => broken.push(String(error)));
  page.on("console", (message) => message.type() === "error" && broken.push(message.text()));
  await page.goto(address);
  return { page, asked, broken };
}

/** Chooses files, and waits for the page to say that they were read, or why not. */
export async function give(page, files, state = "done") {
  const list = files.map(({ name, text }) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) }));
  await page.setInputFiles("#files", list);
  await page.waitForSelector(`#status.${state}`, { state: "attached" });
}

/** The native host's report of files. */
export function native(file, ...flags) {
  return JSON.parse(execFileSync(process.env.TAGPULSE_BIN, ["analyze", file, "--format", "json", ...flags], { encoding: "utf8", maxBuffer: 1 << 28 }));
}

/** Some server elsewhere that anybody may ask, and how often it was. */
export async function elsewhere() {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("got it");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, hits: () => hits, stop: () => server.close() };
}

/** The page with the simulated campaign in it. */
export async function sample(running, address, context) {
  const at = await opened(running, address, context);
  await at.page.click("#sample");
  await at.page.waitForSelector("#status.done", { state: "attached" });
  return at;
}

export const stored = (name) => JSON.parse(readFileSync(path.join(here, `public/sample/${name}.json`), "utf8"));

/** The part of the page under a heading. */
export const part = (page, title) => page.locator("section", { has: page.locator("h2", { hasText: new RegExp(`^${title}$`) }) });

/** The exact figure of a KPI. */
export async function kpi(page, name) {
  const value = page.locator(".kpi", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd > .n");
  return (await value.getAttribute("data-exact")) ?? value.textContent();
}

/** A browser and the built page for the tests of one file; absent where there is no Chromium. */
export function stage() {
  const on = {};
  before(async () => {
    if (missing) return;
    on.served = await site();
    on.running = await browser();
  });
  after(async () => {
    await on.running?.close();
    on.served?.stop();
  });
  return { open: (context) => opened(on.running, on.served.address, context), sample: (context) => sample(on.running, on.served.address, context), address: () => on.served.address };
}
