// The package as a user has it: installed from its tarball by `cargo xtask test`.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const installed = process.env.TAGPULSE_PKG_INSTALLED;
if (!installed) throw new Error("TAGPULSE_PKG_INSTALLED is not set; run these tests by `cargo xtask test`");

/** The installed package's own folder. */
export const packageFolder = path.join(installed, "node_modules/tagpulse");

/** Runs a program in the folder where the package is installed; gives what it printed. */
export function run(program, { type = "module" } = {}) {
  const flags = [`--input-type=${type}`, "--eval", program];
  return execFileSync(process.execPath, flags, { cwd: installed, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** The installed package, by the file that its exports map names for `import`. */
export async function loadInstalled() {
  const { exports } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));
  return import(pathToFileURL(path.join(packageFolder, exports["."].import.default)));
}
