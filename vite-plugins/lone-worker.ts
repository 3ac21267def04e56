import type { Plugin } from "vite";

/** Refuses a build in which another file imports the first file of a worker: WebKit would run it twice. */
export function loneWorker(): Plugin {
  return {
    name: "podyard-lone-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const first = new Set(
        chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
      );
      for (const { fileName, imports, dynamicImports } of chunks) {
        const found = [...imports, ...dynamicImports].find((each) => first.has(each));
        if (found) this.error(`${fileName} imports ${found}, the first file of a worker`);
      }
    },
  };
}
