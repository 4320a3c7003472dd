// A page built by Vite, in Chromium; `tagpulse/web`, of which it copies the wasm beside the script.

import { missing } from "../browsers.js";
import { viteBuilt } from "../vite-page.js";

export const name = "Vite, build, tagpulse/web";
export const condition = "./web";
export const all = true;
export const skip = missing.chromium;
export const run = (site) => viteBuilt("page-web", site);
