import { describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { conflict } from "#core/api/status.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import type { Change } from "./changes.ts";
import type { Client } from "./client.ts";
import { defineController, type ControllerDefinition } from "./controller.ts";
import { ControllerManager } from "./controller-manager.ts";
import { WatchHub } from "./watch-hub.ts";

interface Bench {
  readonly simulation: Simulation;
  readonly manager: ControllerManager;
  publish(name: string): void;
}

function bench(definition: ControllerDefinition): Bench {
  const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
  const hub = new WatchHub(simulation);
  const manager = new ControllerManager({
    simulation,
    trace: new TraceLog(),
    hub,
    controllers: [definition],
    clientFor: () => ({}) as Client,
    recorderFor: () => ({ record() {} }),
  });
  let revision = 0;
  return {
    simulation,
    manager,
    publish(name) {
      revision += 1;
      const object = {
        apiVersion: "v1",
        kind: "Thing",
        metadata: { name, uid: name },
      } as KubeObject;
      const change: Change = {
        type: "added",
        kind: "Thing",
        key: name,
        object,
        old: undefined,
        revision,
        at: simulation.now,
        traceId: revision,
      };
      hub.publish(change);
    },
  };
}

const controller = (reconcile: ControllerDefinition["reconcile"]) =>
  defineController({ name: "c", kind: "Thing", watches: [], reconcile });

describe("the controller manager", () => {
  test("reconciles a key once for several changes at once, with the newest cause", () => {
    const calls: [string, number][] = [];
    const { simulation, publish } = bench(
      controller((key) => {
        calls.push([key, simulation.state.cause]);
        return undefined;
      }),
    );
    publish("a");
    publish("a");
    publish("b");
    simulation.runUntil(100);
    expect(calls).toEqual([
      ["a", 2],
      ["b", 3],
    ]);
  });

  test("retries a refused key with doubling waits, and gives up after maxRetries", () => {
    const times: number[] = [];
    const { simulation, publish } = bench({
      ...controller(() => {
        times.push(simulation.now);
        throw conflict({ group: "", resource: "things" }, "a");
      }),
      maxRetries: 3,
    });
    publish("a");
    simulation.runUntil(10_000);
    const waits = times.slice(1).map((time, i) => time - (times[i] as number));
    expect(times).toHaveLength(4);
    expect(waits).toEqual([7, 12, 22]);
  });

  test("comes back when asked to, at the earliest of the times asked for", () => {
    const times: number[] = [];
    const { simulation, publish } = bench(
      controller((key, context) => {
        times.push(simulation.now);
        if (times.length > 1) return undefined;
        context.enqueueAfter(key, 500);
        return { requeueAfterMs: 2_000 };
      }),
    );
    publish("a");
    simulation.runUntil(10_000);
    expect(times).toHaveLength(2);
    expect((times[1] as number) - (times[0] as number)).toBe(502);
  });

  test("does not look at a key again before its own write has come back", () => {
    const seen: number[] = [];
    const world = bench(
      controller((_key, context) => {
        seen.push(context.lister("Thing").list().length);
        if (seen.length === 1) {
          world.publish("child");
          context.enqueueAfter("parent", 0);
        }
        return undefined;
      }),
    );
    world.publish("parent");
    world.simulation.runUntil(100);
    expect(seen[0]).toBe(1);
    expect(seen.slice(1).every((count) => count === 2)).toBe(true);
  });

  test("a key in a storm is reconciled at the client's rate, and at last once more", () => {
    let calls = 0;
    const { simulation, publish } = bench(
      controller(() => {
        calls += 1;
        return undefined;
      }),
    );
    for (let i = 0; i < 500; i++) {
      publish("a");
      simulation.runUntil(simulation.now + 10);
    }
    const during = calls;
    simulation.runUntil(simulation.now + 1_000);
    expect(during).toBeGreaterThan(100);
    expect(during).toBeLessThan(150);
    expect(calls).toBe(during + 1);
  });
});
