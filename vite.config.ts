import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { apiDescriptions } from "./vite-plugins/descriptions.ts";
import { firstFrame } from "./vite-plugins/first-frame.ts";
import { laterModules, noLaterModules } from "./vite-plugins/later-modules.ts";
import { lessons } from "./vite-plugins/lessons.ts";
import { loneWorker } from "./vite-plugins/lone-worker.ts";
import { serviceWorker } from "./vite-plugins/service-worker.ts";

export default defineConfig({
  base: "./",
  plugins: [react(), apiDescriptions(), noLaterModules(), lessons(), firstFrame(), serviceWorker()],
  resolve: {
    // Older packages still name Monaco's files by their place on disk, which its exports map no longer allows.
    alias: [{ find: /^monaco-editor\/esm\/vs\//, replacement: "monaco-editor/" }],
  },
  worker: { format: "es", plugins: () => [apiDescriptions(), laterModules(), loneWorker()] },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 4000,
    // What the page begins with is asked for in one go; what comes later comes when it is needed.
    modulePreload: {
      resolveDependencies: (_name, files, { hostType }) => (hostType === "html" ? files : []),
    },
  },
});
