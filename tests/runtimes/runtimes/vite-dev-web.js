// Vite's development server, in Chromium; `tagpulse/web`, whose wasm it serves from the package.

import { missing } from "../browsers.js";
import { viteServed } from "../vite-page.js";

export const name = "Vite, dev, tagpulse/web";
export const condition = "./web";
export const all = true;
export const skip = missing.chromium;
export const run = (site) => viteServed("page-web", site);
