// A classic script by esbuild, in Chromium.

import path from "node:path";
import { build } from "esbuild";
import { inChromium, missing } from "../browsers.js";
import { here, pageOf, versionOf, workFolder } from "../shell.js";

export const name = "esbuild, one script";
export const condition = "import";
export const all = true;
export const skip = missing.chromium;

export async function run({ provider, key }) {
  const folder = await workFolder("esbuild");
  await build({ entryPoints: [path.join(here, "programs/page.js")], outfile: path.join(folder, "page.js"), bundle: true, format: "iife", logLevel: "warning" });
  const result = await inChromium({ folder, page: pageOf("/page.js"), provider, key });
  return { ...result, runtimeVersion: await versionOf("esbuild") };
}
