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
import { podTotals } from "./pod-resources.ts";
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

type Named = Pick<KindDefinition, "storedAs" | "group" | "plural">;

/** What an object takes of its namespace's quotas. Models pkg/quota/v1/evaluator/core and the generic object count evaluator. */
export function usageOf(kind: Named, object: KubeObject): Usage {
  const usage = new Map<string, Quantity>([[countName(kind), ONE]]);
  if (kind.group !== "") return usage;
  const isOver = kind.storedAs === "Pod" && isTerminal(object as Pod);
  if (PLAIN_COUNTS.has(kind.plural) && !isOver) usage.set(kind.plural, ONE);
  if (kind.storedAs === "Pod" && !isOver) addPod(usage, object as Pod);
  if (kind.storedAs === "Service") addService(usage, object as Service);
  if (kind.storedAs === "PersistentVolumeClaim") addClaim(usage, object as PersistentVolumeClaim);
  return usage;
}

/** What the first takes more than the second. Models quota.SubtractWithNonNegativeResult and RemoveZeros. */
export function growthOf(after: Usage, before: Usage): Usage {
  const growth = [...after].map(
    ([name, amount]) => [name, subtractQuantity(amount, before.get(name) ?? NOTHING)] as const,
  );
  return new Map(growth.filter(([, { nano }]) => nano > 0n));
}

/** Whether a name of a quota speaks of objects of this kind. Models the evaluators' MatchingResources. */
export function isNameOf({ group, plural, storedAs }: Named, name: string): boolean {
  if (name.startsWith("count/")) return name === countName({ group, plural });
  if (group !== "") return false;
  switch (storedAs) {
    case "Pod":
      return POD_NAMES.has(name) || POD_FAMILIES.test(name);
    case "Service":
      return name === plural || name === "services.nodeports" || name === "services.loadbalancers";
    case "PersistentVolumeClaim":
      return name === plural || name === "requests.storage" || CLASS_NAMES.test(name);
    default:
      return PLAIN_COUNTS.has(plural) && name === plural;
  }
}

const POD_NAMES: ReadonlySet<string> = new Set([
  "pods",
  "cpu",
  "memory",
  "ephemeral-storage",
  "requests.cpu",
  "requests.memory",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
]);
/** Huge pages, and resources of somebody's domain. */
const POD_FAMILIES = /^(requests\.)?hugepages-|^requests\.[^/]+\//;
const CLASS_NAMES = /\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/;

function countName({ group, plural }: Pick<Named, "group" | "plural">): string {
  return `count/${plural}${group === "" ? "" : `.${group}`}`;
}

/** Two usages together. */
export function addUsage(a: Usage, b: Usage): Usage {
  const total = new Map(a);
  for (const [name, amount] of b) add(total, name, amount);
  return total;
}

/** The amounts of these names alone. */
export function maskedUsage(usage: Usage, names: readonly string[]): Usage {
  return new Map([...usage].filter(([name]) => names.includes(name)));
}

/** Amounts as a quota's status writes them. */
export function usageFrom(amounts: Readonly<Record<string, string>> | undefined): Usage {
  return new Map(
    Object.entries(amounts ?? {}).map(([name, text]) => [name, parseQuantity(text) ?? NOTHING]),
  );
}

/** `cpu=1,pods=2`: how refusals print amounts. Models prettyPrint. */
export function usageText(names: readonly string[], usage: Usage): string {
  return names.map((name) => `${name}=${formatQuantity(usage.get(name) ?? NOTHING)}`).join(",");
}

/** The same amounts as a quota's status writes them, by name. */
export function usageTexts(usage: Usage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...usage.keys()].sort().map((name) => [name, formatQuantity(usage.get(name) ?? NOTHING)]),
  );
}

/** The names of which more is asked than is left, sorted. */
export function exceededBy(hard: Usage, used: Usage, asked: Usage): readonly string[] {
  return [...asked]
    .filter(([name, wanted]) => {
      const total = addQuantity(used.get(name) ?? NOTHING, wanted);
      return compareQuantity(total, hard.get(name) ?? NOTHING) > 0;
    })
    .map(([name]) => name)
    .sort();
}

/** Which containers leave out what a quota makes them say, as `must specify cpu for: a,b`; undefined when none does. Models podEvaluator.Constraints. */
export function unspecifiedText(restricted: readonly string[], pod: Pod): string | undefined {
  const names = restricted.filter((name) => MUST_BE_SET.has(name)).sort();
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

function addService(usage: Map<string, Quantity>, { spec }: Service): void {
  const ports = spec.ports ?? [];
  const isBalanced = spec.type === "LoadBalancer";
  if (isBalanced) usage.set("services.loadbalancers", ONE);
  // A load balancer that needs no node ports still counts those that it names.
  const held =
    isBalanced && spec.allocateLoadBalancerNodePorts === false
      ? ports.filter(({ nodePort }) => nodePort)
      : ports;
  if (isBalanced || spec.type === "NodePort")
    usage.set("services.nodeports", { ...ONE, nano: ONE.nano * BigInt(held.length) });
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

/** Whether every scope of a quota takes in the object. Models generic.Matches. */
export function matchesScopes(
  { storedAs }: Named,
  { spec }: ResourceQuota,
  object: KubeObject,
): boolean {
  const plain = (spec?.scopes ?? []).map((scopeName): ScopedResourceSelectorRequirement => ({
    scopeName,
    operator: "Exists",
  }));
  const all = [...plain, ...(spec?.scopeSelector?.matchExpressions ?? [])];
  return all.every((requirement) => {
    if (storedAs === "Pod") return matchesScope(requirement, object as Pod);
    const isOfClaims = storedAs === "PersistentVolumeClaim";
    return isOfClaims && matchesClaimScope(requirement, object as PersistentVolumeClaim);
  });
}

function matchesScope(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  { spec, status }: Pod,
): boolean {
  switch (scopeName) {
    case "Terminating":
      return isTerminating(spec);
    case "NotTerminating":
      return !isTerminating(spec);
    case "BestEffort":
      return status.qosClass === "BestEffort";
    case "NotBestEffort":
      return status.qosClass !== "BestEffort";
    case "PriorityClass":
      return matchesClasses(operator, [spec.priorityClassName ?? ""], values);
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

function isTerminating({ activeDeadlineSeconds }: Pod["spec"]): boolean {
  return activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
}

/** A claim is of every class that it asks for, has, or is on its way to. Models pvcMatchesScopeFunc. */
function matchesClaimScope(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  { spec, status }: PersistentVolumeClaim,
): boolean {
  if (scopeName !== "VolumeAttributesClass") return false;
  const names = [
    spec.volumeAttributesClassName ?? "",
    status?.currentVolumeAttributesClassName ?? "",
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName ?? "",
  ].filter((name) => name !== "");
  return matchesClasses(operator, names.length > 0 ? names : [""], values);
}

/** Whether one of the names, of which "" is none, is what a selector means. */
function matchesClasses(
  operator: string,
  names: readonly string[],
  values: readonly string[],
): boolean {
  return names.some((name) => {
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
  });
}
