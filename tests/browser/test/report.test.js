// The report as a page: it needs nothing, hides nothing from those who hear it, and looks as the README shows it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";
import { CHROMIUM, missing } from "../../../pkg/test/browsers.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tagpulse = process.env.TAGPULSE_BIN;
// Where the README's pictures are written, when that is asked for.
const pictures = process.env.TAGPULSE_SCREENSHOTS && fileURLToPath(new URL("../../../docs/screenshots", import.meta.url));
const skip = missing.chromium;

const NOTE = `## What we saw

The first week brought **most of the videos**. The best day came later: on 18 June the campaign gained more views than
on any other day, and most of them belong to few videos.

- Brief new creators on what the best three videos have in common.
- Plan the next push for the third week, when fewer videos were published.
`;

/** A mark drawn here, as a PNG: bars of rising height in the client's colour on white. */
function logo() {
  const [width, height] = [144, 48];
  const rows = Buffer.alloc((1 + width * 3) * height, 255);
  for (let y = 0; y < height; y++) {
    rows[y * (1 + width * 3)] = 0;
    for (let x = 0; x < width; x++) {
      const bar = Math.floor(x / 24);
      if (x % 24 < 16 && y >= height - 8 * (bar + 1)) rows.set([0x7a, 0x2e, 0x5d], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** The check sum of a PNG's parts; Node 20 has none. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

let folder;
let browser;
let store;

before(async () => {
  if (skip) return;
  assert.ok(tagpulse, "TAGPULSE_BIN names the binary");
  folder = mkdtempSync(join(tmpdir(), "tagpulse-pages-"));
  const kept = join(folder, "demo");
  execFileSync(tagpulse, ["demo", "--keep", kept, "--quiet"]);
  const config = readFileSync(join(kept, "tagpulse.toml"), "utf8");
  writeFileSync(join(kept, "tagpulse.toml"), `${config}goals = { views = 4000000 }\nend = "2025-07-31"\nzone = "Europe/Berlin"\n`);
  writeFileSync(join(folder, "note.md"), NOTE);
  writeFileSync(join(folder, "logo.png"), logo());
  store = ["--config", join(kept, "tagpulse.toml"), "--store", join(kept, "tagpulse.db")];
  browser = await chromium.launch(CHROMIUM);
});

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Opens what a command prints as HTML, and tells every request and every message of the page. */
async function open(command, settings = {}) {
  const file = join(folder, `${command.join("-").replaceAll(/[^a-z0-9-]/gi, "_")}.html`.slice(-100));
  execFileSync(tagpulse, [...command, ...store, "--format", "html", "--output", file]);
  const page = await browser.newPage({ viewport: { width: 1000, height: 1320 }, ...settings });
  const address = pathToFileURL(file).href;
  const told = [];
  page.on("request", (request) => request.url() === address || request.url().startsWith("data:") || told.push(request.url()));
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  await page.goto(address);
  return { page, told };
}

const client = () => [
  "report", "SIMULATED", "--for", "client", "--title", "SIMULATED: Summer Glow, June 2025", "--accent", "#7A2E5D",
  "--note", join(folder, "note.md"), "--logo", join(folder, "logo.png"),
];

/** What axe finds wrong. Its script comes in by the debugger, past the page's policy, which stays as it is. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run());
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

async function picture(page, name, options = {}) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), ...options });
}

for (const colorScheme of ["light", "dark"]) {
  test(`every page in ${colorScheme} needs nothing and can be heard`, { skip }, async () => {
    const commands = [
      ["report", "SIMULATED"],
      ["report", "SIMULATED", "SIMULATED"],
      ["report", "SIMULATED", "--from", "2025-06-10", "--to", "2025-06-20"],
      ["diff", "SIMULATED"],
      ["history", "SIMULATED"],
      ["alerts", "SIMULATED"],
      ["cost"],
      client(),
    ];
    for (const command of commands) {
      const { page, told } = await open(command, { colorScheme });
      assert.deepEqual(told, [], `${command.join(" ")} asked for something or complained`);
      assert.deepEqual(await violations(page), [], command.join(" "));
      const outlines = await page.$$eval("h1, h2, h3", (all) => all.map((one) => one.tagName));
      assert.equal(outlines.filter((name) => name === "H1").length, 1);
      assert.ok(await page.$$eval("img", (all) => all.every((one) => one.naturalWidth > 0)), "a picture that is none");
      for (const words of await page.$$eval("svg[role=img]", (all) => all.map((one) => one.querySelector("desc")?.textContent ?? ""))) {
        assert.ok(words.length > 20, `a chart without words: ${words}`);
      }
      if (command.length === 2 && command[0] === "report") await picture(page, `report-${colorScheme}`);
      if (command.includes("--for")) await picture(page, `client-${colorScheme}`);
      await page.close();
    }
  });
}

test("nothing is wider than a telephone but what can be scrolled in its place", { skip }, async () => {
  for (const command of [["report", "SIMULATED"], client()]) {
    const { page } = await open(command, { viewport: { width: 390, height: 800 } });
    const { inner, whole } = await page.evaluate(() => ({ inner: window.innerWidth, whole: document.documentElement.scrollWidth }));
    assert.ok(whole <= inner, `${whole} px of content in ${inner} px`);
    await page.close();
  }
});

test("no column stands behind the edge of a page or a sheet, whatever a caption is like", { skip }, async () => {
  const captions = ["a".repeat(500), "\u590f".repeat(200), "https://example.com/" + "path/".repeat(40), "short"];
  const videos = captions.map((desc, at) => ({ video_id: `741234567890123456${at}`, desc, author: { unique_id: "a_very_long_handle_of_24" }, play_count: 123_456_789, digg_count: 1_234_567, comment_count: 9, share_count: 9 }));
  writeFileSync(join(folder, "captions.json"), JSON.stringify({ videos }));
  const several = ["report", "SIMULATED", "SIMULATED"];
  for (const command of [["analyze", join(folder, "captions.json")], several, ["report", "SIMULATED"], client()]) {
    // A screen, and what A4 has between its margins.
    for (const [media, width] of [["screen", 1000], ["print", 673]]) {
      const { page } = await open(command, { viewport: { width, height: 900 } });
      await page.emulateMedia({ media });
      const cut = await page.$$eval(".scroll:has(table)", (all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.getAttribute("aria-label")));
      assert.deepEqual(cut, [], `${command.join(" ")} on ${media}`);
      await page.close();
    }
  }
});

test("a script in the page would not run", { skip }, async () => {
  const { page, told } = await open(["report", "SIMULATED"]);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return window.ran === true;
  });
  assert.equal(ran, false);
  assert.match(told.join("\n"), /Content Security Policy/);
  await page.close();
});

test("on paper it is black on white, in sheets of A4, and no figure or row is cut", { skip }, async () => {
  const { page } = await open(client(), { colorScheme: "dark" });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const sheets = pdf.toString("latin1").match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
  assert.ok(sheets.length >= 3 && sheets.length <= 8, `${sheets.length} sheets`);
  for (const sheet of sheets) assert.match(sheet, /\[0 0 59[45]\S* 84[12]\S*\]/);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
  const breaks = await page.$$eval("figure, tr", (all) => all.map((one) => getComputedStyle(one).breakInside));
  assert.ok(breaks.length > 20 && breaks.every((value) => value === "avoid"));
  if (pictures) {
    // A screen knows no sheets: the first one is A4 in pixels of CSS, with the margins of @page, up to the first break.
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.evaluate(() => {
      document.body.style.padding = "16mm";
      let later = document.querySelector(".sheet");
      for (; later; later = later.nextElementSibling) later.style.visibility = "hidden";
      document.querySelector("footer").style.visibility = "hidden";
    });
    await picture(page, "client-print");
  }
  await page.close();
});
