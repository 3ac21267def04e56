import { describe, expect, test } from "vitest";
import { states, yard } from "./testing/yard.ts";

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
