import { describe, expect, test } from "vitest";
import { Random, seedRandom } from "#core/sim/random.ts";
import type { Cluster } from "./cluster.ts";
import { storm, type StormStep } from "./testdata/storm.ts";
import { bootedCluster } from "./testdata/world.ts";

const SEEDS = [1, 2, 3, 4];
const DURATION_MS = 120_000;
const AFTER_MS = 60_000;
const IGNORE = () => {};

/** What two equal histories must agree on: the hash over all writes with their bodies, and the whole trace. */
function historyOf(cluster: Cluster): unknown {
  return {
    hash: cluster.store.state.hash,
    revision: cluster.revision,
    at: cluster.at,
    trace: cluster.trace.state.entries,
  };
}

function stormyCluster(seed: number): {
  readonly cluster: Cluster;
  readonly steps: readonly StormStep[];
} {
  const cluster = bootedCluster({ seed });
  const steps = storm(cluster, { seed, durationMs: DURATION_MS, look: IGNORE });
  cluster.runTo(cluster.at + AFTER_MS);
  return { cluster, steps };
}

/** Goes the way of a storm that is already known. */
function replay(cluster: Cluster, steps: readonly StormStep[], until: number): void {
  for (const { at, input } of steps) {
    if (at < cluster.at) continue;
    cluster.runTo(at);
    cluster.applyInput(input, "storm");
  }
  cluster.runTo(until);
}

describe("determinism", () => {
  test.each(SEEDS)("the same seed and inputs give the same history, seed %i", (seed) => {
    const first = stormyCluster(seed);
    const second = bootedCluster({ seed });
    replay(second, first.steps, first.cluster.at);
    expect(historyOf(second)).toEqual(historyOf(first.cluster));
  });

  test("another seed gives another history", () => {
    expect(stormyCluster(1).cluster.store.state.hash).not.toBe(
      stormyCluster(2).cluster.store.state.hash,
    );
  });

  test("a clock that goes in small steps changes nothing", () => {
    const { cluster, steps } = stormyCluster(5);
    const second = bootedCluster({ seed: 5 });
    for (const { at, input } of steps) {
      while (second.at + 37 < at) second.runTo(second.at + 37);
      second.runTo(at);
      second.applyInput(input, "storm");
    }
    second.runTo(cluster.at);
    expect(historyOf(second)).toEqual(historyOf(cluster));
  });
});

describe("checkpoints", () => {
  test.each(SEEDS)(
    "a run that was interrupted at any time ends as one that was not, seed %i",
    (seed) => {
      const { cluster, steps } = stormyCluster(seed);
      const expected = historyOf(cluster);
      const random = new Random(seedRandom({ seed, name: "checkpoint" }));
      const times = Array.from({ length: 3 }, () => random.nextInt(DURATION_MS));
      const second = bootedCluster({ seed });
      for (const time of times.sort((a, b) => a - b)) {
        const before = steps.filter(({ at }) => at < time && at >= second.at);
        replay(second, before, time);
        const checkpoint = second.checkpoint();
        // What happens between the checkpoint and the way back must leave no trace.
        second.runTo(second.at + 5_000);
        second.restore(checkpoint);
        const third = bootedCluster({ seed });
        third.restore(checkpoint);
        replay(
          third,
          steps.filter(({ at }) => at >= time),
          cluster.at,
        );
        expect(historyOf(third)).toEqual(expected);
      }
      replay(
        second,
        steps.filter(({ at }) => at >= second.at),
        cluster.at,
      );
      expect(historyOf(second)).toEqual(expected);
    },
  );
});
