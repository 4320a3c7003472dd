// workerd through miniflare, as `wrangler dev` runs a worker: bundled by esbuild with Cloudflare's
// conditions, the wasm beside it as a module of its own.

import { Miniflare } from "miniflare";
import { bundleForWorkerd } from "../worker.js";
import { versionOf } from "../shell.js";

export const name = "workerd, miniflare";
export const condition = "workerd";
/** Its clock stands still while a program computes: its times hold a request each. */
export const stillClock = true;

export async function run({ given }) {
  const folder = await bundleForWorkerd("miniflare");
  const worker = new Miniflare({
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: `${folder}/worker.js` },
      { type: "CompiledWasm", path: `${folder}/tagpulse.wasm` },
    ],
    compatibilityDate: "2026-04-01",
  });
  try {
    const answer = await worker.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify({ ...given, stillClock }) });
    if (!answer.ok) throw new Error(await answer.text());
    return { ...(await answer.json()), runtimeVersion: await versionOf("miniflare") };
  } finally {
    await worker.dispose();
  }
}
