// Prints `raw gzip brotli name` for each file of a folder, for `cargo xtask size`.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const folder = process.argv[2];
for (const name of readdirSync(folder).sort()) {
  const bytes = readFileSync(path.join(folder, name));
  const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  console.log([...sizes, name].join("\t"));
}
