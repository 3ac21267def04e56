import { describe, expect, test } from "vitest";
import { kinds } from "#core/api/kinds/index.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { event as eventKind } from "#core/api/kinds/core/event.ts";
import { namespace } from "#core/api/kinds/core/namespace.ts";
import type { Event, Pod } from "#core/api/schema/generated/types.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { createClient } from "#core/client/client.ts";
import { EventRecorders } from "#core/client/event-recorders.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { createWorkloads } from "#core/workloads/registry.ts";
import { Kubelets } from "./kubelets.ts";
import type { NodeSpec } from "./ports.ts";

const USER = { name: "system:node", groups: ["system:masters"] };

function spec(index: number): NodeSpec {
  return {
    name: `worker-${index}`,
    role: "worker",
    cpu: "4",
    memory: "8Gi",
    podCidr: `10.244.${index}.0/24`,
    internalIp: `172.18.0.${index + 2}`,
    labels: { "kubernetes.io/hostname": `worker-${index}` },
    taints: [],
  };
}

function yard({ nodes = 1, profile = "modelled" as "modelled" | "imitated" } = {}) {
  const simulation = new Simulation({ seed: 7, startEpochMs: 1_800_000_000_000 });
  const store = new Store({ hashesBodies: false });
  const hub = new WatchHub(simulation);
  const server = new ApiServer({
    simulation,
    store,
    trace: new TraceLog(),
    kinds,
    admission: [],
    onChange: (change) => hub.publish(change),
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  const clientFor = (agent: string) =>
    createClient({ handler: (request) => server.handle(request), user: USER, agent });
  const recorders = new EventRecorders({ simulation, clientFor });
  let host = 1;
  const kubelets = new Kubelets({
    simulation,
    workloads: createWorkloads(),
    podNetwork: { assign: () => `10.244.1.${++host}`, release: () => undefined },
    options: { profile, nodes: Array.from({ length: nodes }, (_, i) => spec(i + 1)) },
    clientFor,
    recorderFor: (agent) => recorders.recorderFor(agent),
  });
  hub.subscribe({ to: "kubelet", kinds: ["Pod", "Node"], lagMs: 8, route: "node" });
  const client = clientFor("test");
  for (const name of ["default", "kube-node-lease"])
    client.create(namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  kubelets.start();
  const run = (ms: number) => simulation.runUntil(simulation.now + ms);
  const key = (name: string) => ({ namespace: "default", name });
  const get = (name: string): Pod | undefined => {
    try {
      return client.get(podKind, key(name));
    } catch {
      return undefined;
    }
  };
  const create = (name: string, container: object, rest: object = {}, metadata: object = {}) =>
    client.create<Pod>(podKind, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", ...metadata },
      spec: {
        nodeName: "worker-1",
        containers: [{ name: "c", image: "nginx:1.27", ...container }],
        ...rest,
      },
    });
  const events = () =>
    client
      .list<Event>(eventKind, { namespace: "default" })
      .filter(({ involvedObject }) => involvedObject.kind === "Pod")
      .map(({ type, reason, message }) => `${type} ${reason} ${message}`);
  const remove = (name: string) => client.delete(podKind, key(name));
  return { simulation, store, client, kubelets, run, get, create, remove, events };
}

type Yard = ReturnType<typeof yard>;

/** Distinct states that the container passes through. */
function states(world: Yard, name: string, ms: number): string[] {
  const seen: string[] = [];
  const end = world.simulation.now + ms;
  while (world.simulation.now < end) {
    world.run(50);
    const status = world.get(name)?.status;
    const container = status?.containerStatuses?.[0];
    const state = container?.state;
    const text = status
      ? `${status.phase}/${state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running ? "Running" : "-")}/${container?.ready ?? false}/${container?.restartCount ?? 0}`
      : "gone";
    if (seen.at(-1) !== text) seen.push(text);
  }
  return seen;
}

describe("a pod's life", () => {
  test("is created, pulled, started, ready and deleted", () => {
    const world = yard();
    world.create("web", {});
    expect(states(world, "web", 6000)).toEqual([
      "Pending/ContainerCreating/false/0",
      "Running/Running/true/0",
    ]);
    const texts = world.events();
    expect(texts[0]).toBe('Normal Pulling Pulling image "nginx:1.27"');
    expect(texts[1]).toMatch(
      /^Normal Pulled Successfully pulled image "nginx:1.27" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes\.$/,
    );
    expect(texts.slice(2)).toEqual([
      "Normal Created Container created",
      "Normal Started Container started",
    ]);
    const status = world.get("web")?.status;
    expect(status?.podIP).toBe("10.244.1.2");
    expect(status?.hostIP).toBe("172.18.0.3");
    expect(status?.conditions?.map(({ type, status: is }) => `${type}=${is}`)).toEqual([
      "PodReadyToStartContainers=True",
      "Initialized=True",
      "Ready=True",
      "ContainersReady=True",
    ]);
    world.remove("web");
    expect(states(world, "web", 2000).at(-1)).toBe("gone");
    expect(world.events().at(-1)).toBe("Normal Killing Stopping container c");
  });

  test("writes its status twice when the image is there", () => {
    const world = yard();
    world.create("first", {});
    world.run(8000);
    const before = world.store.state.revision;
    world.create("second", {});
    world.run(2000);
    const pods = world.store.state.log.filter(
      ({ kind, revision }) => kind === "Pod" && revision > before,
    );
    expect(pods.length).toBe(3);
  });

  test("that ignores SIGTERM is killed after its grace period", () => {
    const world = yard();
    world.create(
      "sleeper",
      { image: "busybox:1.36", command: ["sleep", "3600"] },
      { terminationGracePeriodSeconds: 5 },
    );
    world.run(5000);
    world.remove("sleeper");
    world.run(4000);
    expect(world.get("sleeper")?.status.phase).toBe("Running");
    world.run(1500);
    expect(world.get("sleeper")).toBeUndefined();
  });
});

describe("failures", () => {
  test("a crash loop backs off 10 s, 20 s, 40 s", () => {
    const world = yard();
    world.create("crash", { image: "podyard/crash" });
    const seen = states(world, "crash", 60_000);
    expect(seen.slice(0, 9)).toEqual([
      "Pending/ContainerCreating/false/0",
      "Running/Running/true/0",
      "Running/Error/false/0",
      "Running/Running/true/1",
      "Running/Error/false/1",
      "Running/CrashLoopBackOff/false/1",
      "Running/Running/true/2",
      "Running/Error/false/2",
      "Running/CrashLoopBackOff/false/2",
    ]);
    const waiting = world.get("crash")?.status.containerStatuses?.[0]?.state.waiting;
    expect(waiting?.message).toMatch(
      /^back-off 40s restarting failed container=c pod=crash_default\(/,
    );
    expect(seen.at(-1)).toBe("Running/CrashLoopBackOff/false/3");
  });

  test("an unknown tag alternates ErrImagePull and ImagePullBackOff", () => {
    const world = yard();
    world.create("typo", { image: "nginx:1.161" });
    expect(states(world, "typo", 20_000)).toEqual([
      "Pending/ContainerCreating/false/0",
      "Pending/ErrImagePull/false/0",
      "Pending/ImagePullBackOff/false/0",
      "Pending/ErrImagePull/false/0",
      "Pending/ImagePullBackOff/false/0",
    ]);
    expect(world.events()).toContain(
      'Warning Failed Failed to pull image "nginx:1.161": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.161": failed to resolve reference "docker.io/library/nginx:1.161": docker.io/library/nginx:1.161: not found',
    );
  });

  test("a leak is killed at its limit", () => {
    const world = yard();
    world.create("leak", { image: "podyard/leak", resources: { limits: { memory: "64Mi" } } });
    expect(states(world, "leak", 20_000)).toContain("Running/OOMKilled/false/0");
    expect(world.get("leak")?.status.containerStatuses?.[0]?.lastState.terminated?.exitCode).toBe(
      137,
    );
  });

  test("a missing config map holds the container back", () => {
    const world = yard();
    world.create("env", { envFrom: [{ configMapRef: { name: "settings" } }] });
    world.run(6000);
    expect(world.get("env")?.status.containerStatuses?.[0]?.state.waiting).toEqual({
      reason: "CreateContainerConfigError",
      message: 'configmap "settings" not found',
    });
  });

  test("a missing volume holds the pod back", () => {
    const world = yard();
    world.create("volume", {}, { volumes: [{ name: "v", secret: { secretName: "keys" } }] });
    world.run(6000);
    expect(world.events()[0]).toBe(
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : secret "keys" not found',
    );
  });

  test("too much cpu is turned away", () => {
    const world = yard();
    world.create("huge", { resources: { requests: { cpu: "5" } } });
    world.run(1000);
    const status = world.get("huge")?.status;
    expect([status?.phase, status?.reason, status?.message]).toEqual([
      "Failed",
      "OutOfcpu",
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
    ]);
  });
});

describe("probes", () => {
  test("readiness follows the application", () => {
    const world = yard();
    world.create("shop", {
      image: "jangteo/shop:v1",
      readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 2 },
    });
    expect(states(world, "shop", 10_000)).toEqual([
      "Pending/ContainerCreating/false/0",
      "Running/Running/false/0",
      "Running/Running/true/0",
    ]);
    expect(world.events().filter((text) => text.includes("Unhealthy"))).toContain(
      "Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503",
    );
  });

  test("a liveness probe that fails restarts the container", () => {
    const world = yard();
    world.create(
      "liveness",
      {
        image: "registry.k8s.io/busybox",
        command: ["/bin/sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"],
        livenessProbe: {
          exec: { command: ["cat", "/tmp/healthy"] },
          initialDelaySeconds: 5,
          periodSeconds: 5,
        },
      },
      { terminationGracePeriodSeconds: 3 },
    );
    const seen = states(world, "liveness", 60_000);
    expect(seen).toContain("Running/Running/true/1");
    expect(world.events()).toContain(
      "Normal Killing Container c failed liveness probe, will be restarted",
    );
    expect(world.events()).toContain(
      "Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
    );
  });

  test("nothing happens in a steady state", () => {
    const world = yard();
    world.create("shop", {
      image: "jangteo/shop:v1",
      readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 1 },
      livenessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
    });
    world.run(30_000);
    const before = world.simulation.state.handledCount;
    world.run(100_000);
    expect(world.simulation.state.handledCount - before).toBeLessThan(30);
  });
});

describe("init containers and jobs", () => {
  test("init containers run one after another before the rest", () => {
    const world = yard();
    world.create(
      "init",
      {},
      {
        initContainers: [
          { name: "one", image: "busybox", command: ["sh", "-c", "echo one; sleep 1"] },
          { name: "two", image: "busybox", command: ["sh", "-c", "sleep 1"] },
        ],
      },
    );
    expect(states(world, "init", 20_000)).toEqual([
      "Pending/PodInitializing/false/0",
      "Running/Running/true/0",
    ]);
    expect(
      world
        .get("init")
        ?.status.initContainerStatuses?.map(({ ready, state }) => [
          ready,
          state.terminated?.reason,
        ]),
    ).toEqual([
      [true, "Completed"],
      [true, "Completed"],
    ]);
  });

  test.each([
    ["exit 0", "Never", "Succeeded"],
    ["exit 3", "Never", "Failed"],
    ["exit 3", "OnFailure", "Running"],
    ["exit 0", "OnFailure", "Succeeded"],
  ])("%s with restartPolicy %s is %s", (script, restartPolicy, phase) => {
    const world = yard();
    world.create(
      "job",
      { image: "busybox", command: ["sh", "-c", `echo hi; sleep 2; ${script}`] },
      { restartPolicy },
    );
    world.run(9000);
    expect(world.get("job")?.status.phase).toBe(phase);
    expect(
      world.kubelets.logs(world.get("job")?.metadata.uid ?? "", "c")?.map(({ text }) => text),
    ).toEqual(["hi"]);
  });
});

describe("machines", () => {
  test("power off kills silently; power on starts again in a new sandbox", () => {
    const world = yard();
    world.create("web", {});
    world.run(8000);
    world.kubelets.setPower("worker-1", false);
    const before = world.store.state.revision;
    world.run(30_000);
    expect(world.store.state.revision).toBe(before);
    world.kubelets.setPower("worker-1", true);
    world.run(5000);
    const status = world.get("web")?.status.containerStatuses?.[0];
    expect([status?.restartCount, status?.ready, status?.lastState.terminated?.exitCode]).toEqual([
      1,
      true,
      255,
    ]);
    expect(world.events()).toContain(
      "Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.",
    );
  });

  test("a container can be crashed", () => {
    const world = yard();
    const { metadata } = world.create("web", {});
    world.run(8000);
    expect(world.kubelets.crashContainer(metadata.uid ?? "", "c", 1)).toBe(true);
    expect(states(world, "web", 3000)).toContain("Running/Error/false/0");
    expect(world.get("web")?.status.containerStatuses?.[0]?.restartCount).toBe(1);
  });
});

describe("the imitated profile", () => {
  test("runs after a second, crashes as told", () => {
    const world = yard({ profile: "imitated" });
    world.create("crash", {}, {}, { annotations: { "fake/crash": "true" } });
    expect(states(world, "crash", 4000)).toEqual([
      "Pending/ContainerCreating/false/0",
      "Running/Running/true/0",
      "Running/Error/false/0",
      "Running/Running/true/1",
      "Running/Error/false/1",
      "Running/CrashLoopBackOff/false/1",
    ]);
  });
});
