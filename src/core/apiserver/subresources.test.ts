import { beforeEach, describe, expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { Pod, PodDisruptionBudget } from "#core/api/schema/generated/types.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";

const MASTER = { name: "admin", groups: ["system:masters"] };
const GROUPS: Readonly<Record<string, string>> = {
  certificatesigningrequests: "certificates.k8s.io",
  poddisruptionbudgets: "policy",
};

let store: Store;
let server: ApiServer;

beforeEach(() => {
  store = new Store({ hashesBodies: false });
  server = new ApiServer({
    simulation: new Simulation({ seed: 1, startEpochMs: Date.UTC(2026, 0, 5, 9) }),
    store,
    trace: new TraceLog(),
    kinds: allKinds(),
    admission: [],
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
});

function ask(verb: ApiRequest["verb"], resource: string, parts: Partial<ApiRequest>): ApiResponse {
  return server.handle({
    verb,
    group: GROUPS[resource] ?? "",
    version: "v1",
    resource,
    subresource: "",
    namespace: "default",
    name: "",
    options: {},
    user: MASTER,
    agent: "test",
    ...parts,
  });
}

const messageOf = ({ body }: ApiResponse) => (body as { readonly message?: string }).message;

function createPod(name: string, status: object): void {
  const spec = { nodeName: "n1", containers: [{ name: "c", image: "nginx" }] };
  const metadata = { name, labels: { app: "p" } };
  const { body } = ask("create", "pods", {
    body: { apiVersion: "v1", kind: "Pod", metadata, spec },
  });
  const written = ask("update", "pods", {
    name,
    subresource: "status",
    body: { ...(body as Pod), status },
  });
  expect(written.code).toBe(200);
}

function createBudget(name: string, status: object): void {
  const spec = { minAvailable: 1, selector: { matchLabels: { app: "p" } } };
  const made = ask("create", "poddisruptionbudgets", {
    body: { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name }, spec },
  });
  const body = { ...(made.body as PodDisruptionBudget), status };
  ask("update", "poddisruptionbudgets", { name, subresource: "status", body });
}

const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const budget = {
  observedGeneration: 1,
  expectedPods: 2,
  currentHealthy: 2,
  desiredHealthy: 1,
  disruptionsAllowed: 1,
};

describe("eviction", () => {
  const evict = (name: string, body: object = {}) =>
    ask("create", "pods", { name, subresource: "eviction", body: { metadata: { name }, ...body } });
  const allowed = () =>
    (store.get("PodDisruptionBudget", "default/b") as PodDisruptionBudget).status
      .disruptionsAllowed;

  test("is read from text as clients send it, and is no pod", () => {
    createPod("sent", ready);
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "sent" } };
    const body = JSON.stringify(eviction);
    expect(ask("create", "pods", { name: "sent", subresource: "eviction", body }).code).toBe(201);
  });

  test("takes a disruption out of the budget, until there is none", () => {
    createPod("one", ready);
    createPod("two", ready);
    createBudget("b", budget);
    expect(evict("one").code).toBe(201);
    expect(allowed()).toBe(0);
    expect(store.get("PodDisruptionBudget", "default/b")).toMatchObject({
      status: { disruptedPods: { one: "2026-01-05T09:00:00Z" } },
    });
    const refused = evict("two");
    expect(refused.body).toMatchObject({
      code: 429,
      reason: "TooManyRequests",
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: {
        retryAfterSeconds: 10,
        causes: [
          {
            reason: "DisruptionBudget",
            message: "The disruption budget b needs 1 healthy pods and has 2 currently",
          },
        ],
      },
    });
    expect(store.get("Pod", "default/two")?.metadata.deletionTimestamp).toBeUndefined();
  });

  test.each([
    ["a pod that has not begun", { phase: "Pending" }, {}, 201],
    ["a pod that is not ready, while the rest is well", { phase: "Running" }, {}, 201],
    ["a budget not looked at yet", ready, { observedGeneration: 0 }, 429],
  ])("%s", (_name, podStatus, budgetStatus, code) => {
    createPod("one", podStatus);
    createBudget("b", { ...budget, disruptionsAllowed: 0, ...budgetStatus });
    expect(evict("one").code).toBe(code);
  });

  test("two budgets for one pod are one too many", () => {
    createPod("one", ready);
    createBudget("b", budget);
    createBudget("c", budget);
    expect(messageOf(evict("one"))).toBe(
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  });

  test("a rehearsal spends nothing; another name is refused", () => {
    createPod("one", ready);
    createBudget("b", budget);
    expect(evict("one", { deleteOptions: { dryRun: ["All"] } }).code).toBe(201);
    expect(allowed()).toBe(1);
    expect(store.get("Pod", "default/one")?.metadata.deletionTimestamp).toBeUndefined();
    expect(messageOf(evict("one", { metadata: { name: "two" } }))).toBe(
      "name in URL does not match name in Eviction object",
    );
  });
});

describe("ephemeral containers", () => {
  const add = (list: readonly object[], verb: "patch" | "update" = "patch") => {
    const patch = { spec: { ephemeralContainers: list } };
    return ask(verb, "pods", {
      name: "one",
      subresource: "ephemeralcontainers",
      patchType: "strategic",
      body: patch,
    });
  };

  test("come, and stay as they are", () => {
    createPod("one", ready);
    const first = add([{ name: "debug", image: "busybox" }]).body as Pod;
    expect(first.spec.ephemeralContainers).toMatchObject([
      { name: "debug", terminationMessagePolicy: "File" },
    ]);
    expect(first.metadata.generation).toBe(2);
    expect(messageOf(add([{ name: "debug", image: "other" }]))).toContain(
      'existing ephemeral containers "debug" may not be changed',
    );
    const gone = ask("update", "pods", {
      name: "one",
      subresource: "ephemeralcontainers",
      body: { ...first, spec: { ...first.spec, ephemeralContainers: [] } },
    });
    expect(messageOf(gone)).toContain('existing ephemeral containers "debug" may not be removed');
  });
});

test("an approval is owned as an approval, and owns no certificate", () => {
  const place = { namespace: "", name: "c" };
  const request = btoa(
    "-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n",
  );
  const head = { apiVersion: "certificates.k8s.io/v1", kind: "CertificateSigningRequest" };
  const spec = { request, signerName: "example.com/s", usages: ["digital signature"] };
  const created = ask("create", "certificatesigningrequests", {
    namespace: "",
    body: { ...head, metadata: { name: "c" }, spec },
  });
  expect(created.code).toBe(201);
  const conditions = [{ type: "Approved", status: "True", reason: "Ok", message: "m" }];
  const status = { conditions, certificate: btoa("x") };
  const { body } = ask("update", "certificatesigningrequests", {
    ...place,
    subresource: "approval",
    options: { fieldManager: "judge" },
    showsManagedFields: true,
    body: { ...head, metadata: { name: "c" }, spec, status },
  });
  expect(body).toMatchObject({
    metadata: {
      managedFields: [
        {
          manager: "judge",
          subresource: "approval",
          fieldsV1: { "f:status": { "f:conditions": { 'k:{"type":"Approved"}': {} } } },
        },
        expect.anything(),
      ],
    },
  });
  expect(JSON.stringify(body)).not.toContain("f:certificate");
});
