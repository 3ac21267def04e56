import type { Plugin } from "vite";
import { readDescriptions } from "../scripts/descriptions.ts";

const MODULE = "virtual:api-descriptions";
// Vite asks that resolved names of virtual modules begin with a null byte, so that other plugins leave them alone.
const RESOLVED = `\0${MODULE}`;

/** Serves the descriptions of API types and fields as the default export of `virtual:api-descriptions`. */
export function apiDescriptions(): Plugin {
  return {
    name: "podyard-api-descriptions",
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load: (id) =>
      id === RESOLVED
        ? `export default JSON.parse(${JSON.stringify(JSON.stringify(readDescriptions()))});`
        : undefined,
  };
}
