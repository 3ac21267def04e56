import { isScalar, type Node, type YAMLMap } from "yaml";
import { guess } from "./guess.ts";
import type { Vocabulary } from "./custom-kinds.ts";
import { isKeptOnly, isRealKind, type KnownKind } from "./known-kinds.ts";
import type { Reporter } from "./reporter.ts";

/** What the manifest says it is; problems with that are reported, and then there is no answer. */
export function kindOf(
  root: YAMLMap,
  vocabulary: Vocabulary,
  reporter: Reporter,
): KnownKind | undefined {
  const kindNode = root.get("kind", true) as Node | undefined;
  const versionNode = root.get("apiVersion", true) as Node | undefined;
  const kind = scalarText(kindNode);
  const version = scalarText(versionNode);
  if (kind === undefined) {
    reporter.node(firstKey(root), "noKind");
    return undefined;
  }
  const exact = version === undefined ? undefined : vocabulary.version(kind, version);
  if (exact?.custom) return exact;
  const known = vocabulary.byName.get(kind);
  if (!known) {
    reportUnknown(kind, kindNode, vocabulary, reporter);
    return undefined;
  }
  if (isKeptOnly(kind)) reporter.node(kindNode, "notSimulated", { kind }, "warning");
  if (exact) return exact;
  if (version === undefined)
    reporter.node(firstKey(root), "noApiVersion", { suggestion: known.apiVersion });
  else
    reporter.node(versionNode, "wrongApiVersion", {
      kind,
      found: version,
      suggestion: known.apiVersion,
    });
  return known;
}

function reportUnknown(
  kind: string,
  node: Node | undefined,
  { byName }: Vocabulary,
  reporter: Reporter,
): void {
  if (isRealKind(kind)) reporter.node(node, "notSimulated", { kind }, "warning");
  else
    reporter.node(node, "unknownKind", {
      kind,
      suggestion: guess(kind, [...byName.keys()]) ?? "Deployment",
    });
}

function scalarText(node: Node | undefined): string | undefined {
  return isScalar(node) && node.value !== null ? String(node.value) : undefined;
}

function firstKey(root: YAMLMap): Node | undefined {
  return root.items[0]?.key as Node | undefined;
}
