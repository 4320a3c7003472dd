// The browsers that pages are opened in, by every folder whose tests do: where they are, and how they
// are started. A driver is each folder's own; the package needs none.

import { existsSync } from "node:fs";

/** Headless, and silent: a browser asks its maker's servers at every start otherwise. */
const QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** For playwright's `chromium.launch`. */
export const CHROMIUM = { executablePath: process.env.TAGPULSE_CHROMIUM ?? "/usr/bin/chromium", args: QUIET };

/** For puppeteer's `launch`. */
export const FIREFOX = { browser: "firefox", executablePath: process.env.TAGPULSE_FIREFOX ?? "/usr/bin/firefox-esr", headless: true };

/** Why a browser cannot be started, or false. */
export const missing = {
  chromium: absent(CHROMIUM, "Chromium", "TAGPULSE_CHROMIUM"),
  firefox: absent(FIREFOX, "Firefox", "TAGPULSE_FIREFOX"),
};

function absent({ executablePath }, name, variable) {
  return !existsSync(executablePath) && `no ${name} at ${executablePath}; ${variable} names another`;
}
