// Starting the programs of a runtime.

import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** This folder, in which the package is installed. */
export const here = path.dirname(fileURLToPath(import.meta.url));

/** The binaries that the npm packages of the two have for this machine. */
export const denoBinary = path.join(here, `node_modules/@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}/deno`);
export const bunBinary = path.join(here, `node_modules/@oven/bun-${process.platform}-${process.arch}/bin/bun`);

/** Runs a command; gives what it printed. */
export async function text(command, args, cwd = here, env = {}) {
  const { stdout } = await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  return stdout;
}

/** Runs a command in this folder; gives what it printed, as JSON. */
export async function printed(command, args, env) {
  return JSON.parse(await text(command, args, here, env));
}

/** The version of an installed tool. */
export async function versionOf(name) {
  return JSON.parse(await readFile(path.join(here, "node_modules", name, "package.json"), "utf8")).version;
}

/** An empty folder under `work` for what a bundler writes. */
export async function workFolder(name) {
  const folder = path.join(here, "work", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** A page that loads one module, alone or by the names of an import map. */
export function pageOf(script, imports) {
  const map = imports ? `<script type="importmap" nonce="map">${JSON.stringify({ imports })}</script>` : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>tagpulse</title><link rel="icon" href="data:,">${map}<script type="module" src="${script}"></script></html>`;
}

export { writeFile };
