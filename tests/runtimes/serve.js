// The server of a page: its files, and an endpoint of its own in front of the provider, which adds
// the key. So a page should be served: no key is in the browser, and no other origin is asked.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };
/** What a page with the package needs of a policy, and nothing more. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-map'; connect-src 'self'; img-src data:";

/** Serves `folder` and `page`, under `policy` where it is not the README's; gives the origin, what the program is given there, and `stop`. */
export async function serve({ folder, page, provider, key, policy = POLICY }) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const given = { ...provider.given, baseUrl: `${origin}/api/v1/tiktok`, control: `${origin}/_sandbox/now`, headers: {} };
  return { origin, given, stop: () => server.close() };

  async function answer(request, response) {
    const { pathname, search } = new URL(request.url, origin);
    if (pathname === "/") return response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy }).end(page);
    if (pathname === "/given") return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
    if (pathname.startsWith("/api/") || pathname.startsWith("/_sandbox/")) return forward(request, response, pathname + search);
    const file = path.join(folder, path.normalize(pathname));
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(bytes);
  }

  async function forward(request, response, address) {
    const body = [];
    for await (const chunk of request) body.push(chunk);
    const headers = { authorization: `Bearer ${key}`, "content-type": request.headers["content-type"] ?? "application/json" };
    const init = request.method === "GET" ? { headers } : { method: request.method, headers, body: Buffer.concat(body) };
    const answered = await fetch(new URL(address, provider.origin), init);
    response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answered.arrayBuffer()));
  }
}
