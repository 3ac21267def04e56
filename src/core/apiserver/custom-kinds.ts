import { customKindsOf } from "#core/api/custom-kinds.ts";
import { METRICS_GROUP, METRICS_SERVICE, usageKinds } from "#core/api/kinds/metrics/usage-kinds.ts";
import type { KindDefinition } from "#core/api/define.ts";
import type { ApiRequest } from "#core/api/request.ts";
import type { CustomResourceDefinition } from "#core/api/schema/generated/types.ts";
import type { Store } from "#core/store/store.ts";

/** Every kind that is served: the built-in ones, and those that stored definitions have made. */
export function servedKinds(
  builtIn: readonly KindDefinition[],
  store: Store,
): readonly KindDefinition[] {
  const definitions = store.list(
    "CustomResourceDefinition",
    "",
  ) as readonly CustomResourceDefinition[];
  const isMeasured = store.get("APIService", METRICS_SERVICE) !== undefined;
  if (definitions.length === 0 && !isMeasured) return builtIn;
  return [...builtIn, ...definitions.flatMap(customKindsOf), ...(isMeasured ? usageKinds : [])];
}

/** The kind that a stored definition serves at the request's place, if any. */
export function customKindFor(
  store: Store,
  { group, version, resource }: ApiRequest,
): KindDefinition | undefined {
  if (group === METRICS_GROUP && store.get("APIService", METRICS_SERVICE))
    return usageKinds.find((each) => each.version === version && each.plural === resource);
  const definitions = store.list(
    "CustomResourceDefinition",
    "",
  ) as readonly CustomResourceDefinition[];
  for (const definition of definitions) {
    if (definition.spec.group !== group) continue;
    const kind = customKindsOf(definition).find(
      (each) => each.version === version && each.plural === resource,
    );
    if (kind) return kind;
  }
  return undefined;
}
