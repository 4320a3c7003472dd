// How each quick start of pkg/README.md is run: by its heading, with an export of a thousand videos
// or three days' provider. Each gives what the quick start shows.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { missing, withChromium } from "./browsers.js";
import { bunBinary, denoBinary, text } from "./shell.js";
import { serve } from "./serve.js";
import { forEdgeLight, forWorkerd } from "./worker.js";

const bundled = (file, outfile) => build({ entryPoints: [file], outfile, bundle: true, format: "esm", target: "es2022", logLevel: "warning" });

export const quickStarts = {
  "A page, with a bundler": {
    skip: missing.chromium,
    async run({ folder, code, write, provider, key }) {
      await bundled(await write("program.js", code), path.join(folder, "page.js"));
      return chosen({ folder, provider, key, page: `<input type="file"><output></output><script type="module" src="/page.js"></script>` });
    },
  },
  "A page, without a bundler": {
    skip: missing.chromium,
    // Its script stands in the page, which the strict policy of the runtimes' pages forbids.
    run: ({ root, folder, code, provider, key }) => chosen({ folder: root, file: path.join(folder, "export.json"), provider, key, page: code, policy: "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:" }),
  },
  "Node, by require": { run: async ({ folder, code, write }) => text(process.execPath, [await write("program.cjs", code)], folder) },
  "Cloudflare Workers": {
    async run({ folder, code, write, provider, key, takenAt }) {
      await forWorkerd(await write("program.js", code), folder);
      const modules = [
        { type: "ESModule", path: `${folder}/worker.js` },
        { type: "CompiledWasm", path: `${folder}/tagpulse.wasm` },
      ];
      const bindings = { SCAVIO_API_KEY: key, BASE_URL: provider.baseUrl };
      const worker = new Miniflare({ modulesRoot: folder, modules, bindings, kvNamespaces: ["KV"], compatibilityDate: "2026-04-01" });
      try {
        await (await worker.getWorker()).scheduled({ scheduledTime: new Date(takenAt), cron: "0 6 * * *" });
        return await (await worker.dispatchFetch("http://worker/")).text();
      } finally {
        await worker.dispose();
      }
    },
  },
  "Vercel Edge": {
    all: true,
    async run({ folder, code, write }) {
      await write("program.js", code);
      const listener = await write("listener.js", `import handler from "./program.js";\naddEventListener("fetch", (event) => event.respondWith(handler(event.request)));\n`);
      const runtime = new EdgeRuntime(await forEdgeLight(listener));
      const answer = await runtime.dispatchFetch("http://edge/", { method: "POST", body: await readFile(path.join(folder, "export.json")) });
      return answer.text();
    },
  },
  Deno: {
    all: true,
    run: async ({ folder, code, write }) => text(denoBinary, ["run", "--quiet", "--no-prompt", "--node-modules-dir=manual", "--allow-read=export.json", await write("program.js", code)], folder),
  },
  Bun: { all: true, run: async ({ folder, code, write }) => text(bunBinary, [await write("program.js", code)], folder) },
};

/** What a page shows once its file was chosen. */
async function chosen({ file, ...site }) {
  const server = await serve({ policy: undefined, ...site, page: `<!doctype html><html lang="en"><title>quick start</title><link rel="icon" href="data:,">${site.page}</html>` });
  try {
    return await withChromium(async (page) => {
      await page.goto(`${server.origin}/`);
      await page.setInputFiles("input", file ?? path.join(site.folder, "export.json"));
      await page.waitForSelector("output:not(:empty)", { timeout: 20_000 });
      return page.textContent("output");
    });
  } finally {
    server.stop();
  }
}

