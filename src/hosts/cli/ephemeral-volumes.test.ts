import { expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";

test("a pod runs on the volume it brought along, which goes with it", () => {
  const yard = emptyYard({ workers: 1 });
  const kubectl = (line: string, stdin = "") => yard.kubectl(line, { stdin }).printed;
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web" },
    spec: {
      containers: [{ name: "web", image: "nginx" }],
      volumes: [{ name: "scratch", ephemeral: { volumeClaimTemplate: { spec } } }],
    },
  };
  kubectl("create -f -", JSON.stringify(pod));
  yard.tick(30_000);
  expect(kubectl("get pod web --no-headers")).toMatch(/^web +1\/1 +Running/);
  expect(kubectl("get pvc --no-headers")).toMatch(/^web-scratch +Bound +pvc-/);
  expect(kubectl("get pvc web-scratch -o jsonpath={.metadata.ownerReferences[0].name}")).toBe(
    "web",
  );
  kubectl("delete pod web");
  yard.tick(30_000);
  expect(kubectl("get pvc --no-headers")).not.toContain("web-scratch");
});
