import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";
import type { Yard } from "./yard.ts";

let yard: Yard;
const kubectl = (line: string, stdin = "") => yard.kubectl(line, { stdin }).printed;
const make = (kind: string, metadata: object, spec: object, apiVersion: string) =>
  kubectl("create -f -", JSON.stringify({ apiVersion, kind, metadata, spec }));
const NETWORKING = "networking.k8s.io/v1";
const FLOWS = "flowcontrol.apiserver.k8s.io/v1";

beforeEach(() => {
  yard = emptyYard({ workers: 1 });
});

test("the address of every Service is entered, and goes with it", () => {
  kubectl("create service clusterip web --tcp=80 --clusterip=10.96.7.7");
  kubectl("create service clusterip quiet --tcp=80 --clusterip=None");
  expect(kubectl("get ip")).toBe(`NAME        PARENTREF
10.96.0.1   services/default/kubernetes
10.96.7.7   services/default/web
`);
  expect(kubectl("get ip 10.96.7.7 -o jsonpath={.metadata.labels}")).toBe(
    '{"ipaddress.kubernetes.io/ip-family":"IPv4","ipaddress.kubernetes.io/managed-by":"ipallocator.k8s.io"}',
  );
  kubectl(
    `patch svc web -p '{"spec":{"type":"ExternalName","externalName":"a.b","clusterIP":null,"clusterIPs":null}}'`,
  );
  expect(kubectl("get ip --no-headers")).not.toContain("10.96.7.7");
  kubectl("create service clusterip web2 --tcp=80 --clusterip=10.96.7.8 --dry-run=server");
  expect(kubectl("get ip --no-headers")).not.toContain("10.96.7.8");
});

test("a range stays while somebody has an address of it", () => {
  const ready = (name: string) =>
    kubectl(
      `get servicecidr ${name} -o jsonpath={.status.conditions[0].status}/{.status.conditions[0].reason}`,
    );
  expect(ready("kubernetes")).toBe("True/");
  kubectl("delete servicecidr kubernetes --wait=false");
  yard.tick(1_000);
  expect(ready("kubernetes")).toBe("False/Terminating");
  expect(make("ServiceCIDR", { name: "more" }, { cidrs: ["10.96.0.0/12"] }, NETWORKING)).toBe(
    "servicecidr.networking.k8s.io/more created\n",
  );
  yard.tick(1_000);
  expect(ready("more")).toBe("True/");
  kubectl("delete servicecidr more --wait=false");
  yard.tick(1_000);
  expect(kubectl("get servicecidr -o name")).toContain("more");
});

test("addresses come from every range that is ready", () => {
  const ask = (address: string) =>
    kubectl(
      `create service clusterip at-${address} --tcp=80 --clusterip=${address}`.replace(
        /at-\S+/,
        (name) => name.replaceAll(".", "-"),
      ),
    );
  expect(ask("10.200.0.9")).toContain(
    "failed to allocate IP 10.200.0.9: the provided network does not match the current range",
  );
  make("ServiceCIDR", { name: "more" }, { cidrs: ["10.200.0.0/28"] }, NETWORKING);
  yard.tick(1_000);
  expect(ask("10.200.0.9")).toContain("created");
  expect(ask("10.200.0.15")).toContain(
    "the provided IP (10.200.0.15) is not in the valid range. The range of valid IPs is 10.200.0.0/28",
  );
  expect(kubectl("get ip --no-headers")).toContain("10.200.0.9");
});

test("a range of the other family may join the first, and nothing else changes", () => {
  const patch = (cidrs: readonly string[]) =>
    kubectl(
      `patch servicecidr kubernetes --type=merge -p '${JSON.stringify({ spec: { cidrs } })}'`,
    );
  expect(patch(["10.97.0.0/16"])).toContain(
    'spec.cidrs[0]: Invalid value: "10.97.0.0/16": field is immutable',
  );
  expect(patch(["10.96.0.0/16", "10.97.0.0/16"])).toContain(
    "no more than one IP for each IP family",
  );
  expect(patch(["10.96.0.0/16", "2001:db8::/64"])).toContain("patched");
  expect(patch(["10.96.0.0/16"])).toContain(
    'spec.cidrs: Invalid value: ["10.96.0.0/16"]: field is immutable',
  );
});

test.each([
  [["10.0.0.0/8", "10.1.0.0/16"], "may specify no more than one IP for each IP family, i.e"],
  [[], "spec.cidrs: Required value: at least one CIDR required"],
  [["10.0.0.1"], "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"],
])("ranges %j are refused", (cidrs, text) => {
  expect(make("ServiceCIDR", { name: "bad" }, { cidrs }, NETWORKING)).toContain(text);
});

test.each([
  ["10.1.1.1", undefined, "spec.parentRef: Required value"],
  [
    "10.1.1.01",
    { resource: "services", name: "x" },
    "must be a valid IP address in canonical form",
  ],
  ["10.1.1.1", { resource: "a/b", name: "" }, "spec.parentRef.name: Required value"],
])("an address %s of %j is refused", (name, parentRef, text) => {
  expect(make("IPAddress", { name }, { parentRef }, NETWORKING)).toContain(text);
});

test("flows are shown by precedence, and say whether their level is there", () => {
  const rows = () => kubectl("get flowschemas --no-headers").trim().split("\n");
  expect(rows().map((row) => row.split(/ +/)[0])).toEqual(
    "exempt probes system-leader-election endpoint-controller workload-leader-election system-node-high system-nodes kube-controller-manager kube-scheduler kube-system-service-accounts service-accounts global-default catch-all".split(
      " ",
    ),
  );
  const rules = [
    {
      subjects: [{ kind: "User", user: { name: "bob" } }],
      resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"] }],
    },
  ];
  const flow = (spec: object) => make("FlowSchema", { name: "mine" }, spec, FLOWS);
  expect(flow({ priorityLevelConfiguration: { name: "gone" }, rules })).toBe(
    "flowschema.flowcontrol.apiserver.k8s.io/mine created\n",
  );
  yard.tick(1_000);
  expect(rows().find((row) => row.startsWith("mine"))).toMatch(/^mine +gone +1000 +<none> .*True$/);
  const queuing = { queues: 4, handSize: 5 };
  const level = (limited: object) =>
    make("PriorityLevelConfiguration", { name: "gone" }, { type: "Limited", limited }, FLOWS);
  expect(level({ limitResponse: { type: "Queue", queuing } })).toContain(
    "spec.limited.limitResponse.queuing.handSize: Invalid value: 5: should not be greater than queues (4)",
  );
  expect(level({ limitResponse: { type: "Reject" } })).toContain("created");
  yard.tick(1_000);
  expect(rows().find((row) => row.startsWith("mine"))).toMatch(/False$/);
});

test.each([
  [
    {},
    "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required",
  ],
  [{ exactly: {} }, "spec.devices.requests[0].exactly.deviceClassName: Required value"],
  [
    { exactly: { deviceClassName: "gpu", allocationMode: "All", count: 2 } },
    "spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'",
  ],
])("a claim for a device by %j is refused", (request, text) => {
  const spec = { devices: { requests: [{ name: "one", ...request }] } };
  expect(make("ResourceClaim", { name: "c" }, spec, "resource.k8s.io/v1")).toContain(text);
});

test("a claim for a device waits", () => {
  const spec = { devices: { requests: [{ name: "one", exactly: { deviceClassName: "gpu" } }] } };
  make("ResourceClaim", { name: "c" }, spec, "resource.k8s.io/v1");
  expect(kubectl("get resourceclaims --no-headers")).toMatch(/^c +pending +0s\n$/);
  expect(kubectl("get resourceclaim c -o jsonpath={.spec.devices.requests[0].exactly}")).toBe(
    '{"allocationMode":"ExactCount","count":1,"deviceClassName":"gpu"}',
  );
});
