import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";
import type { Yard } from "./yard.ts";

let yard: Yard;
const kubectl = (line: string, stdin = "") => yard.kubectl(line, { stdin }).stdout;

beforeEach(() => {
  yard = emptyYard({ workers: 2 });
});

test("a Service's Endpoints follow its pods, and go with it", () => {
  kubectl("create deployment web --image=nginx --replicas=2 --port=80");
  kubectl("expose deploy web");
  yard.tick(200);
  expect(kubectl("get endpoints web")).toMatch(/^web +<none>/m);
  yard.tick(20_000);
  const addresses = kubectl("get pods -o jsonpath={.items[*].status.podIP}").split(" ").sort();
  const text = addresses.map((ip) => `${ip}:80`).join(",");
  expect(kubectl("get endpoints web")).toContain(text);
  expect(kubectl("get endpoints web -o jsonpath={.metadata.labels}")).toBe(
    '{"app":"web","endpoints.kubernetes.io/managed-by":"endpoint-controller"}',
  );
  expect(kubectl("get endpoints web -o jsonpath={.subsets[0].addresses[0].targetRef.kind}")).toBe(
    "Pod",
  );
  kubectl("scale deploy web --replicas=0");
  yard.tick(5_000);
  expect(kubectl("get endpoints web")).toMatch(/^web +<none>/m);
  kubectl("delete svc web");
  yard.tick(1_000);
  expect(yard.kubectl("get endpoints web").stderr).toContain("not found");
});

test("pods that are not ready stand apart", () => {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "slow", labels: { app: "slow" } },
    spec: {
      containers: [
        {
          name: "c",
          image: "nginx",
          readinessProbe: { httpGet: { path: "/nope", port: 81 }, periodSeconds: 1 },
        },
      ],
    },
  };
  kubectl("create -f -", JSON.stringify(pod));
  kubectl("create service clusterip slow --tcp=80");
  yard.tick(20_000);
  const ip = kubectl("get pod slow -o jsonpath={.status.podIP}");
  const shown = kubectl("get endpoints slow -o jsonpath={.subsets[0].notReadyAddresses[0].ip}");
  expect(shown).toBe(ip);
  expect(kubectl("get endpoints slow -o jsonpath={.subsets[0].addresses}")).toBe("");
});

test("Endpoints that people write are mirrored to slices, changed with them and removed with them", () => {
  kubectl(
    "create -f -",
    JSON.stringify({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "db" },
      spec: { ports: [{ port: 5432 }] },
    }),
  );
  const endpoints = (...ips: readonly string[]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { name: "db", labels: { tier: "data" } },
      subsets: [{ addresses: ips.map((ip) => ({ ip })), ports: [{ port: 5432 }] }],
    });
  kubectl("create -f -", endpoints("10.1.2.3"));
  yard.tick(500);
  const slices = () => kubectl("get endpointslices -l kubernetes.io/service-name=db");
  expect(slices()).toMatch(/^db-\w+ +IPv4 +5432 +10\.1\.2\.3 /m);
  expect(
    kubectl("get endpointslices -l tier=data -o jsonpath={.items[0].metadata.labels}"),
  ).toContain("endpointslicemirroring-controller.k8s.io");
  kubectl("replace -f -", endpoints("10.1.2.3", "10.1.2.4"));
  yard.tick(500);
  expect(slices()).toContain("10.1.2.3,10.1.2.4");
  kubectl("label endpoints db endpointslice.kubernetes.io/skip-mirror=true");
  yard.tick(500);
  expect(slices()).toBe("");
  kubectl("label endpoints db endpointslice.kubernetes.io/skip-mirror-");
  yard.tick(500);
  expect(slices()).toContain("10.1.2.3,10.1.2.4");
  kubectl("delete endpoints db");
  yard.tick(5_000);
  expect(slices()).toBe("");
});
