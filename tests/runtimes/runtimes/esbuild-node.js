// One file for Node by esbuild: nothing is looked for beside it.

import path from "node:path";
import { build } from "esbuild";
import { here, printed, versionOf, workFolder } from "../shell.js";

export const name = "esbuild, for Node";
export const condition = "import";
export const all = true;

export async function run({ given }) {
  const folder = await workFolder("esbuild-node");
  const outfile = path.join(folder, "program.mjs");
  await build({ entryPoints: [path.join(here, "programs/esm.mjs")], outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  return { ...(await printed(process.execPath, [outfile], { GIVEN: JSON.stringify(given) })), runtimeVersion: await versionOf("esbuild") };
}
