// A page built by Vite, in Chromium.

import path from "node:path";
import { build } from "vite";
import { inChromium, missing } from "../browsers.js";
import { here, pageOf, versionOf, workFolder } from "../shell.js";

export const name = "Vite, build";
export const condition = "import";
export const all = true;
export const skip = missing.chromium;

export async function run({ provider, key }) {
  const outDir = await workFolder("vite");
  const rolldownOptions = { input: path.join(here, "programs/page.js"), output: { entryFileNames: "page.js" } };
  await build({ root: here, configFile: false, logLevel: "warn", build: { outDir, rolldownOptions, modulePreload: false } });
  const result = await inChromium({ folder: outDir, page: pageOf("/page.js"), provider, key });
  return { ...result, runtimeVersion: await versionOf("vite") };
}
