import { describe, expect, test } from "vitest";
import type { Deployment, Pod } from "#core/api/schema/generated/types.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import type { Cluster } from "./cluster.ts";
import { bootedCluster, createDeployment, setImage } from "./testdata/world.ts";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** The last one does not exist: its pods never come up. */
const IMAGES = ["nginx:1.26", "nginx:1.27", "httpd:2.4", "nginx:1.161"];
const READY_MS = 60_000;
const ROLLOUT_MS = 120_000;

interface Shape {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

function shapeOf(random: Random): Shape {
  const maxSurge = random.nextInt(3);
  return {
    replicas: 1 + random.nextInt(6),
    maxSurge,
    maxUnavailable: maxSurge === 0 ? 1 : random.nextInt(3),
  };
}

/** Pods that can serve, and pods that are neither over nor being deleted. */
function countsOf(cluster: Cluster): { readonly available: number; readonly total: number } {
  const pods = (cluster.store.list("Pod", "default") as readonly Pod[]).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const isReady = ({ status }: Pod) =>
    status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True");
  return { available: pods.filter(isReady).length, total: pods.length };
}

function runLooking(cluster: Cluster, until: number, look: () => void): void {
  for (
    let next = cluster.nextInstant();
    next !== undefined && next <= until;
    next = cluster.nextInstant()
  ) {
    cluster.runTo(next);
    look();
  }
  cluster.runTo(until);
}

describe("a rolling update that nothing disturbs", () => {
  test.each(SEEDS)(
    "keeps between floor and ceiling, whatever the new image does, seed %i",
    (seed) => {
      const random = new Random(seedRandom({ seed, name: "rollout" }));
      const cluster = bootedCluster({ seed, hashBodies: false });
      const { replicas, maxSurge, maxUnavailable } = shapeOf(random);
      const spec = { strategy: { rollingUpdate: { maxSurge, maxUnavailable } } };
      cluster.applyInput(
        createDeployment("web", { replicas, image: "nginx:1.26", spec }),
        "create",
      );
      cluster.runTo(cluster.at + READY_MS);
      expect(countsOf(cluster)).toEqual({ available: replicas, total: replicas });
      for (let i = 0; i < 3; i++) {
        cluster.applyInput(setImage("web", random.pick(IMAGES)), "roll");
        runLooking(cluster, cluster.at + random.nextInt(ROLLOUT_MS), () => {
          const { available, total } = countsOf(cluster);
          expect(total).toBeLessThanOrEqual(replicas + maxSurge);
          expect(available).toBeGreaterThanOrEqual(replicas - maxUnavailable);
        });
      }
      cluster.applyInput(setImage("web", "nginx:1.27"), "roll");
      cluster.runTo(cluster.at + ROLLOUT_MS);
      const deployment = cluster.store.get("Deployment", "default/web") as Deployment;
      expect(deployment.status).toMatchObject({
        replicas,
        updatedReplicas: replicas,
        availableReplicas: replicas,
      });
    },
  );
});
