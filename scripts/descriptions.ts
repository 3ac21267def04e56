import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Texts of one type: "" is the type's own, every other key a field's. */
export type TypeDescriptions = Readonly<Record<string, string>>;
/** Texts by schema name, such as `io.k8s.api.core.v1.Pod`. */
export type Descriptions = Readonly<Record<string, TypeDescriptions>>;

const ROOT = new URL("..", import.meta.url);
const SCHEMAS = new URL("src/core/api/schema/generated/schemas.ts", ROOT);
const MODELS = new URL("node_modules/@kubernetes/client-node/dist/gen/models/", ROOT);

/** The kinds whose fields can be explained, with everything they are made of. */
const KINDS = [
  "io.k8s.api.apps.v1.DaemonSet",
  "io.k8s.api.apps.v1.Deployment",
  "io.k8s.api.apps.v1.ReplicaSet",
  "io.k8s.api.apps.v1.StatefulSet",
  "io.k8s.api.coordination.v1.Lease",
  "io.k8s.api.core.v1.ConfigMap",
  "io.k8s.api.core.v1.Event",
  "io.k8s.api.core.v1.Namespace",
  "io.k8s.api.core.v1.Node",
  "io.k8s.api.core.v1.Pod",
  "io.k8s.api.core.v1.Secret",
  "io.k8s.api.core.v1.Service",
  "io.k8s.api.core.v1.ServiceAccount",
  "io.k8s.api.discovery.v1.EndpointSlice",
];

/**
 * Reads what the API says of its types and fields out of the installed client library, so that no such text is kept in this project.
 * Types the library does not describe are left out.
 */
export function readDescriptions(roots: readonly string[] = KINDS): Descriptions {
  const entries: [string, TypeDescriptions][] = [];
  for (const name of reachableSchemas(roots)) {
    const file = modelFileOf(name);
    if (file !== undefined) entries.push([name, parseModel(readFileSync(file, "utf8"))]);
  }
  return Object.fromEntries(entries);
}

/** Schema names reachable from the roots, sorted. */
function reachableSchemas(roots: readonly string[]): string[] {
  const text = readFileSync(SCHEMAS, "utf8");
  const start = text.indexOf("= {") + 2;
  const schemas = JSON.parse(text.slice(start, text.lastIndexOf(";"))) as Record<string, unknown>;
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const [, reference] of JSON.stringify(schemas[name] ?? {}).matchAll(
      /schemas\/([\w.]+)/g,
    )) {
      if (reference !== undefined) waiting.push(reference);
    }
  }
  return [...seen].sort();
}

/** `V1Pod`, or `CoreV1Event` where two groups share a name; undefined when the library has no such model. */
function modelFileOf(schemaName: string): string | undefined {
  const [group = "", version = "", type = ""] = schemaName.split(".").slice(-3);
  const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const candidates = [
    `${capitalised(version)}${type}`,
    `${capitalised(group)}${capitalised(version)}${type}`,
  ];
  const files = candidates.map((each) => fileURLToPath(new URL(`${each}.d.ts`, MODELS)));
  return files.find((file) => existsSync(file));
}

/** Collects the comment before the class, and before each of its quoted members. */
function parseModel(text: string): TypeDescriptions {
  const descriptions: Record<string, string> = {};
  const pattern = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export declare class \w+|'([^']+)'\??:)/g;
  for (const [, comment = "", field = ""] of text.matchAll(pattern)) {
    descriptions[field] = plainText(comment);
  }
  return descriptions;
}

function plainText(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
  return lines
    .join("\n")
    .replace(/\\(['"\\])/g, "$1")
    .replaceAll("*_/", "*/")
    .trim();
}
