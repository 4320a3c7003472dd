// webpack 5, in Chromium; `tagpulse/web`, of which it copies the wasm beside the script.

import path from "node:path";
import { promisify } from "node:util";
import webpack from "webpack";
import { inChromium, missing } from "../browsers.js";
import { here, pageOf, versionOf, workFolder } from "../shell.js";

export const name = "webpack, tagpulse/web";
export const condition = "./web";
export const all = true;
export const skip = missing.chromium;

export async function run({ provider, key }) {
  const folder = await workFolder("webpack");
  const stats = await promisify(webpack)({
    mode: "production",
    context: here,
    entry: "./programs/page-web.js",
    output: { path: folder, filename: "page.js", publicPath: "/" },
    // Its advice on size is for pages; every other warning fails the test.
    performance: { hints: false },
    infrastructureLogging: { level: "error" },
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
  const result = await inChromium({ folder, page: pageOf("/page.js"), provider, key });
  return { ...result, runtimeVersion: await versionOf("webpack") };
}
