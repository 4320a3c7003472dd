// A page built by Vite, in Chromium.

import { missing } from "../browsers.js";
import { viteBuilt } from "../vite-page.js";

export const name = "Vite, build";
export const condition = "import";
export const all = true;
export const skip = missing.chromium;
export const run = (site) => viteBuilt("page", site);
