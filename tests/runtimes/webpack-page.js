// A page by webpack 5, in Chromium; no warning may be left.

import { promisify } from "node:util";
import webpack from "webpack";
import { inChromium } from "./browsers.js";
import { here, pageOf, versionOf, workFolder } from "./shell.js";

/** The result of a program of this folder, bundled. */
export async function webpackPage(program, { provider, key }) {
  const folder = await workFolder(`webpack-${program}`);
  const stats = await promisify(webpack)({
    mode: "production",
    context: here,
    entry: `./programs/${program}.js`,
    output: { path: folder, filename: "page.js", publicPath: "/" },
    // Its advice on size is for pages; every other warning fails the test.
    performance: { hints: false },
    infrastructureLogging: { level: "error" },
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
  const result = await inChromium({ folder, page: pageOf("/page.js"), provider, key });
  return { ...result, runtimeVersion: await versionOf("webpack") };
}
