// Vite for the server: the package stands in the built file.

import path from "node:path";
import { build } from "vite";
import { here, printed, versionOf, workFolder } from "../shell.js";

export const name = "Vite, SSR";
export const condition = "import";
export const all = true;

export async function run({ given }) {
  const outDir = await workFolder("vite-ssr");
  const rolldownOptions = { output: { entryFileNames: "program.mjs" } };
  await build({ root: here, configFile: false, logLevel: "warn", ssr: { noExternal: true }, build: { outDir, ssr: path.join(here, "programs/esm.mjs"), rolldownOptions } });
  return { ...(await printed(process.execPath, [path.join(outDir, "program.mjs")], { GIVEN: JSON.stringify(given) })), runtimeVersion: await versionOf("vite") };
}
