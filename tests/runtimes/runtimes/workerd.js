// workerd itself, by a configuration file.

import { spawn } from "node:child_process";
import path from "node:path";
import { bundleForWorkerd } from "../worker.js";
import { here, versionOf, writeFile } from "../shell.js";

export const name = "workerd";
export const condition = "workerd";
export const all = true;
/** Its clock stands still while a program computes: its times hold a request each. */
export const stillClock = true;

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "worker.js"), (name = "tagpulse.wasm", wasm = embed "tagpulse.wasm")],
      compatibilityDate = "2026-04-01",
      globalOutbound = "internet")),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
`;

export async function run({ given }) {
  const folder = await bundleForWorkerd("workerd");
  const config = path.join(folder, "config.capnp");
  await writeFile(config, CONFIG);
  const binary = path.join(here, `node_modules/@cloudflare/workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}/bin/workerd`);
  const child = spawn(binary, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  try {
    const { port } = await listening(child);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: JSON.stringify({ ...given, stillClock }) });
    if (!answer.ok) throw new Error(await answer.text());
    return { ...(await answer.json()), runtimeVersion: await versionOf("workerd") };
  } finally {
    child.kill();
  }
}

/** What it says on its control pipe once it listens. */
function listening(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`workerd left with ${code}`)));
    child.stdio[3].on("data", (data) => {
      for (const line of String(data).trim().split("\n")) {
        const message = JSON.parse(line);
        if (message.event === "listen") resolve(message);
      }
    });
  });
}
