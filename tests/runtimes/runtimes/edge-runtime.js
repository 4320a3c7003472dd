// Vercel's edge runtime.

import path from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { here, versionOf } from "../shell.js";
import { forEdgeLight } from "../worker.js";

export const name = "edge-runtime";
export const condition = "edge-light";
export const all = true;

export async function run({ given }) {
  const runtime = new EdgeRuntime(await forEdgeLight(path.join(here, "programs/edge-light.js")));
  const answer = await runtime.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(given) });
  if (!answer.ok) throw new Error(await answer.text());
  return { ...(await answer.json()), runtimeVersion: await versionOf("edge-runtime") };
}
