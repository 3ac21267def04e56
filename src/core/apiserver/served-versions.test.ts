import { expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";
import { WatchCursor } from "./watch.ts";

const USER = { name: "kubernetes-admin", groups: ["system:masters"] };
const HPAS = { group: "autoscaling", resource: "horizontalpodautoscalers" };
const METRICS = "autoscaling.alpha.kubernetes.io/metrics";
const BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

/** A server without admission, asked in any version. */
class Asked {
  private readonly server = new ApiServer({
    simulation: new Simulation({ seed: 1, startEpochMs: Date.UTC(2026, 0, 5, 9) }),
    store: new Store({ hashesBodies: false }),
    trace: new TraceLog(),
    kinds: allKinds(),
    admission: [],
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });

  request(verb: ApiRequest["verb"], parts: Partial<ApiRequest>): ApiRequest {
    const place = { group: "", version: "v1", resource: "", subresource: "", name: "" };
    const common = { namespace: "default", options: {}, user: USER, agent: "kubectl" };
    return { verb, ...place, ...common, ...parts };
  }

  ask(verb: ApiRequest["verb"], parts: Partial<ApiRequest>): ApiResponse {
    return this.server.handle(this.request(verb, parts));
  }

  watch(parts: Partial<ApiRequest>): WatchCursor {
    const cursor = this.server.openWatch(this.request("watch", parts));
    if (!(cursor instanceof WatchCursor)) throw new Error(JSON.stringify(cursor.body));
    return cursor;
  }
}

const target = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };

function newAutoscaler(): Asked {
  const asked = new Asked();
  const spec = {
    scaleTargetRef: target,
    maxReplicas: 5,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
      },
      {
        type: "Pods",
        pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "1k" } },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
  };
  const body = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web" },
    spec,
  };
  expect(asked.ask("create", { ...HPAS, version: "v2", body }).code).toBe(201);
  return asked;
}

test("an old version shows what it has fields for, and notes the rest", () => {
  const asked = newAutoscaler();
  const { code, body } = asked.ask("get", { ...HPAS, version: "v1", name: "web" });
  expect(code).toBe(200);
  expect(body).toMatchObject({
    apiVersion: "autoscaling/v1",
    metadata: {
      annotations: {
        [METRICS]: '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"1k"}}]',
        [BEHAVIOR]: expect.stringContaining(
          '"ScaleDown":{"StabilizationWindowSeconds":60',
        ) as string,
      },
    },
    spec: {
      scaleTargetRef: target,
      minReplicas: 1,
      maxReplicas: 5,
      targetCPUUtilizationPercentage: 60,
    },
    status: { currentReplicas: 0, desiredReplicas: 0 },
  });
});

test("a write through the old version keeps what only the new one can say", () => {
  const asked = newAutoscaler();
  const patched = asked.ask("patch", {
    ...HPAS,
    version: "v1",
    name: "web",
    patchType: "merge",
    body: { spec: { targetCPUUtilizationPercentage: 70 } },
  });
  expect(patched.body).toMatchObject({ spec: { targetCPUUtilizationPercentage: 70 } });
  const { body } = asked.ask("get", { ...HPAS, version: "v2", name: "web" });
  expect(body).toMatchObject({
    apiVersion: "autoscaling/v2",
    spec: {
      metrics: [
        { type: "Resource", resource: { target: { averageUtilization: 70 } } },
        { type: "Pods", pods: { metric: { name: "rps" }, target: { averageValue: "1k" } } },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: "Max" } },
    },
  });
  expect(body).not.toHaveProperty("metadata.annotations");
});

test("without a target the old version aims at 80 % as well", () => {
  const asked = new Asked();
  const body = {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "old" },
    spec: { scaleTargetRef: target, maxReplicas: 3 },
  };
  const created = asked.ask("create", { ...HPAS, version: "v1", body });
  expect(created.body).toMatchObject({
    apiVersion: "autoscaling/v1",
    spec: { targetCPUUtilizationPercentage: 80 },
  });
});

test("lists, tables and watches speak the version they are asked in", () => {
  const asked = newAutoscaler();
  const place = { ...HPAS, version: "v1" };
  const watch = asked.watch(place);
  expect(watch.take()[0]?.object).toMatchObject({
    apiVersion: "autoscaling/v1",
    spec: { targetCPUUtilizationPercentage: 60 },
  });
  expect(asked.ask("list", place).body).toMatchObject({
    kind: "HorizontalPodAutoscalerList",
    apiVersion: "autoscaling/v1",
    items: [{ spec: { targetCPUUtilizationPercentage: 60 } }],
  });
  expect(asked.ask("list", { ...place, table: "object" }).body).toMatchObject({
    rows: [
      {
        cells: ["web", "Deployment/web", "cpu: <unknown>/60%, <unknown>/1k", "1", 5, 0, "0s"],
        object: { apiVersion: "autoscaling/v1" },
      },
    ],
  });
});

test("an event is one object in two groups", () => {
  const asked = new Asked();
  const regarding = { kind: "Pod", namespace: "default", name: "p" };
  const body = {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { name: "e" },
    eventTime: "2026-01-05T09:00:00.000000Z",
    reportingController: "example.com/robot",
    reportingInstance: "robot-1",
    action: "Look",
    reason: "Seen",
    note: "it is there",
    type: "Normal",
    regarding,
  };
  const created = asked.ask("create", { group: "events.k8s.io", resource: "events", body });
  expect(created).toMatchObject({ code: 201, body: { apiVersion: "events.k8s.io/v1", regarding } });
  expect(asked.ask("get", { resource: "events", name: "e" }).body).toMatchObject({
    apiVersion: "v1",
    involvedObject: regarding,
    message: "it is there",
    reportingComponent: "example.com/robot",
  });
  const late = { ...body, note: "it is gone" };
  const place = { group: "events.k8s.io", resource: "events", name: "e" };
  expect(asked.ask("update", { ...place, body: late }).body).toMatchObject({
    message: 'Event "e" is invalid: message: Invalid value: "it is gone": field is immutable',
  });
});

test("who deletes a Job without a word about its pods is warned that they stay", () => {
  const asked = new Asked();
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "x" }] } };
  const jobs = { group: "batch", resource: "jobs" };
  const make = (name: string) =>
    asked.ask("create", {
      ...jobs,
      body: { apiVersion: "batch/v1", kind: "Job", metadata: { name }, spec: { template } },
    });
  make("a");
  make("b");
  const silent = asked.ask("delete", { ...jobs, name: "a" });
  expect(silent.warnings).toEqual([
    expect.stringMatching(/^child pods are preserved by default when jobs are deleted; /),
  ]);
  expect(silent.body).toMatchObject({ metadata: { finalizers: ["orphan"] } });
  const options = { propagationPolicy: "Background" } as const;
  expect(asked.ask("delete", { ...jobs, name: "b", options }).warnings).toEqual([]);
});

test.each([
  ["batch", "jobs", 'field label "spec.x" not supported for Job'],
  ["", "replicationcontrollers", "field label not supported: spec.x"],
  [
    "apps",
    "statefulsets",
    '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
])("a field that %s %s do not select by is refused in their words", (group, resource, message) => {
  const options = { fieldSelector: "spec.x=1" };
  expect(new Asked().ask("list", { group, resource, options })).toMatchObject({
    code: 400,
    body: { message },
  });
});
