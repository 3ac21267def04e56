import type { KindDefinition } from "#core/api/define.ts";
import { resourceQuota } from "#core/api/kinds/core/resource-quota.ts";
import { kinds } from "#core/api/kinds/index.ts";
import { keyOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { formatQuantity, type Quantity } from "#core/api/quantity.ts";
import { addUsage, usageOf, usageUnder, type Usage } from "#core/api/quota-usage.ts";
import type { ResourceQuota } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  defineController,
  type ControllerContext,
  type WatchedKind,
} from "#core/client/controller.ts";

const NOTHING: Quantity = { nano: 0n, format: "DecimalSI" };
const NO_USAGE: Usage = new Map();
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
  reconcile(key, context) {
    const quota = context.lister<ResourceQuota>("ResourceQuota").get(key);
    if (!quota) return undefined;
    const hard = quota.spec?.hard ?? {};
    const status = { hard, used: usedTexts(Object.keys(hard), totalUsage(context, quota)) };
    if (!isSemanticallyEqual(status, quota.status))
      context.client.update(resourceQuota, { ...quota, status }, "status");
    return undefined;
  },
});

/** The quotas of an object's namespace, when it came, went or ended. */
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
    change === "updated" &&
    (!MEASURED.has(object.kind) || (phaseOf(object) === phaseOf(old) && isSameSpec(object, old)));
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

function totalUsage({ client }: ControllerContext, quota: ResourceQuota): Usage {
  const names = Object.keys(quota.spec?.hard ?? {});
  const namespace = namespaceOf(quota);
  return kinds
    .filter((kind) => isNamedBy(kind, names))
    .flatMap((kind) =>
      client
        .list(kind, { namespace })
        .map((object) => usageUnder(quota, object, usageOf(kind, object))),
    )
    .reduce(addUsage, NO_USAGE);
}

/** Whether any of a quota's names speaks of a kind. */
function isNamedBy(
  { kind, plural, group, namespaced, verbs }: KindDefinition,
  names: readonly string[],
): boolean {
  if (!namespaced || !verbs.includes("list")) return false;
  const counted = `count/${plural}${group === "" ? "" : `.${group}`}`;
  return names.some((name) => {
    if (name.startsWith("count/")) return name === counted;
    if (group !== "") return false;
    if (name === plural || name.startsWith(`${plural}.`)) return true;
    const isStorage = name === "requests.storage" || name.includes(".storageclass.");
    return isStorage ? kind === "PersistentVolumeClaim" : kind === "Pod" && isOfPods(name);
  });
}

function isOfPods(name: string): boolean {
  return (
    ["cpu", "memory", "ephemeral-storage"].includes(name) ||
    name.startsWith("requests.") ||
    name.startsWith("limits.") ||
    name.startsWith("hugepages-")
  );
}

function usedTexts(names: readonly string[], usage: Usage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...names].sort().map((name) => [name, formatQuantity(usage.get(name) ?? NOTHING)]),
  );
}
