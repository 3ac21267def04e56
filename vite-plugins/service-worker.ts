import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin } from "vite";

/** Files of the build that nobody asks for while using the page. */
const UNUSED = /\.map$/;

/**
 * Emits `service-worker.js`, which keeps every file of the build so that the page works without a network after its first load.
 * Hashed files never change, so the cache answers first; the page itself is asked for again when there is a network.
 */
export function serviceWorker(): Plugin {
  let publicDir = "";
  return {
    name: "podyard-service-worker",
    apply: "build",
    // After the styles have been taken out: a script that held nothing else is no file of the build.
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle(_options, bundle) {
      const built = Object.keys(bundle).filter((name) => !UNUSED.test(name));
      const files = ["./", ...built, ...filesUnder(publicDir)].sort();
      const contents = Object.values(bundle).map((file) =>
        file.type === "chunk" ? file.code : file.source,
      );
      const version = createHash("sha256").update(files.join("\n"));
      for (const content of contents) version.update(content);
      this.emitFile({
        type: "asset",
        fileName: "service-worker.js",
        source: sourceOf(version.digest("hex").slice(0, 12), files),
      });
    },
  };
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

function sourceOf(version: string, files: readonly string[]): string {
  return `const CACHE = "podyard-${version}";
const FILES = ${JSON.stringify(files)};
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const dropOld = caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("podyard-") && name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(dropOld.then(() => self.clients.claim()));
});
async function keep(request) {
  const response = await fetch(request);
  if (response.ok) (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  const options = { ignoreSearch: true };
  event.respondWith(request.mode === "navigate"
    ? keep(request).catch(async () => (await caches.match("./", options)) ?? Response.error())
    : caches.match(request, options).then((found) => found ?? keep(request)));
});
`;
}
