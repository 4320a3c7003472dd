import { defineConfig } from "vite";

// Relative addresses: the built page can lie in any folder of a site.
export default defineConfig({ base: "./", worker: { format: "es" }, build: { target: "es2022", modulePreload: false, chunkSizeWarningLimit: 600 } });
