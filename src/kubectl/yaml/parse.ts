import {
  defineScalarTag,
  FAILSAFE_SCHEMA,
  load,
  mergeTag,
  NOT_RESOLVED,
  YAMLException,
} from "js-yaml";
import { isExcessivelyAliased } from "./aliasing.ts";
import { resolveScalar, type ScalarMeaning } from "./scalar.ts";
import { yamlComplaint } from "./complaint.ts";

function scalarTag(name: string, types: readonly ScalarMeaning["type"][]) {
  return defineScalarTag<unknown>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    resolve: (source) => {
      const meaning = resolveScalar(source);
      if (!types.includes(meaning.type)) return NOT_RESOLVED;
      return "value" in meaning ? meaning.value : null;
    },
    identify: () => false,
  });
}

/** Scalars as sigs.k8s.io/yaml reads them: YAML 1.1, timestamps left as text. */
const SCHEMA = FAILSAFE_SCHEMA.withTags(
  scalarTag("null", ["null"]),
  scalarTag("bool", ["bool"]),
  scalarTag("int", ["int"]),
  scalarTag("float", ["float", "int"]),
  mergeTag,
);

/** A document's value, or Go's complaint about it (`yaml: line 6: …`). */
export type ParsedYaml = { readonly value: unknown } | { readonly complaint: string };

/** Reads one YAML document as kubectl does; JSON is YAML too. */
export function parseYaml(text: string): ParsedYaml {
  if (text.trim() === "" || isOnlyComments(text)) return { value: null };
  try {
    const value: unknown = load(text, { schema: SCHEMA, json: true }) ?? null;
    if (isExcessivelyAliased(value))
      return { complaint: "yaml: document contains excessive aliasing" };
    return { value };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { complaint: yamlComplaint(text, error.reason, error.mark?.position ?? text.length) };
  }
}

/** Cuts a stream at lines that begin with `---`. Models apimachinery yaml.NewYAMLReader. */
export function splitDocuments(text: string): string[] {
  const documents: string[][] = [[]];
  for (const line of text.split("\n")) {
    if (line.startsWith("---")) documents.push([]);
    else documents.at(-1)?.push(line);
  }
  return documents.map((lines) => lines.join("\n"));
}

/** JSON objects that stand behind one another in a document; anything else is one piece. Models json.Decoder over a stream. */
export function splitObjects(document: string): readonly string[] {
  if (!document.trimStart().startsWith("{")) return [document];
  const pieces: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of document.matchAll(/"(?:[^"\\]|\\.)*"|[{}]|[^\s{}"]+/g)) {
    if (token === "{") depth += 1;
    else if (token !== "}" && depth === 0) return [document];
    if (token !== "}") continue;
    depth -= 1;
    if (depth > 0) continue;
    pieces.push(document.slice(start, index + 1));
    start = index + 1;
  }
  return depth === 0 && pieces.length > 0 ? pieces : [document];
}

function isOnlyComments(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(#.*)?$/.test(line));
}
