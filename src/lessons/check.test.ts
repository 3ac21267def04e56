import { describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { parseCheck, type Check } from "./check.ts";
import { evaluate, freshMonitors, type Monitor } from "./check/evaluate.ts";
import { noFacts, type CheckContext } from "./check/facts.ts";
import type { LessonWorldView, ServiceTraffic } from "./world-view.ts";

function read(text: string): Check {
  const parsed = parseCheck(text);
  if (!parsed.ok) throw new Error(`${parsed.message} at ${parsed.offset}`);
  return parsed.check;
}

function pod(name: string, extra: Record<string, unknown> = {}): KubeObject {
  const { labels = { app: "web" }, deletionTimestamp, owner, ready = true, ...rest } = extra;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      labels: labels as Record<string, string>,
      ...(deletionTimestamp !== undefined && { deletionTimestamp: String(deletionTimestamp) }),
      ...(owner !== undefined && {
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "rs", controller: true },
        ],
      }),
    },
    spec: {
      nodeName: "worker-1",
      containers: [{ name: "c", image: "nginx:1", resources: { requests: { cpu: "500m" } } }],
    },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: ready === true ? "True" : "False" }],
      containerStatuses: [{ name: "c", restartCount: 2 }],
    },
    ...rest,
  } as KubeObject;
}

const PODS = [
  pod("web-b", { owner: true }),
  pod("web-a"),
  pod("web-c", { deletionTimestamp: "2026-01-01T00:00:00Z" }),
  pod("db", { labels: { app: "db" }, ready: false }),
];
const OBJECTS: Readonly<Record<string, readonly unknown[]>> = {
  Pod: PODS,
  Node: [{ kind: "Node", metadata: { name: "worker-1" }, status: { allocatable: { cpu: "4" } } }],
  Service: [{ kind: "Service", metadata: { name: "web", namespace: "default", uid: "svc" } }],
  EndpointSlice: [
    {
      kind: "EndpointSlice",
      metadata: {
        name: "web-x",
        namespace: "default",
        labels: { "kubernetes.io/service-name": "web" },
      },
      endpoints: [{ conditions: { ready: true } }, { conditions: { ready: false } }],
    },
  ],
  Event: [
    {
      kind: "Event",
      metadata: { name: "e", namespace: "default", uid: "e" },
      reason: "Killing",
      count: 3,
      involvedObject: { kind: "Pod", name: "web-a", namespace: "default", uid: "web-a" },
    },
  ],
};
const TRAFFIC: ServiceTraffic = {
  totalOk: 100,
  totalFailed: 25,
  okPerSecond: 9,
  failedPerSecond: 1,
  p95Ms: 40,
};
const VIEW: LessonWorldView = {
  revision: 1,
  list: (kind) => (OBJECTS[kind] ?? []) as readonly KubeObject[],
  faults: () => ["node-power worker-2"],
  traffic: () => TRAFFIC,
};

function context(now = 0, since = 0): CheckContext {
  const fact = {
    world: "a",
    objects: ["Pod"],
    isRefused: false,
    applied: [],
    counts: true,
  } as const;
  const facts = noFacts();
  facts.traffic["svc"] = [{ at: 0, ok: 20, failed: 5 }];
  facts.eventsBefore["e"] = 1;
  return {
    views: { a: VIEW },
    facts: { a: facts, b: noFacts() },
    actions: [
      { ...fact, action: 1, verb: "delete" },
      { ...fact, action: 2, verb: "rollout undo", objects: ["Deployment"] },
      { ...fact, action: 3, verb: "apply", applied: ["web.yaml"] },
      { ...fact, action: 4, verb: "apply", isRefused: true },
    ],
    notes: [
      { name: "select", value: "node/worker-1" },
      { name: "select", value: "node/worker-1" },
      { name: "select", value: "node/worker-2" },
    ],
    guesses: { heal: "3" },
    told: ["heal"],
    now,
    since,
  };
}

function worth(text: string): number | string {
  const check = read(text);
  return evaluate(check.expression, context(), freshMonitors(check.slots));
}

describe("the check language", () => {
  const rows: [string, number | string][] = [
    ["1 + 2 - 4", -1],
    ["2 == 2 && !(3 < 2) || 1 > 2", 1],
    ["99.5% >= 99", 1],
    ["time() == 0s", 1],
    ["count(pod)", 3],
    ["count(pod[app=web])", 2],
    ["count(pods[app!=web])", 1],
    ["count(po/web-*)", 2],
    ["count(pod@kube-system)", 0],
    ["count(pod@*)", 3],
    ["ready(pod)", 2],
    ["ready(pod/db)", 0],
    ["restarts(pod[app=web])", 6],
    ["phase(pod, 'Terminating')", 1],
    ["phase(pod, 'Running')", 4],
    ["field(pod[app=web], 'metadata.name')", "web-a"],
    ["field(pod/none, 'metadata.name') == ''", 1],
    ["each(pod, 'spec.containers[0].image', 'nginx:1')", 1],
    ["each(pod/none, 'spec.containers[0].image', 'nginx:1')", 0],
    ["image(pod/db)", "nginx:1"],
    ["orphans(pod[app=web])", 1],
    ["endpoints(service/web)", 1],
    ["node(worker-1, 'cpu')", 50],
    ["fault('node-power', 'worker-2')", 1],
    ["fault('node-power')", 1],
    ["fault('node-power', 'worker-1')", 0],
    ["event('Killing')", 2],
    ["event('Killing', pod/web-a)", 2],
    ["event('Killing', pod/web-b)", 0],
    ["event('Killing', pod[app=db])", 0],
    ["traffic(service/web, 'ok')", 80],
    ["traffic(svc/web, 'dropped')", 20],
    ["traffic(svc/web, 'p95')", 40],
    ["input('delete')", 1],
    ["input('delete', 'pod')", 1],
    ["input('delete', 'node')", 0],
    ["input('rollout')", 1],
    ["input('rollout undo', 'deploy')", 1],
    ["applied(web.yaml)", 1],
    ["refused()", 1],
    ["noted('select', 'node/*')", 2],
    ["noted('select', 'node/worker-2')", 1],
    ["answer(heal) == 3", 1],
    ["told(heal)", 1],
    ["told(other)", 0],
    ["b(count(pod)) == 0 && a(count(pod)) == 3", 1],
  ];
  test.each(rows)("%s is %s", (text, expected) => {
    expect(worth(text)).toBe(expected);
  });

  const faults: [string, string, number][] = [
    ["", "the check ends too soon", 0],
    ["count(pod) =", "= is not understood here", 11],
    ["cuont(pod)", "there is no function cuont", 0],
    ["count(pdo)", "there is no kind pdo", 6],
    ["count(pod[app])", "[app] is no list of labels such as [app=web]", 6],
    ["count()", "a selector is missing, such as pod/web or pod[app=web]", 6],
    ["endpoints(pod/web)", "a Service is wanted here, not a Pod", 10],
    ["traffic(service/web, 'fast')", "'fast' is none of ok, failed, dropped, p95", 21],
    ["held(count(pod), 1)", "held needs a duration first, such as held(30s, …)", 5],
    ["phase(pod)", "phase needs 2 arguments", 9],
    ["(count(pod)", ") is missing", 11],
    ["count(pod) == v2", "v2 needs parentheses; a text needs quotes: 'v2'", 14],
    ["event('Killing)", "the text does not end", 6],
  ];
  test.each(faults)("%s: %s", (text, message, offset) => {
    expect(parseCheck(text)).toEqual({ ok: false, message, offset });
  });

  test("says what it needs to be followed", () => {
    expect(
      read("made(pod) + revisions(deployment/web) > 0 && traffic(svc/web, 'ok')"),
    ).toMatchObject({
      followedKinds: ["Pod", "ReplicaSet"],
      needsTraffic: true,
      needsWorld: true,
      isTimed: true,
    });
    expect(read("told(x) && applied(y)")).toMatchObject({
      needsWorld: false,
      isTimed: false,
      names: [
        { what: "prediction", name: "x" },
        { what: "file", name: "y" },
      ],
    });
  });
});

describe("looking back over time", () => {
  /** What a check says at each moment when the time stands for what happens. */
  function over(text: string, times: readonly number[]): readonly (number | string)[] {
    const check = read(text);
    const monitors: Monitor[] = freshMonitors(check.slots);
    return times.map((now) => evaluate(check.expression, context(now, 10), monitors));
  }

  const rows: [string, readonly number[], readonly number[]][] = [
    ["ever(time() == 20)", [10, 20, 30], [0, 1, 1]],
    ["never(time() == 20)", [10, 20, 30], [1, 0, 0]],
    ["always(time() < 20)", [10, 20, 15], [1, 0, 0]],
    ["within(15ms, time() >= 20)", [10, 20, 30], [0, 1, 1]],
    ["within(15ms, time() >= 30)", [10, 30, 40], [0, 0, 0]],
    [
      "held(10ms, time() >= 20 && time() != 35)",
      [10, 20, 29, 30, 35, 40, 50],
      [0, 0, 0, 1, 0, 0, 1],
    ],
    ["ever(held(5ms, time() > 10)) && never(time() > 40)", [10, 11, 16, 50], [0, 0, 1, 0]],
    ["1 || ever(time() == 20)", [20, 30], [1, 1]],
    ["0 && ever(time() == 20) || ever(time() == 20)", [20, 30], [1, 1]],
  ];
  test.each(rows)("%s at %j", (text, times, expected) => {
    expect(over(text, times)).toEqual(expected);
  });
});
