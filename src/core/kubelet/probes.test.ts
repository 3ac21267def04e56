import { describe, expect, test } from "vitest";
import { states, yard } from "./testing/yard.ts";

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
