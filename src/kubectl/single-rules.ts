import { compareText } from "#core/base/order.ts";

/** A rule about one resource of one group, or one that is no such rule. */
export interface SingleRule {
  readonly group: string;
  readonly resource: string;
  readonly names: readonly string[];
  readonly urls: readonly string[];
  readonly verbs: readonly string[];
}

/** Verbs of rules about the same come together. Models rbac CompactRules. */
export function compactedRules(rules: readonly SingleRule[]): readonly SingleRule[] {
  const byKey = new Map<string, SingleRule>();
  rules.forEach((rule, i) => {
    const { group, resource, names, urls } = rule;
    const key = urls.length > 0 ? `url ${i}` : JSON.stringify([group, resource, names]);
    const before = byKey.get(key);
    const verbs = before ? [...new Set([...before.verbs, ...rule.verbs])] : rule.verbs;
    byKey.set(key, { ...rule, verbs });
  });
  return [...byKey.values()];
}

/** In the order of their text as Go prints the message. */
export function sortedRules(rules: readonly SingleRule[]): readonly SingleRule[] {
  const textOf = ({ group, resource, names, urls, verbs }: SingleRule) =>
    `Verbs:[${verbs.join(" ")}],APIGroups:[${urls.length > 0 ? "" : group}],Resources:[${resource}],ResourceNames:[${names.join(" ")}],NonResourceURLs:[${urls.join(" ")}],`;
  return [...rules].sort((a, b) => compareText(textOf(a), textOf(b)));
}
