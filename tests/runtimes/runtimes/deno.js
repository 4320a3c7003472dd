// Deno, with no permission but the network.

import { denoBinary, printed, versionOf } from "../shell.js";

export const name = "Deno";
export const condition = "import";
export const all = true;

export async function run({ given }) {
  const flags = ["run", "--quiet", "--no-prompt", "--node-modules-dir=manual", `--allow-net=${new URL(given.baseUrl).host}`];
  return { ...(await printed(denoBinary, [...flags, "programs/deno.mjs", JSON.stringify(given)])), runtimeVersion: await versionOf("deno") };
}
