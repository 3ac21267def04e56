import { rememberByIdentity } from "#core/base/remember.ts";
import { parseQuantity } from "../../quantity.ts";
import type { PodSpec, ResourceRequirements } from "../../schema/generated/types.ts";

export type QosClass = "BestEffort" | "Burstable" | "Guaranteed";

const COMPUTE = ["cpu", "memory"] as const;

/** The quality of service class a pod's requests and limits give it. Models pkg/apis/core/v1/helper/qos.ComputePodQOS. */
export function qosClassOf(spec: PodSpec): QosClass {
  if (hasEntries(spec.resources)) return classOf([spec.resources ?? {}]);
  const [only, ...others] = spec.containers ?? [];
  if (only?.resources && others.length === 0 && !spec.initContainers)
    return classOfOne(only.resources);
  return classOf(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(
      (container) => container.resources ?? {},
    ),
  );
}

/** BestEffort asks for nothing; Guaranteed limits cpu and memory everywhere and requests exactly that much. */
function classOf(all: readonly ResourceRequirements[]): QosClass {
  const requests = sum(all, "requests");
  const limits = sum(all, "limits");
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const isLimitedEverywhere = all.every((each) =>
    COMPUTE.every((name) => amountOf(each.limits?.[name]) > 0n),
  );
  const isSame =
    [...requests].every(([name, amount]) => limits.get(name) === amount) &&
    requests.size === limits.size;
  return isLimitedEverywhere && isSame ? "Guaranteed" : "Burstable";
}

/** Pods of one template have their resources in common. */
const classOfOne = rememberByIdentity((resources: ResourceRequirements): QosClass =>
  classOf([resources]),
);

function sum(
  all: readonly ResourceRequirements[],
  list: "requests" | "limits",
): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const resources of all) {
    for (const name of COMPUTE) {
      const amount = amountOf(resources[list]?.[name]);
      if (amount > 0n) totals.set(name, (totals.get(name) ?? 0n) + amount);
    }
  }
  return totals;
}

function amountOf(text: string | number | undefined): bigint {
  return text === undefined ? 0n : (parseQuantity(String(text))?.nano ?? 0n);
}

function hasEntries(resources: ResourceRequirements | undefined): boolean {
  return (
    Object.keys(resources?.requests ?? {}).length > 0 ||
    Object.keys(resources?.limits ?? {}).length > 0
  );
}
