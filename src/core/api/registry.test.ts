import { expect, test } from "vitest";
import { kindByName, kindByResource, kindsInCategory, resolveResource } from "./registry.ts";

test.each([
  ["po", "Pod"],
  ["Pod", "Pod"],
  ["pods", "Pod"],
  ["deploy.apps", "Deployment"],
  ["deployments.v1.apps", "Deployment"],
  ["deployment.app", "Deployment"],
  ["svc", "Service"],
  ["ns", "Namespace"],
  ["leases.coordination.k8s.io", "Lease"],
])("%s means %s", (text, kind) => {
  expect(resolveResource(text)?.kind).toBe(kind);
});

test.each(["", "gizmos", "pods.apps", "deploy.batch"])("%j means nothing", (text) => {
  expect(resolveResource(text)).toBeUndefined();
});

test("a kind is found by its place in the API", () => {
  expect(kindByResource("apps", "v1", "replicasets")).toBe(kindByName("ReplicaSet"));
  expect(kindByResource("", "v1", "replicasets")).toBeUndefined();
});

test("the category all names what kubectl get all shows", () => {
  const names = kindsInCategory("all").map((kind) => kind.kind);
  expect(names).toEqual(expect.arrayContaining(["Pod", "Service", "Deployment", "ReplicaSet"]));
  expect(names).not.toContain("ConfigMap");
});
