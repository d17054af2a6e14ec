import { defineConfig } from "vite";
import { offline, pack } from "./scripts/offline.ts";

export default defineConfig({
  base: "./", // any folder of any server
  build: { target: "es2023", assetsInlineLimit: 0, modulePreload: false, chunkSizeWarningLimit: 1000 },
  worker: { format: "es" },
  plugins: [offline(), pack(new URL("../internal/cli/playground/site/", import.meta.url))],
});
