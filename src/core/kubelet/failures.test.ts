import { describe, expect, test } from "vitest";
import { states, yard } from "./testing/yard.ts";

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
