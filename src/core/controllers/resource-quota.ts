import { customKindOf } from "#core/api/custom-kinds.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { customResourceDefinition } from "#core/api/kinds/apiextensions/custom-resource-definition.ts";
import { resourceQuota } from "#core/api/kinds/core/resource-quota.ts";
import { kinds } from "#core/api/kinds/index.ts";
import { keyOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { addQuantity, type Quantity } from "#core/api/quantity.ts";
import {
  isNameOf,
  maskedUsage,
  matchesScopes,
  usageOf,
  usageTexts,
  type Usage,
} from "#core/api/quota-usage.ts";
import type { ResourceQuota } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import type { Client } from "#core/client/client.ts";
import {
  defineController,
  type ControllerContext,
  type WatchedKind,
} from "#core/client/controller.ts";

const RESYNC_MS = 300_000;
const NOTHING: Quantity = { nano: 0n, format: "DecimalSI" };
/** Kinds whose comings and goings are worth a new count; others are counted when a quota itself changes. */
const COUNTED = [
  "Pod",
  "Service",
  "PersistentVolumeClaim",
  "ConfigMap",
  "Secret",
  "ServiceAccount",
  "ReplicationController",
  "Deployment",
  "ReplicaSet",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
  "Ingress",
  "HorizontalPodAutoscaler",
] as const;

/** Keeps up what each quota's namespace has used. Models pkg/controller/resourcequota. */
export const resourceQuotaController = defineController({
  name: "resourcequota-controller",
  kind: "ResourceQuota",
  watches: COUNTED.map((kind): WatchedKind => ({ kind, keysFor })),
  isNews: (quota, old) =>
    !isSemanticallyEqual((quota as ResourceQuota).spec, (old as ResourceQuota | undefined)?.spec),
  // What was charged for objects that never came is found so.
  periodic: {
    everyMs: RESYNC_MS,
    run(context) {
      for (const quota of context.lister("ResourceQuota").list())
        context.enqueueAfter(keyOf(quota), 0);
    },
  },
  reconcile(key, context) {
    const quota = context.lister<ResourceQuota>("ResourceQuota").get(key);
    if (!quota) return undefined;
    const hard = quota.spec?.hard ?? {};
    const status = { hard, used: usageTexts(totalUsage(context, quota)) };
    if (!isSemanticallyEqual(status, quota.status))
      context.client.update(resourceQuota, { ...quota, status }, "status");
    return undefined;
  },
});

/** The quotas of an object's namespace, when it went, ended or takes something else: what comes is charged where it is let in. */
function keysFor(
  object: KubeObject,
  old: KubeObject | undefined,
  change: "added" | "updated" | "deleted",
  context: ControllerContext,
): readonly string[] {
  const quotas = context.lister<ResourceQuota>("ResourceQuota").inNamespace(namespaceOf(object));
  if (quotas.length === 0) return [];
  // What is counted as one each stays one; the others change what they take with their spec or their phase.
  const isSame =
    change === "added" ||
    (change === "updated" &&
      (!MEASURED.has(object.kind) ||
        (phaseOf(object) === phaseOf(old) && isSameSpec(object, old))));
  return isSame ? [] : quotas.map(keyOf);
}

const MEASURED: ReadonlySet<string> = new Set(["Pod", "Service", "PersistentVolumeClaim"]);

interface WithSpec {
  readonly spec?: unknown;
}

function isSameSpec(object: KubeObject, old: KubeObject | undefined): boolean {
  return (object as WithSpec).spec === (old as WithSpec | undefined)?.spec;
}

function phaseOf(object: KubeObject | undefined): string | undefined {
  return (object as { readonly status?: { readonly phase?: string } } | undefined)?.status?.phase;
}

/** What the namespace has used of each name that some kind is counted by. Models quota.CalculateUsage. */
function totalUsage({ client }: ControllerContext, quota: ResourceQuota): Usage {
  const names = Object.keys(quota.spec?.hard ?? {});
  const namespace = namespaceOf(quota);
  const total = new Map<string, Quantity>();
  for (const kind of countableKinds(client, names)) {
    const own = names.filter((name) => isNameOf(kind, name));
    for (const name of own) if (!total.has(name)) total.set(name, NOTHING);
    for (const object of client.list(kind, { namespace }))
      if (matchesScopes(kind, quota, object))
        for (const [name, amount] of maskedUsage(usageOf(kind, object), own))
          total.set(name, addQuantity(total.get(name) ?? NOTHING, amount));
  }
  return total;
}

function countableKinds(client: Client, names: readonly string[]): readonly KindDefinition[] {
  const isAsked = (kind: KindDefinition) =>
    kind.namespaced && kind.verbs.includes("list") && names.some((name) => isNameOf(kind, name));
  const known = kinds.filter((kind) => !kind.conversion && isAsked(kind));
  if (!names.some((name) => name.startsWith("count/"))) return known;
  const custom = client
    .list(customResourceDefinition)
    .flatMap((definition) => customKindOf(definition) ?? []);
  return [...known, ...custom.filter(isAsked)];
}
