import { addQuantity, compareQuantity, parseQuantity, type Quantity } from "./quantity.ts";
import type { Container, PodSpec, ResourceRequirements } from "./schema/generated/types.ts";

const NOTHING: Quantity = { nano: 0n, format: "DecimalSI" };

/** The two lists of what may be asked for. */
export type ResourcePart = "requests" | "limits";

/** Whether a pod as a whole can ask for it. Models resourcehelper.IsSupportedPodLevelResource. */
export function isPodLevelResource(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}

/** What all containers need at once: those that stay together, or one of those that run before. Models resourcehelper.AggregateContainerRequests. */
export function aggregateContainers(
  spec: PodSpec,
  part: ResourcePart,
): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  const most = new Map<string, Quantity>();
  const amountsOf = ({ resources }: Container) =>
    Object.entries(resources?.[part] ?? {}).map(
      ([name, text]) => [name, parseQuantity(String(text)) ?? NOTHING] as const,
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

/** What a pod takes: its containers together, or what is said of the pod as a whole. Models resourcehelper.PodRequests and PodLimits, overhead aside. */
export function podTotals(spec: PodSpec, part: ResourcePart): ReadonlyMap<string, Quantity> {
  const total = aggregateContainers(spec, part);
  const own = (spec.resources as ResourceRequirements | undefined)?.[part];
  if (!own) return total;
  return new Map([
    ...total,
    ...Object.entries(own)
      .filter(([name]) => isPodLevelResource(name))
      .map(([name, text]) => [name, parseQuantity(text) ?? NOTHING] as const),
  ]);
}

function add(amounts: Map<string, Quantity>, name: string, amount: Quantity): void {
  const before = amounts.get(name);
  amounts.set(name, before ? addQuantity(before, amount) : amount);
}
