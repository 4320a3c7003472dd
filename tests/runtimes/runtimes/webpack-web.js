// webpack 5, in Chromium; `tagpulse/web`, of which it copies the wasm beside the script.

import { missing } from "../browsers.js";
import { webpackPage } from "../webpack-page.js";

export const name = "webpack, tagpulse/web";
export const condition = "./web";
export const all = true;
export const skip = missing.chromium;
export const run = (site) => webpackPage("page-web", site);
