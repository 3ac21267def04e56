import { beforeEach, expect, test } from "vitest";
import { kinds } from "#core/api/kinds/index.ts";
import type { ApiResponse, UserInfo, Verb } from "#core/api/request.ts";
import type { Pod, ResourceQuota } from "#core/api/schema/generated/types.ts";
import type { Status } from "#core/api/status.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "../api-server.ts";
import { admissionPlugins } from "./index.ts";

const ADMIN = { name: "admin", groups: ["system:masters"] };
let server: ApiServer;

interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
}

function send(verb: Verb, body: Body, name = "", user: UserInfo = ADMIN): ApiResponse {
  const kind = kinds.find((each) => each.kind === body.kind);
  return server.handle({
    verb,
    group: kind?.group ?? "",
    version: kind?.version ?? "v1",
    resource: kind?.plural ?? "",
    subresource: name.split("/")[1] ?? "",
    namespace: kind?.namespaced === true ? "default" : "",
    name: name.split("/")[0] ?? "",
    body,
    options: {},
    user,
    agent: "test",
  });
}

function make(kind: string, rest: object, apiVersion = "v1"): void {
  const answer = send("create", { apiVersion, kind, metadata: { name: "x" }, ...rest });
  expect(answer.body).toMatchObject({ kind });
}

/** A quota that its controller has counted: nothing is used yet, or what is said. */
function makeQuota(
  spec: { readonly hard: Readonly<Record<string, string>>; readonly [key: string]: unknown },
  used: Readonly<Record<string, string>> = Object.fromEntries(
    Object.keys(spec.hard).map((name) => [name, "0"]),
  ),
): void {
  make("ResourceQuota", { spec });
  const status = { hard: spec.hard, used };
  const body = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "x" }, status };
  expect(send("update", body, "x/status").code).toBe(200);
}

function usedOf(): unknown {
  const body = { apiVersion: "v1", kind: "ResourceQuota", metadata: {} };
  return (send("get", body, "x").body as ResourceQuota).status?.used;
}

function pod(container: object, spec: object = {}, name = "p"): Body {
  const containers = [{ name: "c", image: "nginx", ...container }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    ...{ spec: { containers, ...spec } },
  };
}

const textOf = ({ body }: ApiResponse) => (body as Status).message;

beforeEach(() => {
  const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
  server = new ApiServer({
    simulation,
    store: new Store({ hashesBodies: false }),
    trace: new TraceLog(),
    kinds,
    admission: admissionPlugins,
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  make("Namespace", { metadata: { name: "default" } });
  make("ServiceAccount", { metadata: { name: "default" } });
});

function label(labels: object): ApiResponse {
  const metadata = { name: "default", labels };
  return send("update", { apiVersion: "v1", kind: "Namespace", metadata }, "default");
}

test("restricted refuses a plain pod with every reason, in order", () => {
  label({ "pod-security.kubernetes.io/enforce": "restricted" });
  expect(textOf(send("create", pod({ securityContext: { privileged: true } })))).toBe(
    'pods "p" is forbidden: violates PodSecurity "restricted:latest": privileged (container "c" must not set securityContext.privileged=true), ' +
      'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities ' +
      '(container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set ' +
      'securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to ' +
      '"RuntimeDefault" or "Localhost")',
  );
});

test("baseline lets a plain pod in, and no host network", () => {
  label({ "pod-security.kubernetes.io/enforce": "baseline" });
  expect(send("create", pod({})).code).toBe(201);
  expect(textOf(send("create", pod({}, { hostNetwork: true }, "q")))).toBe(
    'pods "q" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
  );
});

test("warn lets in and says so, of pods and of what makes them", () => {
  label({ "pod-security.kubernetes.io/warn": "baseline" });
  const warned = send("create", pod({}, { hostPID: true }));
  expect(warned.code).toBe(201);
  expect(warned.warnings).toEqual([
    'would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)',
  ]);
  const template = {
    metadata: { labels: { app: "a" } },
    spec: { hostIPC: true, containers: [{ name: "c", image: "nginx" }] },
  };
  const deployment = send("create", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    ...{ spec: { selector: { matchLabels: { app: "a" } }, template } },
  });
  expect(deployment.warnings).toEqual([
    'would violate PodSecurity "baseline:latest": host namespaces (hostIPC=true)',
  ]);
});

test("a namespace that becomes stricter tells which pods would not come in again", () => {
  send("create", pod({}, { hostNetwork: true }, "a"));
  send("create", pod({}, { hostNetwork: true }, "b"));
  expect(label({ "pod-security.kubernetes.io/enforce": "baseline" }).warnings).toEqual([
    'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
    "a (and 1 other pod): host namespaces",
  ]);
});

test("a limit range fills in what a container leaves out, and notes it", () => {
  const limits = [{ type: "Container", default: { cpu: "500m" }, defaultRequest: { cpu: "100m" } }];
  make("LimitRange", { spec: { limits } });
  const { spec, metadata } = send("create", pod({})).body as Pod;
  expect(spec.containers[0]?.resources).toEqual({
    limits: { cpu: "500m" },
    requests: { cpu: "100m" },
  });
  expect(metadata.annotations?.["kubernetes.io/limit-ranger"]).toBe(
    "LimitRanger plugin set: cpu request for container c; cpu limit for container c",
  );
});

test.each([
  [
    { requests: { cpu: "10m" }, limits: { cpu: "40m" } },
    "minimum cpu usage per Container is 50m, but request is 10m",
  ],
  [
    { requests: { cpu: "1" }, limits: { cpu: "3" } },
    "maximum cpu usage per Container is 2, but limit is 3",
  ],
  [
    { requests: { cpu: "100m" }, limits: { cpu: "1" } },
    "cpu max limit to request ratio per Container is 4, but provided ratio is 10.000000",
  ],
])("a limit range refuses %j", (resources, text) => {
  const item = {
    type: "Container",
    min: { cpu: "50m" },
    max: { cpu: "2" },
    maxLimitRequestRatio: { cpu: "4" },
  };
  make("LimitRange", { spec: { limits: [item] } });
  expect(textOf(send("create", pod({ resources })))).toBe(`pods "p" is forbidden: ${text}`);
});

test("a quota refuses the pod that is one too many, and the pod that does not say what it needs", () => {
  makeQuota({ hard: { pods: "1", "requests.cpu": "1" } });
  expect(textOf(send("create", pod({})))).toBe(
    'pods "p" is forbidden: failed quota: x: must specify requests.cpu for: c',
  );
  const resources = { requests: { cpu: "600m" } };
  expect(send("create", pod({ resources })).code).toBe(201);
  expect(textOf(send("create", pod({ resources }, {}, "q")))).toBe(
    'pods "q" is forbidden: exceeded quota: x, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1',
  );
});

test("a quota counts objects of other kinds by their names", () => {
  makeQuota({ hard: { "count/ingresses.networking.k8s.io": "0", configmaps: "1" } });
  const spec = { defaultBackend: { service: { name: "s", port: { number: 80 } } } };
  const ingress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "i" },
    ...{ spec },
  };
  expect(textOf(send("create", ingress))).toBe(
    'ingresses.networking.k8s.io "i" is forbidden: exceeded quota: x, requested: count/ingresses.networking.k8s.io=1, ' +
      "used: count/ingresses.networking.k8s.io=0, limited: count/ingresses.networking.k8s.io=0",
  );
  make("ConfigMap", { metadata: { name: "one" } });
  expect(
    send("create", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "two" } }).code,
  ).toBe(403);
});

test("an Ingress without a class gets the default one", () => {
  const metadata = {
    name: "nginx",
    annotations: { "ingressclass.kubernetes.io/is-default-class": "true" },
  };
  make("IngressClass", { metadata, spec: { controller: "k8s.io/nginx" } }, "networking.k8s.io/v1");
  const spec = { defaultBackend: { service: { name: "s", port: { number: 80 } } } };
  const answer = send("create", {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "i" },
    ...{ spec },
  });
  expect(answer.body).toMatchObject({ spec: { ingressClassName: "nginx" } });
});

test("a pod takes what its runtime class asks for, which must exist", () => {
  const scheduling = { nodeSelector: { disk: "ssd" } };
  make(
    "RuntimeClass",
    {
      metadata: { name: "gvisor" },
      handler: "runsc",
      overhead: { podFixed: { cpu: "10m" } },
      scheduling,
    },
    "node.k8s.io/v1",
  );
  expect(send("create", pod({}, { runtimeClassName: "gvisor" })).body).toMatchObject({
    spec: { overhead: { cpu: "10m" }, nodeSelector: { disk: "ssd" } },
  });
  expect(textOf(send("create", pod({}, { runtimeClassName: "none" }, "q")))).toBe(
    'pods "q" is forbidden: pod rejected: RuntimeClass "none" not found',
  );
});

test("there is one default priority class", () => {
  const rest = { metadata: { name: "a" }, value: 5, globalDefault: true };
  make("PriorityClass", rest, "scheduling.k8s.io/v1");
  const second = {
    ...rest,
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "b" },
  };
  expect(textOf(send("create", second))).toBe(
    'priorityclasses.scheduling.k8s.io "b" is forbidden: PriorityClass a is already marked as default. Only one default can exist',
  );
});

test("nobody gives away rights that they do not have", () => {
  const group = "rbac.authorization.k8s.io";
  const rules = [{ apiGroups: [group], resources: ["roles"], verbs: ["create"] }];
  make("ClusterRole", { metadata: { name: "maker" }, rules }, `${group}/v1`);
  const binding = {
    metadata: { name: "maker" },
    subjects: [{ kind: "User", name: "jane" }],
    roleRef: { kind: "ClusterRole", name: "maker" },
  };
  make("ClusterRoleBinding", binding, `${group}/v1`);
  const jane = { name: "jane", groups: ["system:authenticated"] };
  const role = (verbs: readonly string[], name: string) => ({
    apiVersion: `${group}/v1`,
    kind: "Role",
    metadata: { name },
    ...{ rules: [{ apiGroups: [group], resources: ["roles"], verbs }] },
  });
  expect(send("create", role(["create"], "same"), "", jane).code).toBe(201);
  expect(textOf(send("create", role(["create", "delete"], "more"), "", jane))).toBe(
    'roles.rbac.authorization.k8s.io "more" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC ' +
      'permissions not currently held:\n{APIGroups:["rbac.authorization.k8s.io"], Resources:["roles"], Verbs:["create" "delete"]}',
  );
});

test("what grows is charged for what it grows by, and scopes choose the pods", () => {
  makeQuota({ hard: { "services.nodeports": "1", "count/configmaps": "1" } });
  const service = (type: string, ports: readonly number[]) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s" },
    ...{ spec: { type, ports: ports.map((port) => ({ name: `p${port}`, port })) } },
  });
  expect(send("create", service("ClusterIP", [80, 81])).code).toBe(201);
  expect(send("update", service("NodePort", [80]), "s").code).toBe(200);
  expect(textOf(send("update", service("NodePort", [80, 81]), "s"))).toBe(
    'services "s" is forbidden: exceeded quota: x, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1',
  );
  const map = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
  expect(send("create", map("a")).code).toBe(201);
  expect(send("update", { ...map("a"), ...{ data: { k: "v" } } }, "a").code).toBe(200);
  expect(textOf(send("create", map("b")))).toContain(
    "requested: count/configmaps=1, used: count/configmaps=1, limited: count/configmaps=1",
  );
});

test("affinity across namespaces is a scope of its own", () => {
  const scopes = [{ scopeName: "CrossNamespacePodAffinity", operator: "Exists" }];
  makeQuota({ hard: { pods: "0" }, scopeSelector: { matchExpressions: scopes } });
  expect(send("create", pod({}, {}, "plain")).code).toBe(201);
  const term = { topologyKey: "kubernetes.io/hostname", namespaces: ["other"] };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  expect(textOf(send("create", pod({}, { affinity }, "far")))).toContain(
    "exceeded quota: x, requested: pods=1, used: pods=0, limited: pods=0",
  );
});

test("a quota limits nothing before it is counted, and is charged at once after that", () => {
  make("ResourceQuota", { spec: { hard: { pods: "0" } } });
  expect(send("create", pod({})).code).toBe(201);
  const status = { hard: { pods: "2", configmaps: "1" }, used: { pods: "1" } };
  const body = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "x" }, status };
  send("update", body, "x/status");
  expect(send("create", pod({}, {}, "q")).code).toBe(201);
  expect(usedOf()).toEqual({ pods: "2" });
  expect(textOf(send("create", pod({}, {}, "r")))).toContain("used: pods=2, limited: pods=2");
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" } };
  expect(textOf(send("create", map))).toBe(
    'configmaps "m" is forbidden: status unknown for quota: x, resources: configmaps',
  );
});

test("of what shrinks nothing is given back until somebody counts", () => {
  const service = (ports: readonly number[]) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s" },
    ...{ spec: { type: "NodePort", ports: ports.map((port) => ({ name: `p${port}`, port })) } },
  });
  makeQuota({ hard: { "services.nodeports": "2", services: "5" } });
  send("create", service([80, 81]));
  send("update", service([80]), "s");
  expect(usedOf()).toEqual({ services: "1", "services.nodeports": "2" });
});

test.each([
  [{ scopeName: "VolumeAttributesClass", operator: "In", values: ["gold"] }, "gold", 403],
  [{ scopeName: "VolumeAttributesClass", operator: "In", values: ["gold"] }, "silver", 201],
  [{ scopeName: "VolumeAttributesClass", operator: "Exists" }, "silver", 403],
  [{ scopeName: "VolumeAttributesClass", operator: "DoesNotExist" }, undefined, 403],
  [{ scopeName: "VolumeAttributesClass", operator: "NotIn", values: ["gold"] }, undefined, 403],
  [{ scopeName: "PriorityClass", operator: "Exists" }, undefined, 201],
])("the scope %j and a claim of class %s: %i", (requirement, className, code) => {
  const scopeSelector = { matchExpressions: [requirement] };
  const hard = { persistentvolumeclaims: "0" };
  makeQuota({
    hard: requirement.scopeName === "PriorityClass" ? { pods: "0" } : hard,
    scopeSelector,
  });
  const spec = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
    ...(className !== undefined && { volumeAttributesClassName: className }),
  };
  const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "c" } };
  expect(send("create", { ...claim, ...{ spec } }).code).toBe(code);
});
