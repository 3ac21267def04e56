import { isMap, isScalar, type Node, type YAMLMap } from "yaml";
import type { KnownKind } from "./known-kinds.ts";
import type { Reporter } from "./reporter.ts";

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const WITH_TEMPLATE: readonly string[] = ["Deployment", "ReplicaSet"];

/** What the field tables cannot say: every object needs a name that is one, and a selector must find its own template. */
export function checkMeaning(root: YAMLMap, { kind }: KnownKind, reporter: Reporter): void {
  checkName(root, reporter);
  if (WITH_TEMPLATE.includes(kind)) checkSelector(root, reporter);
}

function checkName(root: YAMLMap, reporter: Reporter): void {
  const metadata = root.get("metadata", true);
  const key = root.items.find((pair) => isScalar(pair.key) && pair.key.value === "metadata")
    ?.key as Node | undefined;
  if (!isMap(metadata)) {
    reporter.node(key ?? (root.items[0]?.key as Node | undefined), "missingName");
    return;
  }
  const name = metadata.get("name", true);
  if (!isScalar(name) || name.value === null) {
    if (!metadata.has("generateName")) reporter.node(key, "missingName");
  } else if (typeof name.value === "string" && !NAME.test(name.value)) {
    reporter.node(name, "badName", { name: name.value });
  }
}

function checkSelector(root: YAMLMap, reporter: Reporter): void {
  const selector = root.getIn(["spec", "selector", "matchLabels"], true);
  const labels = root.getIn(["spec", "template", "metadata", "labels"], true);
  const template = root.getIn(["spec", "template"], true);
  if (!isMap(selector) || !isMap(template)) return;
  const carried = isMap(labels) ? pairsOf(labels) : new Map<string, string>();
  const wanted = pairsOf(selector);
  const matches = [...wanted].every(([key, value]) => carried.get(key) === value);
  if (matches) return;
  reporter.node(selector, "selectorMismatch", {
    selector: shown(wanted),
    labels: carried.size > 0 ? shown(carried) : "–",
  });
}

function pairsOf(map: YAMLMap): ReadonlyMap<string, string> {
  return new Map(map.items.map((pair) => [text(pair.key), text(pair.value)]));
}

function text(node: unknown): string {
  return isScalar(node) ? String(node.value) : "";
}

function shown(pairs: ReadonlyMap<string, string>): string {
  return [...pairs].map(([key, value]) => `${key}: ${value}`).join(", ");
}
