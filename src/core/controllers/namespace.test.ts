import { expect, test } from "vitest";
import { configMap as configMapKind } from "#core/api/kinds/core/config-map.ts";
import { formatTime } from "#core/base/time.ts";
import type { Namespace, NamespaceCondition } from "#core/api/schema/generated/types.ts";
import { namespaceController } from "./namespace.ts";
import { planConditions } from "./namespace/conditions.ts";
import { rootCaController } from "./root-ca.ts";
import { serviceAccountController } from "./serviceaccount.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const active = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", uid: "ns" },
  spec: { finalizers: ["kubernetes"] },
  status: { phase: "Active" },
};

test("a namespace gets its account and certificate, and back when they are deleted", () => {
  const cluster = new FakeCluster([rootCaController, serviceAccountController]);
  cluster.seed(active);
  cluster.run(100);
  expect([...cluster.objects.keys()]).toEqual([
    "Namespace|shop",
    "ConfigMap|shop/kube-root-ca.crt",
    "ServiceAccount|shop/default",
  ]);
  cluster.client.delete(configMapKind, { namespace: "shop", name: "kube-root-ca.crt" });
  cluster.run(100);
  expect([...cluster.objects.keys()]).toContain("ConfigMap|shop/kube-root-ca.crt");
});

test("an ending namespace loses its pods first, then the rest, then itself", () => {
  const cluster = new FakeCluster([namespaceController]);
  cluster.seed(active);
  cluster.seed({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "c", namespace: "shop", uid: "c" },
  });
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "shop", uid: "p", deletionGracePeriodSeconds: 4 },
    spec: { nodeName: "n", containers: [] },
    status: { phase: "Running" },
  } as never);
  cluster.edit(
    "Namespace",
    "shop",
    (object) => ({
      ...object,
      metadata: { ...object.metadata, deletionTimestamp: formatTime(cluster.simulation.epochMs) },
    }),
    "",
  );
  cluster.run(5100);
  const { status } = cluster.get<Namespace>("Namespace", "shop", "");
  expect(status.phase).toBe("Terminating");
  expect(status.conditions?.find(({ type }) => type === "NamespaceContentRemaining")).toMatchObject(
    {
      status: "True",
      reason: "SomeResourcesRemain",
      message: "Some resources are remaining: pods. has 1 resource instances",
    },
  );
  expect([...cluster.objects.keys()]).toContain("ConfigMap|shop/c");
  cluster.run(4000);
  expect([...cluster.objects.keys()]).toEqual([]);
});

test("conditions keep their time while they say the same", () => {
  const totals = {
    remaining: new Map([["pods.", 2]]),
    finalizers: new Map([["example.com/hold", 1]]),
    failures: [],
  };
  const first = planConditions([], totals, 0);
  expect(
    first.map(
      ({ type, status, reason }: NamespaceCondition) => `${type} ${status} ${reason ?? ""}`,
    ),
  ).toEqual([
    "NamespaceDeletionDiscoveryFailure False ResourcesDiscovered",
    "NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions",
    "NamespaceDeletionContentFailure False ContentDeleted",
    "NamespaceContentRemaining True SomeResourcesRemain",
    "NamespaceFinalizersRemaining True SomeFinalizersRemain",
  ]);
  expect(planConditions(first, totals, 60_000)).toEqual(first);
});
