import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";
import type * as FirstFrame from "../src/hosts/worker/first-frame.ts";

const MODULE = fileURLToPath(new URL("../src/hosts/worker/first-frame.ts", import.meta.url));
/** Where the page looks for it. */
const ELEMENT = "first-frame";

/** Writes the first frame of a fresh shop into the built page: the same seed gives the same history, so the worker can only come to the same. */
export function firstFrame(): Plugin {
  return {
    name: "podyard-first-frame",
    apply: "build",
    async transformIndexHtml() {
      const { module } = await runnerImport<typeof FirstFrame>(MODULE);
      // Inside an element nothing may look like its end.
      const text = JSON.stringify(await module.firstFrame()).replaceAll("<", "\\u003c");
      return [
        {
          tag: "script",
          attrs: { type: "application/json", id: ELEMENT },
          children: text,
          injectTo: "body",
        },
      ];
    },
  };
}
