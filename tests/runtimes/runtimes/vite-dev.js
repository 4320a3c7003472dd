// Vite's development server, in Chromium: the package is optimised on the way, as every dependency is.

import { createServer } from "vite";
import { inChromium, missing } from "../browsers.js";
import { serve } from "../serve.js";
import { here, pageOf, versionOf, workFolder } from "../shell.js";

export const name = "Vite, dev";
export const condition = "import";
export const all = true;
export const skip = missing.chromium;

export async function run({ provider, key }) {
  const own = await serve({ folder: here, page: "", provider, key });
  const proxy = Object.fromEntries(["/api", "/_sandbox"].map((from) => [from, own.origin]));
  const given = { ...own.given };
  const page = {
    name: "page",
    configureServer: (server) =>
      void server.middlewares.use((request, response, next) => {
        const { address } = server.httpServer.address() ? { address: `http://127.0.0.1:${server.httpServer.address().port}` } : {};
        if (request.url === "/") return response.setHeader("content-type", "text/html").end(pageOf("/programs/page.js"));
        if (request.url === "/given") return response.end(JSON.stringify({ ...given, baseUrl: `${address}/api/v1/tiktok`, control: `${address}/_sandbox/now` }));
        next();
      }),
  };
  const cacheDir = await workFolder("vite-dev");
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
