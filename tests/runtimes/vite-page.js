// A page by Vite, in Chromium: built, or by its development server.

import path from "node:path";
import { build, createServer } from "vite";
import { inChromium } from "./browsers.js";
import { serve } from "./serve.js";
import { here, pageOf, versionOf, workFolder } from "./shell.js";

/** The result of a program of this folder, built. */
export async function viteBuilt(program, { provider, key }) {
  const outDir = await workFolder(`vite-${program}`);
  const rolldownOptions = { input: path.join(here, `programs/${program}.js`), output: { entryFileNames: "page.js" } };
  await build({ root: here, configFile: false, logLevel: "warn", build: { outDir, rolldownOptions, modulePreload: false } });
  const result = await inChromium({ folder: outDir, page: pageOf("/page.js"), provider, key });
  return { ...result, runtimeVersion: await versionOf("vite") };
}

/** The same by the development server, which optimises the package on the way, as every dependency. */
export async function viteServed(program, { provider, key }) {
  const own = await serve({ folder: here, page: "", provider, key });
  const proxy = Object.fromEntries(["/api", "/_sandbox"].map((from) => [from, own.origin]));
  const given = { ...own.given };
  const page = {
    name: "page",
    configureServer: (server) =>
      void server.middlewares.use((request, response, next) => {
        const { address } = server.httpServer.address() ? { address: `http://127.0.0.1:${server.httpServer.address().port}` } : {};
        if (request.url === "/") return response.setHeader("content-type", "text/html").end(pageOf(`/programs/${program}.js`));
        if (request.url === "/given") return response.end(JSON.stringify({ ...given, baseUrl: `${address}/api/v1/tiktok`, control: `${address}/_sandbox/now` }));
        next();
      }),
  };
  const cacheDir = await workFolder(`vite-dev-${program}`);
  const vite = await createServer({ root: here, configFile: false, cacheDir, logLevel: "error", appType: "custom", plugins: [page], server: { host: "127.0.0.1", port: 0, hmr: false, proxy } });
  try {
    await vite.listen();
    const result = await inChromium({ origin: `http://127.0.0.1:${vite.httpServer.address().port}` });
    return { ...result, runtimeVersion: await versionOf("vite") };
  } finally {
    await vite.close();
    own.stop();
  }
}
