// Makes public/sample: what `tagpulse` prints of its own simulated campaign. Run it with the native
// binary: `TAGPULSE_BIN=target/release/tagpulse node scripts/sample.js`.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const binary = process.env.TAGPULSE_BIN ?? "tagpulse";
const kept = mkdtempSync(path.join(os.tmpdir(), "tagpulse-sample-"));
const tagpulse = (...args) => execFileSync(binary, args, { encoding: "utf8", maxBuffer: 1 << 26 });
try {
  tagpulse("demo", "--keep", kept);
  const [store] = readdirSync(kept).filter((name) => name.endsWith(".db"));
  const where = ["--config", path.join(kept, "tagpulse.toml"), "--store", path.join(kept, store), "--format", "json"];
  mkdirSync("public/sample", { recursive: true });
  for (const document of ["report", "history", "alerts"]) {
    writeFileSync(`public/sample/${document}.json`, tagpulse(document, "SIMULATED", "--quiet", ...where));
  }
} finally {
  rmSync(kept, { recursive: true, force: true });
}
