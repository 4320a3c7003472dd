// Bun.

import { bunBinary, printed, versionOf } from "../shell.js";

export const name = "Bun";
export const condition = "import";
export const all = true;

export async function run({ given }) {
  return { ...(await printed(bunBinary, ["programs/esm.mjs"], { GIVEN: JSON.stringify(given) })), runtimeVersion: await versionOf("bun") };
}
