import { describe, expect, test } from "vitest";
import { checks } from "./checks/index.ts";
import type { Cluster } from "./cluster.ts";
import { calm, storm } from "./testdata/storm.ts";
import { bootedCluster } from "./testdata/world.ts";

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const STORM_MS = 180_000;
/** Longer than the five minutes for which pods bear a dead node, and than the longest back-off. */
const PEACE_MS = 660_000;

/** Throws at the first thing that must always be true and is not. */
function watcherOf(cluster: Cluster): () => void {
  let revision = cluster.revision;
  const always = checks.filter(({ when }) => when === "always");
  return () => {
    if (cluster.revision === revision) return;
    const changes = cluster.store.changesSince(revision) ?? [];
    revision = cluster.revision;
    for (const check of always) {
      const violation = check.violation(cluster, changes);
      if (violation !== undefined)
        throw new Error(`${check.name}, at ${cluster.at} ms: ${violation}`);
    }
  };
}

function settledViolations(cluster: Cluster): string[] {
  return checks.flatMap(({ name, when, violation }) => {
    const found = when === "settled" ? violation(cluster, []) : undefined;
    return found === undefined ? [] : [`${name}: ${found}`];
  });
}

describe("a storm of deeds and faults", () => {
  test.each(SEEDS)("breaks no rule and ends in peace, seed %i", (seed) => {
    const cluster = bootedCluster({ seed, hashBodies: false });
    const look = watcherOf(cluster);
    const steps = storm(cluster, { seed, durationMs: STORM_MS, look });
    const pods = cluster.trace.state.entries.filter(
      ({ verb, object }) => verb === "create" && object?.kind === "Pod",
    ).length;
    calm(cluster, { peaceMs: PEACE_MS, look });
    expect(steps.length).toBeGreaterThan(10);
    expect(pods).toBeGreaterThan(10);
    expect(settledViolations(cluster)).toEqual([]);
  });
});
