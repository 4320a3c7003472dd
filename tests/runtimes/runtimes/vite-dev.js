// Vite's development server, in Chromium.

import { missing } from "../browsers.js";
import { viteServed } from "../vite-page.js";

export const name = "Vite, dev";
export const condition = "import";
export const all = true;
export const skip = missing.chromium;
export const run = (site) => viteServed("page", site);
