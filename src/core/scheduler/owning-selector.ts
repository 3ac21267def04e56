import { selectorFromObject, type Selector } from "#core/api/label-selector.ts";
import { namespaceOf } from "#core/api/meta.ts";
import type { Pod, ReplicaSet, Service } from "#core/api/schema/generated/types.ts";

/** The objects a pod may belong to. */
export interface Owners {
  readonly services: ReadonlyMap<string, Service>;
  /** By uid. */
  readonly replicaSets: ReadonlyMap<string, ReplicaSet>;
}

/** What the Services and the ReplicaSet of a pod select by, taken together; undefined when it belongs to none. Models helper.DefaultSelector. */
export function owningSelector(pod: Pod, known: Owners): Selector | undefined {
  const labels = pod.metadata.labels ?? {};
  const wanted: Record<string, string> = {};
  for (const service of known.services.values()) {
    const { selector } = service.spec;
    if (!selector || namespaceOf(service) !== namespaceOf(pod)) continue;
    if (Object.entries(selector).every(([key, value]) => labels[key] === value))
      Object.assign(wanted, selector);
  }
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const replicaSet = owner?.kind === "ReplicaSet" ? known.replicaSets.get(owner.uid) : undefined;
  const fromOwner = replicaSet && selectorFromObject(replicaSet.spec.selector);
  if (fromOwner && fromOwner.requirements.length > 0 && Object.keys(wanted).length === 0)
    return fromOwner;
  const fromServices = Object.entries(wanted).map(([key, value]) => ({
    key,
    operator: "=" as const,
    values: [value],
  }));
  const requirements = [...fromServices, ...(fromOwner?.requirements ?? [])];
  return requirements.length === 0 ? undefined : { requirements, matchesNothing: false };
}
