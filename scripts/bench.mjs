// Bundles the bench as the product is bundled and runs it: what is measured is the simulation, not a loader that compiles on the fly.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = fileURLToPath(new URL("../.cache/bench/", import.meta.url));

process.chdir(ROOT);
await build({
  configFile: false,
  root: ROOT,
  logLevel: "warn",
  // The page's own files have nothing to do here.
  publicDir: false,
  build: {
    ssr: "src/hosts/cli/bench.ts",
    outDir: OUT,
    emptyOutDir: true,
    target: "es2023",
    rollupOptions: { output: { entryFileNames: "bench.mjs" } },
  },
});
await import(pathToFileURL(`${OUT}/bench.mjs`).href);
