import type { KindDefinition } from "./define.ts";
import type { KubeObject } from "./meta.ts";
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  subtractQuantity,
  type Quantity,
} from "./quantity.ts";
import type {
  Container,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  ScopedResourceSelectorRequirement,
  Service,
} from "./schema/generated/types.ts";

/** Amounts by the names that quotas have for them. */
export type Usage = ReadonlyMap<string, Quantity>;

const ONE: Quantity = { nano: 1_000_000_000n, format: "DecimalSI" };
const NOTHING: Quantity = { nano: 0n, format: "DecimalSI" };
/** Kinds whose numbers quotas name without `count/`. */
const PLAIN_COUNTS: ReadonlySet<string> = new Set([
  "configmaps",
  "persistentvolumeclaims",
  "pods",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "services",
]);
/** What a quota may make every container say. Models core evaluator's validationSet. */
const MUST_BE_SET: ReadonlySet<string> = new Set([
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "limits.cpu",
  "limits.memory",
]);

type Named = Pick<KindDefinition, "kind" | "group" | "plural">;

/** What an object takes of its namespace's quotas. Models pkg/quota/v1/evaluator/core and the generic object count evaluator. */
export function usageOf(kind: Named, object: KubeObject): Usage {
  const usage = new Map<string, Quantity>([
    [`count/${kind.plural}${kind.group === "" ? "" : `.${kind.group}`}`, ONE],
  ]);
  if (kind.group !== "") return usage;
  const isOver = kind.kind === "Pod" && isTerminal(object as Pod);
  if (PLAIN_COUNTS.has(kind.plural) && !isOver) usage.set(kind.plural, ONE);
  if (kind.kind === "Pod" && !isOver) addPod(usage, object as Pod);
  if (kind.kind === "Service") addService(usage, object as Service);
  if (kind.kind === "PersistentVolumeClaim") addClaim(usage, object as PersistentVolumeClaim);
  return usage;
}

/** What the first takes more, or less, than the second. */
export function subtractUsage(a: Usage, b: Usage): Usage {
  const difference = new Map(a);
  for (const [name, amount] of b) {
    const before = difference.get(name);
    difference.set(name, subtractQuantity(before ?? NOTHING, amount));
  }
  return new Map([...difference].filter(([, { nano }]) => nano !== 0n));
}

/** Two usages together. */
export function addUsage(a: Usage, b: Usage): Usage {
  const total = new Map(a);
  for (const [name, amount] of b) add(total, name, amount);
  return total;
}

/** The part of a usage that a quota limits, nothing where it is of another scope. */
export function usageUnder(quota: ResourceQuota, object: KubeObject, usage: Usage): Usage {
  if (!matchesScopes(quota, object)) return new Map();
  const hard = quota.spec?.hard ?? {};
  return new Map([...usage].filter(([name]) => hard[name] !== undefined));
}

/** `cpu=1,pods=2`: how refusals print amounts. Models prettyPrint. */
export function usageText(names: readonly string[], usage: Usage): string {
  return names.map((name) => `${name}=${formatQuantity(usage.get(name) ?? NOTHING)}`).join(",");
}

/** The names of which more is asked than is left. */
export function exceededBy(quota: ResourceQuota, used: Usage, asked: Usage): readonly string[] {
  return [...asked.keys()]
    .filter((name) => {
      const wanted = asked.get(name) ?? NOTHING;
      const total = addQuantity(used.get(name) ?? NOTHING, wanted);
      return wanted.nano > 0n && compareQuantity(total, hardOf(quota, name)) > 0;
    })
    .sort();
}

/** The amount a quota allows. */
export function hardOf({ spec }: ResourceQuota, name: string): Quantity {
  return parseQuantity(spec?.hard?.[name] ?? "0") ?? NOTHING;
}

/** Which containers leave out what a quota makes them say, as `must specify cpu for: a,b`; undefined when none does. Models podEvaluator.Constraints. */
export function unspecifiedText(quota: ResourceQuota, pod: Pod): string | undefined {
  const names = Object.keys(quota.spec?.hard ?? {})
    .filter((name) => MUST_BE_SET.has(name))
    .sort();
  const containers = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
  const missing = names.flatMap((name) => {
    const silent = containers.filter((container) => !says(container, name));
    const list = silent.map((container) => container.name).sort();
    return silent.length > 0 ? [`${name} for: ${list.join(",")}`] : [];
  });
  return missing.length > 0 ? `must specify ${missing.join("; ")}` : undefined;
}

function says({ resources }: Container, name: string): boolean {
  const [part, resource] = name.startsWith("limits.")
    ? (["limits", name.slice("limits.".length)] as const)
    : (["requests", name.replace("requests.", "")] as const);
  return resources?.[part]?.[resource] !== undefined;
}

function add(usage: Map<string, Quantity>, name: string, amount: Quantity): void {
  const before = usage.get(name);
  usage.set(name, before ? addQuantity(before, amount) : amount);
}

function isTerminal({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function addPod(usage: Map<string, Quantity>, { spec }: Pod): void {
  for (const part of ["requests", "limits"] as const)
    for (const [name, amount] of podTotals(spec, part)) {
      if (part === "limits") add(usage, `limits.${name}`, amount);
      else {
        add(usage, `requests.${name}`, amount);
        if (!name.includes("/")) add(usage, name, amount);
      }
    }
}

/** What all containers need at once: those that stay together, or one of those that run before. Models resourcehelper.PodRequests. */
function podTotals(spec: Pod["spec"], part: "requests" | "limits"): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  const most = new Map<string, Quantity>();
  const amountsOf = ({ resources }: Container) =>
    Object.entries(resources?.[part] ?? {}).map(
      ([name, text]) => [name, parseQuantity(text) ?? NOTHING] as const,
    );
  const sidecars = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const isSidecar = container.restartPolicy === "Always";
    for (const [name, amount] of amountsOf(container)) {
      const before = sidecars.get(name);
      const peak = before ? addQuantity(before, amount) : amount;
      const highest = most.get(name);
      if (!highest || compareQuantity(peak, highest) > 0) most.set(name, peak);
      if (isSidecar) add(sidecars, name, amount);
    }
  }
  for (const container of spec.containers ?? [])
    for (const [name, amount] of amountsOf(container)) add(total, name, amount);
  for (const [name, amount] of sidecars) add(total, name, amount);
  for (const [name, peak] of most) {
    const before = total.get(name);
    if (!before || compareQuantity(peak, before) > 0) total.set(name, peak);
  }
  return total;
}

function addService(usage: Map<string, Quantity>, { spec }: Service): void {
  const ports = (spec.ports ?? []).length;
  const allocates = spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false;
  if (spec.type === "LoadBalancer") usage.set("services.loadbalancers", ONE);
  if (spec.type === "NodePort" || allocates)
    usage.set("services.nodeports", { ...ONE, nano: ONE.nano * BigInt(ports) });
}

function addClaim(usage: Map<string, Quantity>, { spec }: PersistentVolumeClaim): void {
  const size = parseQuantity(spec.resources?.requests?.["storage"] ?? "");
  if (size) usage.set("requests.storage", size);
  const className = spec.storageClassName;
  if (!className) return;
  const prefix = `${className}.storageclass.storage.k8s.io/`;
  usage.set(`${prefix}persistentvolumeclaims`, ONE);
  if (size) usage.set(`${prefix}requests.storage`, size);
}

function matchesScopes({ spec }: ResourceQuota, object: KubeObject): boolean {
  const plain = (spec?.scopes ?? []).map((scopeName): ScopedResourceSelectorRequirement => ({
    scopeName,
    operator: "Exists",
  }));
  const all = [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
  return all.every(
    (requirement) => object.kind === "Pod" && matchesScope(requirement, object as Pod),
  );
}

function matchesScope(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  { spec, status }: Pod,
): boolean {
  switch (scopeName) {
    case "Terminating":
      return spec.activeDeadlineSeconds !== undefined;
    case "NotTerminating":
      return spec.activeDeadlineSeconds === undefined;
    case "BestEffort":
      return status.qosClass === "BestEffort";
    case "NotBestEffort":
      return status.qosClass !== "BestEffort";
    case "PriorityClass":
      return matchesClass(operator, spec.priorityClassName ?? "", values);
    case "CrossNamespacePodAffinity":
      return crossesNamespaces(spec);
    default:
      return false;
  }
}

/** Models usesCrossNamespacePodAffinity. */
function crossesNamespaces({ affinity }: Pod["spec"]): boolean {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].some((each) =>
    [
      ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
        ({ podAffinityTerm }) => podAffinityTerm,
      ),
    ].some(
      ({ namespaces, namespaceSelector }) =>
        (namespaces ?? []).length > 0 || namespaceSelector !== undefined,
    ),
  );
}

function matchesClass(operator: string, name: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return values.includes(name);
    case "NotIn":
      return !values.includes(name);
    case "Exists":
      return name !== "";
    default:
      return name === "";
  }
}
