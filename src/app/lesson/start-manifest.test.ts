import { expect, test } from "vitest";
import { asWritten } from "./start-manifest.ts";

const service = {
  metadata: { name: "shop", uid: "1", resourceVersion: "9", labels: { app: "shop" } },
  spec: { clusterIP: "10.96.0.7", clusterIPs: ["10.96.0.7"], selector: { app: "shop" } },
  status: { loadBalancer: {} },
};

test("what the server has assigned is left out", () => {
  expect(asWritten(service, { apiVersion: "v1", kind: "Service" })).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", labels: { app: "shop" } },
    spec: { selector: { app: "shop" } },
  });
});

test.each([
  ["another object makes it", { metadata: { name: "a", ownerReferences: [{}] } }, "Pod"],
  ["it is about to go", { metadata: { name: "a", deletionTimestamp: "2026" } }, "Pod"],
  ["the cluster makes it", { metadata: { name: "kubernetes" } }, "Service"],
])("nothing is written when %s", (_why, object, kind) => {
  expect(asWritten(object, { apiVersion: "v1", kind })).toBeUndefined();
});

test("data beside the spec stays", () => {
  const config = { metadata: { name: "c" }, data: { a: "1" } };
  expect(asWritten(config, { apiVersion: "v1", kind: "ConfigMap" })).toMatchObject({
    data: { a: "1" },
  });
});
