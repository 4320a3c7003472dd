import { defineConfig, type Plugin } from "vite";

// While the page is worked on, Vite puts styles into it that the built page's policy forbids.
const policy: Plugin = { name: "policy", apply: "serve", transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, "") };

// Relative addresses: the built page can lie in any folder of a site.
export default defineConfig({ base: "./", plugins: [policy], worker: { format: "es" }, build: { target: "es2022", modulePreload: false, chunkSizeWarningLimit: 600 } });
