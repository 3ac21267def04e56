import { formatTime } from "#core/base/time.ts";
import type { IntOrString } from "#core/api/int-or-string.ts";
import { namespace as namespaceKind } from "#core/api/kinds/core/namespace.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { podDisruptionBudget } from "#core/api/kinds/policy/pod-disruption-budget.ts";
import { allKinds } from "#core/api/registry.ts";
import { StatusError } from "#core/api/status.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { createClient, type Client } from "#core/client/client.ts";
import { planBudgetStatus, planExpectation } from "#core/controllers/disruption/plan.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import type { PodDisruptionBudget } from "#core/api/schema/generated/types.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, list, NOW, text, type Fields } from "./controllers-given.ts";

const LABELS = { app: "foo" };
const KEY = { namespace: "default", name: "foo" };
const DELETED_BY = "test/hold";

export function runDisruption({ in: input }: VectorCase): unknown {
  const given = fields(input);
  if (given.op === "pdbStatus") return budgetStatus(given);
  if (given.op === "evictStatus") {
    const client = serverWith(
      { phase: "Running", ready: true },
      [{ name: "foo", disruptionsAllowed: given.disruptionsAllowed }],
      undefined,
    );
    evict(client);
    const { status } = client.get(podDisruptionBudget, KEY);
    const reason = status.conditions?.find(({ type }) => type === "DisruptionAllowed")?.reason;
    return {
      disruptionsAllowed: status.disruptionsAllowed,
      disruptionAllowedReason: reason ?? "SufficientPods",
    };
  }
  const client = serverWith(
    fields(given.pod),
    list(given.matchingPDBs),
    text(given.unhealthyPodEvictionPolicy) || undefined,
  );
  return evict(client);
}

function budgetStatus(given: Fields): unknown {
  const scale = (given.controllerScales as readonly number[]).reduce((sum, each) => sum + each, 0);
  const budget = {
    metadata: { name: "foo", generation: 1 },
    spec: given.spec as { minAvailable?: IntOrString; maxUnavailable?: IntOrString },
    status: {},
  } as unknown as PodDisruptionBudget;
  const expectation = planExpectation(budget, { scale, podCount: count(given.matchingPods) });
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = planBudgetStatus(
    budget,
    {
      ...expectation,
      currentHealthy: count(given.healthyPods),
      disruptedPods: {},
      now: formatTime(NOW),
    },
  );
  return { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods };
}

/** A server that holds one pod and these budgets, with nobody who acts on them. */
function serverWith(pod: Fields, budgets: readonly Fields[], policy: string | undefined): Client {
  const store = new Store({ hashesBodies: false });
  const server = new ApiServer({
    simulation: new Simulation({ seed: 1, startEpochMs: NOW }),
    store,
    trace: new TraceLog(),
    kinds: allKinds(),
    admission: [],
    onChange: () => {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  const user = { name: "admin", groups: ["system:masters"] };
  const client = createClient({ handler: (each) => server.handle(each), user, agent: "test" });
  client.create(namespaceKind, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "default" },
  });
  createPod(client, pod);
  for (const budget of budgets) {
    const object = { ...createBudget(client, budget, policy), kind: "PodDisruptionBudget" };
    // Past the server, which would refuse a status such as a negative count.
    store.commit({ type: "put", kind: object.kind, object }, { at: 0, agent: "test", traceId: 0 });
  }
  return client;
}

function createPod(client: Client, { phase, ready, terminating }: Fields): void {
  const created = client.create(podKind, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...KEY, labels: LABELS, ...(terminating === true && { finalizers: [DELETED_BY] }) },
    spec: { containers: [{ name: "c", image: "nginx" }] },
  });
  const conditions = [{ type: "Ready", status: ready === true ? "True" : "False" }];
  const status = { ...created.status, phase: phase as "Running", conditions };
  client.update(podKind, { ...created, status }, "status");
  if (terminating === true) client.delete(podKind, KEY, { gracePeriodSeconds: 0 });
}

function createBudget(
  client: Client,
  given: Fields,
  policy: string | undefined,
): PodDisruptionBudget {
  const created = client.create<PodDisruptionBudget>(podDisruptionBudget, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: text(given.name), namespace: "default" },
    spec: {
      minAvailable: 1,
      selector: { matchLabels: LABELS },
      ...(policy && { unhealthyPodEvictionPolicy: policy }),
    },
  });
  const status = {
    disruptionsAllowed: count(given.disruptionsAllowed),
    currentHealthy: count(given.currentHealthy),
    desiredHealthy: count(given.desiredHealthy),
    expectedPods: 0,
    observedGeneration: given.observedGenerationBehind === true ? 0 : 1,
  };
  return { ...created, status };
}

function evict(client: Client): unknown {
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: KEY };
  try {
    client.create(podKind, body, { ...KEY, subresource: "eviction" });
    return { deleted: true, code: 201 };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const cause = error.status.details?.causes?.[0]?.message;
    return {
      deleted: false,
      code: error.code,
      ...(cause !== undefined && { causeMessage: cause }),
    };
  }
}
