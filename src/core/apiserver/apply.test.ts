import { beforeEach, describe, expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { ManagedFieldsEntry } from "#core/api/schema/generated/types.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";

const containers = [{ name: "web", image: "nginx:1.26" }];
const template = { metadata: { labels: { app: "web" } }, spec: { containers } };
const WEB = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: { selector: { matchLabels: { app: "web" } }, template },
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

function ask(verb: ApiRequest["verb"], parts: Partial<ApiRequest>): ApiResponse {
  return server.handle({
    verb,
    group: "apps",
    version: "v1",
    resource: "deployments",
    subresource: "",
    namespace: "default",
    name: verb === "create" ? "" : "web",
    options: {},
    user: { name: "admin", groups: ["system:masters"] },
    agent: "kubectl/v1.35.2",
    showsManagedFields: true,
    ...parts,
  });
}

function apply(manager: string, body: unknown, options: ApiRequest["options"] = {}): ApiResponse {
  return ask("patch", {
    patchType: "apply",
    body,
    options: { fieldManager: manager, ...options },
  });
}

const scaled = (replicas: number) => ({ ...WEB, spec: { ...WEB.spec, replicas } });
const managersIn = ({ body }: ApiResponse) => (body as KubeObject).metadata.managedFields ?? [];
const named = (entries: readonly ManagedFieldsEntry[]) =>
  entries.map(({ manager, operation, subresource }) =>
    [manager, operation, subresource].filter(Boolean).join(" "),
  );
const messageOf = ({ body }: ApiResponse) => (body as { readonly message?: string }).message;

describe("who wrote is told", () => {
  test("by the field manager, else by the program", () => {
    expect(named(managersIn(ask("create", { body: WEB })))).toEqual(["kubectl Update"]);
    const options = { fieldManager: "me" };
    const patched = ask("patch", { patchType: "merge", body: { spec: { replicas: 2 } }, options });
    expect(named(managersIn(patched))).toEqual(["kubectl Update", "me Update"]);
  });

  test("status writes own status only, spec writes none of it", () => {
    const web = ask("create", { body: WEB }).body as KubeObject;
    const body = { ...web, spec: { replicas: 9 }, status: { replicas: 1 } };
    const status = ask("update", { subresource: "status", body, agent: "controller" });
    const entry = managersIn(status).find(({ manager }) => manager === "controller");
    expect(entry).toMatchObject({
      subresource: "status",
      fieldsV1: { "f:status": { "f:replicas": {} } },
    });
  });

  test("a write from the inside is told too, and a long row of them is folded", () => {
    ask("create", { body: WEB });
    for (let i = 0; i < 30; i++) {
      const web = store.get("Deployment", "default/web");
      const body = { ...web, metadata: { ...web?.metadata, labels: { [`l${i % 2}`]: String(i) } } };
      const agent = i % 2 === 0 ? "deployment-controller" : "default-scheduler";
      ask("update", { isInternal: true, agent, body });
    }
    expect(store.logOf("Deployment", "default/web")?.writes.length).toBeLessThan(9);
    expect(named(managersIn(ask("get", {})))).toEqual([
      "kube-controller-manager Update",
      "kube-scheduler Update",
      "kubectl Update",
    ]);
  });

  test("an entry that says nothing wipes them out; a write afterwards does not bring them back", () => {
    ask("create", { body: WEB });
    const body = { metadata: { managedFields: [{}] } };
    expect(managersIn(ask("patch", { patchType: "merge", body }))).toEqual([]);
    expect(
      managersIn(ask("patch", { patchType: "merge", body: { spec: { replicas: 3 } } })),
    ).toEqual([]);
    expect(named(managersIn(apply("a", scaled(3))))).toEqual([
      "a Apply",
      "before-first-apply Update",
    ]);
  });

  test("a rehearsal tells, and changes nothing", () => {
    ask("create", { body: WEB });
    const before = ask("get", {});
    const answer = apply("a", scaled(1), { dryRun: true });
    expect(named(managersIn(answer))).toEqual(["a Apply", "kubectl Update"]);
    expect(ask("get", {})).toEqual(before);
  });

  test("readers who do not look are not bothered", () => {
    const web = ask("create", { body: WEB, showsManagedFields: false }).body as KubeObject;
    expect(web.metadata.managedFields).toBeUndefined();
  });
});

describe("server-side apply", () => {
  test("creates with 201, then answers 200; the same again is no write", () => {
    expect(apply("a", WEB).code).toBe(201);
    const { revision } = store.state;
    expect(apply("a", WEB).code).toBe(200);
    expect(store.state.revision).toBe(revision);
    expect(apply("b", scaled(1)).code).toBe(200);
    expect(store.state.revision).toBe(revision + 1);
  });

  test("several conflicts are listed by manager", () => {
    ask("create", { body: WEB, options: { fieldManager: "one" } });
    const body = { spec: { revisionHistoryLimit: 3 } };
    ask("patch", { patchType: "merge", body, options: { fieldManager: "two" } });
    const config = { ...WEB, spec: { ...WEB.spec, replicas: 4, revisionHistoryLimit: 5 } };
    expect(messageOf(apply("a", config))).toBe(
      [
        'Apply failed with 2 conflicts: conflicts with "one" using apps/v1:',
        "- .spec.replicas",
        'conflicts with "two" using apps/v1:',
        "- .spec.revisionHistoryLimit",
      ].join("\n"),
    );
  });

  test("kubectl takes over what client-side apply wrote, and keeps its annotation in step", () => {
    const key = "kubectl.kubernetes.io/last-applied-configuration";
    const metadata = { name: "web", annotations: { [key]: JSON.stringify(scaled(2)) } };
    const options = { fieldManager: "kubectl-client-side-apply" };
    ask("create", { body: { ...scaled(2), metadata }, options });
    expect(messageOf(apply("other", scaled(3)))).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
    );
    const applied = apply("kubectl", scaled(3)).body as KubeObject;
    expect(applied).toMatchObject({ spec: { replicas: 3 } });
    expect(JSON.parse(applied.metadata.annotations?.[key] ?? "")).toEqual(scaled(3));
  });

  test.each([
    [{ ...WEB, apiVersion: "apps/v2" }, {}, 400, "invalid object type: apps/v2, Kind=Deployment"],
    [
      { ...WEB, metadata: { name: "web", managedFields: [] } },
      {},
      400,
      "metadata.managedFields must be nil",
    ],
    [
      { ...WEB, metadata: { name: "other" } },
      {},
      400,
      "the name of the object (other) does not match the name on the URL (web)",
    ],
    [
      WEB,
      { fieldManager: "" },
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
  ])("%j with %j is refused", (body, options, code, message) => {
    const answer = apply("a", body, options);
    expect([answer.code, messageOf(answer)]).toEqual([code, message]);
    expect(store.get("Deployment", "default/web")).toBeUndefined();
  });

  test("force is for apply only", () => {
    ask("create", { body: WEB });
    const answer = ask("patch", { patchType: "merge", body: {}, options: { force: true } });
    expect(messageOf(answer)).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  });
});

test("a checkpoint carries who wrote", () => {
  ask("create", { body: WEB });
  const before = ask("get", {});
  const saved = store.copyState(store.state);
  apply("a", scaled(1));
  store.state = saved;
  expect(ask("get", {})).toEqual(before);
});

test("what fits the schema and is no value of its type is a failure of the server", () => {
  const limits = { cpu: "x" };
  const containersWith = [{ ...containers[0], resources: { limits } }];
  const spec = { ...WEB.spec, template: { ...template, spec: { containers: containersWith } } };
  const { code, body } = apply("a", { ...WEB, spec });
  expect(code).toBe(500);
  expect(body).toMatchObject({
    message:
      "failed to convert new object (/web; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  });
});
