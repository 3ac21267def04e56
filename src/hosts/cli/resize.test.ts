import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";
import type { Yard } from "./yard.ts";

const POD = (name: string, resources: string, more = "") => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers:
  - name: c
    image: nginx
    resources: ${resources}
${more}`;
const FILES: Readonly<Record<string, string>> = {
  "pod.yaml": POD(
    "web",
    "{requests: {cpu: 500m, memory: 128Mi}, limits: {cpu: '1', memory: 256Mi}}",
    "    resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]\n",
  ),
  "big.yaml": POD("big", "{requests: {cpu: '2', memory: 1Gi}}"),
  "range.yaml":
    "apiVersion: v1\nkind: LimitRange\nmetadata: {name: r}\nspec: {limits: [{type: Container, max: {cpu: '3'}}]}\n",
  "quota.yaml":
    "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {requests.cpu: '4'}}\n",
};

let yard: Yard;
const readFile = (name: string) => FILES[name];
const kubectl = (line: string) => yard.kubectl(line, { readFile }).printed;
const read = (path: string, pod = "web") => kubectl(`get pod ${pod} -o jsonpath='${path}'`);
const resize = (resources: object, pod = "web") =>
  kubectl(
    `patch pod ${pod} --subresource resize -p '${JSON.stringify({ spec: { containers: [{ name: "c", resources }] } })}'`,
  );

beforeEach(() => {
  yard = emptyYard({ workers: 1 });
  kubectl("apply -f pod.yaml");
  yard.tick(20_000);
  expect(read("{.status.phase}")).toBe("Running");
});

test("a container gets more cpu without a restart, and the pod says that it is on its way", () => {
  expect(resize({ requests: { cpu: "800m" }, limits: { cpu: "2" } })).toBe("pod/web patched\n");
  expect(read("{.metadata.generation}")).toBe("2");
  yard.tick(200);
  expect(read('{.status.conditions[?(@.type=="PodResizeInProgress")].status}')).toBe("True");
  expect(read("{.status.containerStatuses[0].allocatedResources.cpu}")).toBe("800m");
  expect(read("{.status.containerStatuses[0].resources.limits.cpu}")).toBe("1");
  yard.tick(3000);
  expect(read('{.status.conditions[?(@.type=="PodResizeInProgress")].status}')).toBe("");
  expect(read("{.status.containerStatuses[0].resources.limits.cpu}")).toBe("2");
  expect(read("{.status.containerStatuses[0].restartCount}")).toBe("0");
  expect(kubectl("events --for pod/web")).toContain("ResizeCompleted");
});

test("a policy asks for a restart", () => {
  resize({ requests: { memory: "200Mi" }, limits: { memory: "300Mi" } });
  yard.tick(60_000);
  expect(read("{.status.containerStatuses[0].restartCount}")).toBe("1");
  expect(read("{.status.containerStatuses[0].resources.limits.memory}")).toBe("300Mi");
  expect(kubectl("events --for pod/web")).toContain("Container c resize requires restart");
});

test("what cannot be is infeasible, what has no room waits until there is some", () => {
  resize({ requests: { cpu: "9" }, limits: { cpu: "9" } });
  yard.tick(500);
  const pending = '{.status.conditions[?(@.type=="PodResizePending")]';
  expect(read(`${pending}.reason}`)).toBe("Infeasible");
  expect(read(`${pending}.message}`)).toBe(
    "Node didn't have enough capacity: cpu, requested: 9000, capacity: 4000",
  );
  resize({ requests: { cpu: "500m" } });
  kubectl("apply -f big.yaml");
  yard.tick(20_000);
  expect(read("{.status.phase}", "big")).toBe("Running");
  resize({ requests: { cpu: "3" } });
  yard.tick(500);
  expect(read(`${pending}.reason}`)).toBe("Deferred");
  expect(read(`${pending}.message}`)).toBe(
    "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000",
  );
  kubectl("delete pod big --now");
  yard.tick(20_000);
  expect(read(`${pending}.reason}`)).toBe("");
  expect(read("{.status.containerStatuses[0].resources.requests.cpu}")).toBe("3");
});

test.each([
  [
    { requests: { cpu: "2", memory: "256Mi" }, limits: { cpu: "2", memory: "256Mi" } },
    'The Pod "web" is invalid: spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing\n',
  ],
  [
    { limits: { cpu: null } },
    'The Pod "web" is invalid: spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed\n',
  ],
  [
    { requests: { cpu: "2" } },
    'The Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1\n',
  ],
])("refuses %j", (resources, text) => {
  expect(resize(resources)).toBe(text);
});

test("other resources stay, and the rest of a pod is no business of a resize", () => {
  const answer = resize({ requests: { "ephemeral-storage": "1Gi" } });
  expect(answer).toContain(
    'The Pod "web" is invalid: spec: Forbidden: only cpu and memory resources are mutable\n',
  );
  expect(kubectl(`patch pod web --subresource resize -p '{"metadata":{"labels":{"a":"b"}}}'`)).toBe(
    "pod/web patched (no change)\n",
  );
  expect(
    kubectl(
      `patch pod web -p '{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]}}'`,
    ),
  ).toContain("pod updates may not change fields other than");
});

test("limit ranges and quotas are asked", () => {
  kubectl("apply -f range.yaml -f quota.yaml");
  yard.tick(1000);
  expect(resize({ requests: { cpu: "3500m" }, limits: { cpu: "4" } })).toContain(
    'pods "web" is forbidden: maximum cpu usage per Container is 3, but limit is 4',
  );
  kubectl("delete limitrange r");
  expect(resize({ requests: { cpu: "4100m" }, limits: { cpu: "5" } })).toBe(
    'Error from server (Forbidden): pods "web" is forbidden: exceeded quota: q, requested: requests.cpu=3600m, used: requests.cpu=500m, limited: requests.cpu=4\n',
  );
});
