// webpack 5, in Chromium.

import { missing } from "../browsers.js";
import { webpackPage } from "../webpack-page.js";

export const name = "webpack";
export const condition = "import";
export const skip = missing.chromium;
export const run = (site) => webpackPage("page", site);
