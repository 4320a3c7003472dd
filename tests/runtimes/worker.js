// A worker's files as Cloudflare's tool makes them of a program that imports the package.

import { copyFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { here, workFolder } from "./shell.js";

/** The folder with `worker.js` and the wasm that it imports. */
export async function bundleForWorkerd(name) {
  const folder = await workFolder(name);
  const beside = {
    name: "wasm-beside",
    setup: (build) =>
      build.onResolve({ filter: /\.wasm$/ }, async ({ path: file, resolveDir }) => {
        await copyFile(path.resolve(resolveDir, file), path.join(folder, path.basename(file)));
        return { path: `./${path.basename(file)}`, external: true };
      }),
  };
  await build({
    entryPoints: [path.join(here, "programs/worker.js")],
    outfile: path.join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    plugins: [beside],
    logLevel: "warning",
  });
  return folder;
}
