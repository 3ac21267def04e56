import { describe, expect, test } from "vitest";
import { cloneState } from "#core/base/clone.ts";
import { Random, seedRandom } from "./random.ts";
import { Simulation, type Component, type SimEvent } from "./simulation.ts";

class Recorder implements Component {
  readonly name = "recorder";
  state: { log: string[] } = { log: [] };
  readonly simulation: Simulation;
  readonly react: (event: SimEvent, instance: string) => void;

  constructor(
    simulation: Simulation,
    react: (event: SimEvent, instance: string) => void = () => {},
  ) {
    this.simulation = simulation;
    this.react = react;
    simulation.register(this);
  }

  handle(event: SimEvent, instance: string): void {
    this.state.log.push(
      `${this.simulation.now} ${event.type}${instance === "" ? "" : `@${instance}`}`,
    );
    this.react(event, instance);
  }
}

const create = () => new Simulation({ seed: 7, startEpochMs: 1_000_000 });

describe("the event queue", () => {
  test("runs events in order of time, and of scheduling within one instant", () => {
    const simulation = create();
    const recorder = new Recorder(simulation);
    for (const [delayMs, type] of [
      [20, "late"],
      [10, "first"],
      [10, "second"],
    ] as const)
      simulation.schedule({ delayMs, to: "recorder", type });
    simulation.runUntil(15);
    expect(recorder.state.log).toEqual(["10 first", "10 second"]);
    expect(simulation.now).toBe(15);
    simulation.runUntil(20);
    expect(recorder.state.log.at(-1)).toBe("20 late");
  });

  test("an instant includes what it schedules for itself", () => {
    const simulation = create();
    const recorder = new Recorder(simulation, (event) => {
      if (event.type === "again") simulation.schedule({ delayMs: 0, to: "recorder", type: "end" });
    });
    simulation.schedule({ delayMs: 5, to: "recorder", type: "again" });
    expect(simulation.runInstant()).toBe(5);
    expect(recorder.state.log).toEqual(["5 again", "5 end"]);
  });

  test("the part behind the slash names the instance", () => {
    const simulation = create();
    const recorder = new Recorder(simulation);
    simulation.schedule({ delayMs: 1, to: "recorder/worker-1", type: "beat" });
    simulation.runUntil(1);
    expect(recorder.state.log).toEqual(["1 beat@worker-1"]);
  });

  test("an event cannot lie in the past, and nobody unknown gets one", () => {
    const simulation = create();
    expect(() => simulation.schedule({ delayMs: -1, to: "recorder", type: "x" })).toThrow(
      "lies in the past",
    );
    simulation.schedule({ delayMs: 1, to: "nobody", type: "x" });
    expect(() => simulation.runUntil(1)).toThrow("no component is called nobody");
  });
});

describe("timers", () => {
  test("setting one again replaces it; clearing forgets it", () => {
    const simulation = create();
    const recorder = new Recorder(simulation);
    const timer = { to: "recorder", key: "k" };
    simulation.setTimer({ delayMs: 10, ...timer, type: "old" });
    simulation.setTimer({ delayMs: 30, ...timer, type: "new" });
    expect(simulation.timerTime(timer)).toBe(30);
    simulation.setTimer({ delayMs: 5, to: "recorder", key: "gone", type: "gone" });
    simulation.clearTimer({ to: "recorder", key: "gone" });
    simulation.runUntil(100);
    expect(recorder.state.log).toEqual(["30 new"]);
    expect(simulation.timerTime(timer)).toBeUndefined();
  });
});

describe("causes", () => {
  test("an event inherits the cause that was in force when it was scheduled, and a because ends with its event", () => {
    const simulation = create();
    const seen: [number, string | undefined][] = [];
    new Recorder(simulation, (event) => {
      seen.push([simulation.state.cause, simulation.state.because?.code]);
      if (event.type === "a") {
        simulation.because("reason", {});
        simulation.schedule({ delayMs: 1, to: "recorder", type: "b" });
      }
    });
    simulation.reactTo(42);
    simulation.schedule({ delayMs: 1, to: "recorder", type: "a" });
    simulation.reactTo(0);
    simulation.runUntil(10);
    expect(seen).toEqual([
      [42, undefined],
      [42, undefined],
    ]);
  });
});

describe("state", () => {
  test("a restored copy goes on as the original did, random draws included", () => {
    const simulation = create();
    const recorder = new Recorder(simulation, () => {
      recorder.state.log.push(String(simulation.random("stream").nextUint32()));
      simulation.schedule({ delayMs: 3, to: "recorder", type: "tick" });
    });
    simulation.schedule({ delayMs: 1, to: "recorder", type: "tick" });
    simulation.runUntil(20);
    const copy = { kernel: cloneState(simulation.state), log: cloneState(recorder.state) };
    simulation.runUntil(60);
    const after = [...recorder.state.log];
    simulation.state = copy.kernel;
    recorder.state = copy.log;
    simulation.runUntil(60);
    expect(recorder.state.log).toEqual(after);
  });
});

describe("random streams", () => {
  test("depend on seed and name alone", () => {
    const draw = (seed: number, name: string) =>
      new Random(seedRandom({ seed, name })).nextUint32();
    expect(draw(1, "a")).toBe(draw(1, "a"));
    expect(new Set([draw(1, "a"), draw(1, "b"), draw(2, "a")]).size).toBe(3);
  });

  test("names and uuids have their forms", () => {
    const random = new Random(seedRandom({ seed: 3, name: "forms" }));
    for (let i = 0; i < 200; i++) {
      expect(random.nextName(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(random.nextUuid()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  test("integers cover their range evenly", () => {
    const random = new Random(seedRandom({ seed: 5, name: "range" }));
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) counts[random.nextInt(5)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});
