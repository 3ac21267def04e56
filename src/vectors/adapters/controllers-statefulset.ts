import { statefulSet as statefulSetKind } from "#core/api/kinds/apps/stateful-set.ts";
import type { PersistentVolumeClaim, Pod, StatefulSet } from "#core/api/schema/generated/types.ts";
import { statefulSetController } from "#core/controllers/statefulset.ts";
import {
  ordinalOf,
  parentAndOrdinal,
  planClaimOwners,
  statefulPod,
} from "#core/controllers/statefulset/identity.ts";
import { maxUnavailableOf } from "#core/controllers/statefulset/plan.ts";
import { FakeCluster } from "#core/controllers/testing/fake-cluster.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, text, type Fields } from "./controllers-given.ts";

/** Long enough for every pod to be replaced one after another. */
const SETTLE_MS = 60_000;

export function runStatefulSet({ in: input }: VectorCase): unknown {
  const given = fields(input);
  switch (given.op) {
    case "maxUnavailable": {
      const rollingUpdate =
        given.maxUnavailable === null ? {} : { maxUnavailable: given.maxUnavailable };
      return { maxUnavailable: maxUnavailableOf(setOf({ ...given, rollingUpdate })) };
    }
    case "pvcOwnerRefs":
      return claimOwners(given);
    case "claimPodName": {
      const { ordinal } = parentAndOrdinal(text(given.claim));
      return { podName: ordinal < 0 ? "" : `${text(given.statefulSet)}-${ordinal}` };
    }
    case "identity":
      return identity(given);
    default:
      return finalState(given);
  }
}

function setOf(given: Fields): StatefulSet {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: text(given.statefulSet) || "foo", namespace: "default", uid: "set" },
    spec: {
      replicas: count(given.replicas),
      serviceName: text(given.serviceName),
      podManagementPolicy: given.podManagementPolicy,
      updateStrategy: {
        type: given.strategy ?? "RollingUpdate",
        rollingUpdate: given.rollingUpdate,
      },
      persistentVolumeClaimRetentionPolicy: {
        whenScaled: given.whenScaled,
        whenDeleted: given.whenDeleted,
      },
      volumeClaimTemplates: ((given.volumeClaimTemplates ?? []) as readonly string[]).map(
        (name) => ({ metadata: { name }, spec: {} }),
      ),
      selector: { matchLabels: { app: "foo" } },
      template: {
        metadata: { labels: { app: "foo" } },
        spec: { containers: [{ name: "c", image: text(given.image) }] },
      },
    },
    status: { replicas: 0 },
  } as unknown as StatefulSet;
}

function podFor(set: StatefulSet, ordinal: number): Pod {
  const pod = statefulPod(set, { ordinal, revision: "r", template: set.spec.template });
  return { ...pod, metadata: { ...pod.metadata, uid: "pod" } };
}

function claimOwners(given: Fields): unknown {
  const set = setOf(given);
  const claim = {
    metadata: { name: "claim" },
    spec: {},
    status: {},
  } as unknown as PersistentVolumeClaim;
  const owners = planClaimOwners(set, podFor(set, count(given.podOrdinal)), claim) ?? [];
  return {
    claimOwnedByPod: owners.some(({ kind }) => kind === "Pod"),
    claimOwnedByStatefulSet: owners.some(({ kind }) => kind === "StatefulSet"),
  };
}

function identity(given: Fields): unknown {
  const { metadata, spec } = podFor(setOf(given), count(given.ordinal));
  const { "controller-revision-hash": _hash, app: _app, ...labels } = metadata.labels ?? {};
  return {
    podName: metadata.name,
    hostname: spec.hostname,
    subdomain: spec.subdomain,
    claims: spec.volumes?.flatMap((each) => each.persistentVolumeClaim?.claimName ?? []),
    labels,
  };
}

function finalState(given: Fields): unknown {
  const cluster = new FakeCluster([statefulSetController]);
  const rollingUpdate = { partition: count(given.partition) };
  const replicas = count(given.initialReplicas);
  cluster.client.create(
    statefulSetKind,
    setOf({ ...given, rollingUpdate, replicas, image: given.oldImage }),
  );
  cluster.run(SETTLE_MS);
  const set = (change: object) => {
    cluster.edit("StatefulSet", "foo", (object) => ({
      ...object,
      spec: { ...object.spec, ...change },
    }));
    cluster.run(SETTLE_MS);
  };
  const { template } = setOf({ image: given.newImage }).spec;
  set({ replicas: count(given.replicas), template });
  const images = imagesOf(cluster);
  if (given.strategy !== "OnDelete") return { images };
  set({ replicas: 0 });
  set({ replicas: count(given.replicas) });
  return { images, imagesAfterScaleToZeroAndBack: imagesOf(cluster) };
}

function imagesOf(cluster: FakeCluster): readonly (string | undefined)[] {
  return cluster
    .all<Pod>("Pod")
    .sort((a, b) => ordinalOf(a) - ordinalOf(b))
    .map(({ spec }) => spec.containers[0]?.image);
}
