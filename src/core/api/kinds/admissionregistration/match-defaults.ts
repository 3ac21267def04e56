import type { Draft } from "../../define.ts";
import type { MatchResources, RuleWithOperations } from "../../schema/generated/types.ts";

/** Everything is matched that nothing excludes. Models SetDefaults_MatchResources. */
export function defaultMatch(match: Draft<MatchResources> | undefined): void {
  if (!match) return;
  match.matchPolicy ??= "Equivalent";
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  defaultRules([...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]);
}

/** A rule speaks of objects in every scope. Models SetDefaults_Rule. */
export function defaultRules(rules: readonly Draft<RuleWithOperations>[]): void {
  for (const rule of rules) rule.scope ??= "*";
}
