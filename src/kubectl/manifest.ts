import { bundledFile } from "#core/api/bundled-files.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Session } from "./define.ts";
import { type CommandFailure, failure } from "./failure.ts";
import { goJson, isMap } from "./json.ts";
import { parseYaml, splitDocuments, splitObjects } from "./yaml/parse.ts";

/** The objects of one file, up to the first one that cannot be read. */
export interface Manifests {
  /** How messages call the file: its name, or `STDIN`. */
  readonly source: string;
  readonly objects: readonly KubeObject[];
  readonly problem?: CommandFailure;
}

/** Reads a file of YAML or JSON documents; a List stands for its items. Throws when there is no such file. Models resource.StreamVisitor. */
export function readManifests(session: Session, file: string): Manifests {
  const isStandardInput = file === "-";
  const text = isStandardInput ? session.stdin : (session.readFile(file) ?? bundledFile(file));
  if (text === undefined) throw failure(`the path ${JSON.stringify(file)} does not exist`);
  const source = isStandardInput ? "STDIN" : file;
  const objects: KubeObject[] = [];
  for (const document of splitDocuments(text).flatMap(splitObjects)) {
    const parsed = parseYaml(document);
    if ("complaint" in parsed) {
      return {
        source,
        objects,
        problem: failure(
          `error parsing ${source}: error converting YAML to JSON: ${parsed.complaint}`,
        ),
      };
    }
    if (parsed.value === null) continue;
    const problem = problemWith(parsed.value, source);
    if (problem !== undefined) return { source, objects, problem };
    objects.push(...flatten(parsed.value as KubeObject));
  }
  return { source, objects };
}

/** What the client itself refuses before it asks the server. Models kubectl validation.getObjectKind and unstructured decoding. */
function problemWith(value: unknown, source: string): CommandFailure | undefined {
  const invalid = (reason: string) =>
    failure(
      `error validating ${JSON.stringify(source)}: error validating data: ${reason}; ` +
        "if you choose to ignore these errors, turn validation off with --validate=false",
    );
  if (!isMap(value)) return invalid("invalid object to validate");
  const reasons: string[] = [];
  const { apiVersion, kind } = value;
  if (apiVersion === undefined || apiVersion === null) reasons.push("apiVersion not set");
  else if (typeof apiVersion !== "string") reasons.push("apiVersion isn't string type");
  if (kind === undefined || kind === null) reasons.push("kind not set");
  else if (typeof kind !== "string") reasons.push("kind isn't string type");
  if (reasons.length > 0)
    return invalid(reasons.length === 1 ? (reasons[0] ?? "") : `[${reasons.join(", ")}]`);
  if (kind === "")
    return failure(
      `unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${goJson(value)}'`,
    );
  return undefined;
}

function flatten(object: KubeObject): KubeObject[] {
  const items = (object as { readonly items?: unknown }).items;
  const isList = object.kind.endsWith("List") && Array.isArray(items);
  return isList ? (items as KubeObject[]).flatMap(flatten) : [object];
}
