import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import { rememberByIdentity } from "#core/base/remember.ts";
import type { Container, Pod, PodSpec } from "#core/api/schema/generated/types.ts";

/** Amounts by resource name: cpu in thousandths, everything else in whole units (bytes, devices). */
export type Amounts = Readonly<Record<string, number>>;

const DEFAULT_CPU_MILLI = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

type Quantities = Readonly<Record<string, string | number>>;

const NOTHING: Amounts = Object.freeze({});

/** The amounts behind a map of quantities. Frozen. */
export function amountsOf(quantities: Quantities | undefined): Amounts {
  return quantities ? amountsBehind(quantities) : NOTHING;
}

/** Pods of one template have what they ask for in common. */
const amountsBehind = rememberByIdentity((quantities: Quantities): Amounts => {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of Object.entries(quantities)) {
    amounts[name] =
      name === "cpu" ? quantityMilli(String(quantity)) : quantityBytes(String(quantity));
  }
  return Object.freeze(amounts);
});

/** How containers that ask for nothing are counted. */
export interface RequestRules {
  /** Count 100m of cpu and 200 Mi of memory for a container that does not name them. */
  readonly useDefaults: boolean;
}

/**
 * What a pod asks of a node: the larger of (all containers and sidecars) and (the greediest step of initialisation), plus overhead.
 * Models component-helpers resource.PodRequests.
 */
export function podRequests(pod: Pod, rules: RequestRules = { useDefaults: false }): Amounts {
  const spec: PodSpec | undefined = pod.spec;
  const total: Record<string, number> = {};
  for (const container of spec?.containers ?? []) addTo(total, containerRequests(container, rules));
  const sidecars: Record<string, number> = {};
  const initPeak: Record<string, number> = {};
  for (const container of spec?.initContainers ?? []) {
    const own = containerRequests(container, rules);
    if (container.restartPolicy === "Always") {
      addTo(total, own);
      addTo(sidecars, own);
      raiseTo(initPeak, sidecars);
    } else raiseTo(initPeak, sum(own, sidecars));
  }
  raiseTo(total, initPeak);
  Object.assign(total, amountsOf(spec?.resources?.requests));
  if (spec?.overhead) addTo(total, amountsOf(spec.overhead));
  return total;
}

function containerRequests(container: Container, { useDefaults }: RequestRules): Amounts {
  const requests = amountsOf(container.resources?.requests);
  return useDefaults ? withDefaults(requests) : requests;
}

const withDefaults = rememberByIdentity((requests: Amounts): Amounts =>
  Object.freeze({
    ...requests,
    cpu: requests["cpu"] ?? DEFAULT_CPU_MILLI,
    memory: requests["memory"] ?? DEFAULT_MEMORY_BYTES,
  }),
);

function addTo(target: Record<string, number>, amounts: Amounts): void {
  for (const [name, amount] of Object.entries(amounts)) target[name] = (target[name] ?? 0) + amount;
}

function raiseTo(target: Record<string, number>, amounts: Amounts): void {
  for (const [name, amount] of Object.entries(amounts))
    target[name] = Math.max(target[name] ?? 0, amount);
}

function sum(a: Amounts, b: Amounts): Amounts {
  const total: Record<string, number> = { ...a };
  addTo(total, b);
  return total;
}
