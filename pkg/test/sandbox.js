// The sandbox provider as a process of its own: the same seed gives the same campaign.

import { spawn } from "node:child_process";

export async function sandbox(...flags) {
  const child = spawn(process.env.TAGPULSE_SANDBOX_BIN, ["--videos", "160", "--hashtag", "springglow", "--days", "30", ...flags]);
  const line = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data)));
    child.once("exit", (code) => reject(new Error(`the sandbox left with ${code}`)));
    child.once("error", reject);
  });
  const baseUrl = line.trim().split(" ").at(-1);
  const control = (what) => baseUrl.replace("/api/v1/tiktok", `/_sandbox/${what}`);
  const post = (what, body) => fetch(control(what), { method: "POST", body: JSON.stringify(body) });
  return {
    baseUrl,
    /** Sets the simulated time, in milliseconds. */
    at: (ms) => post("now", { now: ms / 1000 }),
    faults: (list) => post("faults", list),
    ledger: async () => (await fetch(control("ledger"))).json(),
    stop: () => child.kill(),
  };
}
