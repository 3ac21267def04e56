import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type { Container, Pod, ResourceRequirements } from "#core/api/schema/generated/types.ts";

/** Cpu and memory that a pod asks of its node. */
export interface PodRequests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** The larger of (main containers and sidecars together) and the greediest step of initialisation, plus overhead. Models resource.PodRequests. */
export function requestsOf({ spec }: Pod): PodRequests {
  const cpuMilli = total(spec.containers, spec.initContainers ?? [], ({ resources }) =>
    quantityMilli(resources?.requests?.["cpu"]),
  );
  const memoryBytes = total(spec.containers, spec.initContainers ?? [], ({ resources }) =>
    quantityBytes(resources?.requests?.["memory"]),
  );
  return {
    cpuMilli: cpuMilli + quantityMilli(spec.overhead?.["cpu"]),
    memoryBytes: memoryBytes + quantityBytes(spec.overhead?.["memory"]),
  };
}

function total(
  main: readonly Container[],
  init: readonly Container[],
  amountOf: (container: Container) => number,
): number {
  let sum = 0;
  for (const container of main) sum += amountOf(container);
  let sidecars = 0;
  let peak = 0;
  for (const container of init) {
    const amount = amountOf(container);
    if (container.restartPolicy === "Always") {
      sum += amount;
      sidecars += amount;
      peak = Math.max(peak, sidecars);
    } else peak = Math.max(peak, sidecars + amount);
  }
  return Math.max(sum, peak);
}

/** Bytes at which the kernel kills a container, or Infinity. */
export function memoryLimitOf({ limits }: ResourceRequirements): number {
  const limit = limits?.["memory"];
  return limit === undefined ? Number.POSITIVE_INFINITY : quantityBytes(String(limit));
}

/** Milli-cpu at which a container is throttled, or Infinity. */
export function cpuLimitOf({ limits }: ResourceRequirements): number {
  const limit = limits?.["cpu"];
  return limit === undefined ? Number.POSITIVE_INFINITY : quantityMilli(String(limit));
}
