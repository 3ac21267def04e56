import { isEqual } from "#core/base/equal.ts";
import { sortedBy } from "#core/base/order.ts";
import { clusterRole } from "#core/api/kinds/rbac/cluster-role.ts";
import { matchesLabels, selectorFromObject } from "#core/api/label-selector.ts";
import { nameOf } from "#core/api/meta.ts";
import type { ClusterRole, PolicyRule } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";

/** Puts together the rules of roles that gather others by their labels. Models pkg/controller/clusterroleaggregation. */
export const clusterRoleAggregationController = defineController({
  name: "clusterrole-aggregation-controller",
  kind: "ClusterRole",
  watches: [
    { kind: "ClusterRole", keysFor: (_object, _old, _change, context) => gatherers(context) },
  ],
  reconcile(key, context) {
    const lister = context.lister<ClusterRole>("ClusterRole");
    const role = lister.get(key);
    if (!role?.aggregationRule) return undefined;
    const rules = planRules(role, lister.list());
    if (isEqual(rules, role.rules ?? [])) return undefined;
    because(context, "rules-gathered", { role: key, rules: rules.length });
    context.client.update(clusterRole, { ...role, rules });
    return undefined;
  },
});

/** Any role may be part of any that gathers. */
function gatherers(context: ControllerContext): readonly string[] {
  return context
    .lister<ClusterRole>("ClusterRole")
    .list()
    .filter(({ aggregationRule }) => aggregationRule !== undefined)
    .map(nameOf);
}

/** The rules of all roles that the selectors choose, in order of the roles' names, each rule once. */
export function planRules(role: ClusterRole, all: readonly ClusterRole[]): readonly PolicyRule[] {
  const found: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const matcher = selectorFromObject(selector);
    const chosen = all.filter(
      ({ metadata }) =>
        metadata.name !== role.metadata.name && matchesLabels(matcher, metadata.labels),
    );
    for (const { rules = [] } of sortedBy(chosen, nameOf))
      for (const rule of rules) if (!found.some((other) => isEqual(other, rule))) found.push(rule);
  }
  return found;
}
