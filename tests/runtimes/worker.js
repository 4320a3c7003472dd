// A program's files as the tools of Cloudflare and Vercel make them.

import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { here, workFolder } from "./shell.js";

/** The folder with `worker.js` of the runtimes' program and the wasm that it imports. */
export async function bundleForWorkerd(name) {
  const folder = await workFolder(name);
  await forWorkerd(path.join(here, "programs/worker.js"), folder);
  return folder;
}

/** Bundles with Cloudflare's conditions; the wasm stays a module beside `worker.js`. */
export async function forWorkerd(program, folder) {
  const beside = {
    name: "wasm-beside",
    setup: (build) =>
      build.onResolve({ filter: /\.wasm$/ }, async ({ path: file, resolveDir }) => {
        await copyFile(path.resolve(resolveDir, file), path.join(folder, path.basename(file)));
        return { path: `./${path.basename(file)}`, external: true };
      }),
  };
  const outfile = path.join(folder, "worker.js");
  await build({ entryPoints: [program], outfile, bundle: true, format: "esm", target: "es2022", conditions: ["workerd", "worker", "browser"], plugins: [beside], logLevel: "warning" });
}

/** Options of an edge runtime with the program: bundled, the compiled module where `?module` stood. */
export async function forEdgeLight(program) {
  const compiled = {
    name: "compiled-module",
    setup: (build) => {
      build.onResolve({ filter: /\.wasm\?module$/ }, () => ({ path: "wasm", namespace: "compiled" }));
      build.onLoad({ filter: /.*/, namespace: "compiled" }, () => ({ contents: "export default globalThis.TAGPULSE_WASM" }));
    },
  };
  const { outputFiles } = await build({ entryPoints: [program], bundle: true, write: false, format: "iife", target: "es2022", conditions: ["edge-light"], plugins: [compiled], logLevel: "warning" });
  const wasm = await WebAssembly.compile(await readFile(path.join(here, "node_modules/tagpulse/dist/tagpulse.wasm")));
  return { initialCode: outputFiles[0].text, extend: (context) => Object.assign(context, { TAGPULSE_WASM: wasm }) };
}
