import { beforeEach, describe, expect, test } from "vitest";
import { apiVersionOf } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest, ApiResponse, Verb } from "#core/api/request.ts";
import type { CustomResourceDefinition } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "./cluster.ts";
import { bootedCluster } from "./testdata/world.ts";

const ADMIN = { name: "admin", groups: ["system:masters"] };
const SETTLE_MS = 3000;
const DEFINITIONS = "apiextensions.k8s.io/v1/customresourcedefinitions";
let cluster: Cluster;

function ask(verb: Verb, place: string, rest: Partial<ApiRequest> = {}): ApiResponse {
  const [group = "", version = "", resource = "", name = ""] = place.split("/");
  return cluster.handle({
    verb,
    group,
    version,
    resource,
    subresource: "",
    namespace: resource.startsWith("custom") ? "" : "default",
    name,
    options: {},
    user: ADMIN,
    agent: "test",
    ...rest,
  });
}

interface Names {
  readonly plural: string;
  readonly kind: string;
  readonly shortNames?: readonly string[];
}

/** A resource that keeps whatever it is given. */
function define(group: string, names: Names): void {
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const body = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names,
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
  expect(ask("create", DEFINITIONS, { body }).code).toBe(201);
}

const settle = () => cluster.runTo(cluster.at + SETTLE_MS);
const namesIn = (place: string) =>
  (ask("list", place).body as { readonly items: readonly KubeObject[] }).items.map(
    ({ metadata }) => metadata.name,
  );

function create(group: string, { plural, kind }: Names, rest: object = {}): KubeObject {
  const apiVersion = apiVersionOf({ group, version: "v1" });
  const body = { apiVersion, kind, metadata: { name: "web" }, spec: {}, ...rest };
  const answer = ask("create", `${group}/v1/${plural}`, { body });
  expect(answer).toMatchObject({ code: 201, body: { apiVersion, kind } });
  return answer.body as KubeObject;
}

function ownedBy(owner: KubeObject, rest: object = {}): object {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, ...rest };
  return { metadata: { name: "owned", ownerReferences: [reference] } };
}

const CONFIG_MAP: Names = { plural: "configmaps", kind: "ConfigMap" };
const POD = { spec: { containers: [{ name: "c", image: "nginx" }] } };

beforeEach(() => {
  cluster = bootedCluster({ seed: 1, hashBodies: false });
});

describe.each([
  { plural: "services", kind: "Service" },
  { plural: "pods", kind: "Pod" },
  { plural: "deployments", kind: "Deployment" },
  { plural: "jobs", kind: "Job" },
  { plural: "namespaces", kind: "Namespace" },
  { plural: "events", kind: "Event" },
])("a $kind of another group", (names) => {
  const group = "serving.example.dev";
  const place = `${group}/v1/${names.plural}`;

  beforeEach(() => {
    define(group, names);
    settle();
  });

  test("is a kind of its own, which nobody takes for the built-in one", () => {
    const watch = cluster.openWatch({
      ...{ verb: "watch", group, version: "v1", resource: names.plural, subresource: "" },
      ...{ namespace: "default", name: "", options: {}, user: ADMIN, agent: "test" },
    });
    const spec = { nodeName: "worker-1", replicas: 3, type: "LoadBalancer" };
    create(group, names, { spec });
    settle();
    expect(ask("get", `${place}/web`).body).toMatchObject({ kind: names.kind, spec });
    expect(namesIn(place)).toEqual(["web"]);
    expect("take" in watch && watch.take().map(({ type }) => type)).toEqual(["ADDED"]);
    const body = { spec: { replicas: 4 } };
    expect(ask("patch", `${place}/web`, { patchType: "merge", body }).code).toBe(200);
    expect(ask("get", `${place}/web`).body).toMatchObject({ metadata: { generation: 2 } });
    expect(ask("get", `${place}/web`).body).not.toHaveProperty("status");
    expect(ask("delete", `${place}/web`).body).toMatchObject({
      status: "Success",
      details: { group, kind: names.plural },
    });
    expect(namesIn(place)).toEqual([]);
  });

  test("owns what it owns", () => {
    const owner = create(group, names);
    create("", CONFIG_MAP, ownedBy(owner));
    settle();
    expect(namesIn("/v1/configmaps")).toContain("owned");
    ask("delete", `${place}/web`);
    settle();
    expect(namesIn("/v1/configmaps")).not.toContain("owned");
  });
});

describe("two kinds of one name", () => {
  const widgets: Names = { plural: "widgets", kind: "Widget", shortNames: ["wd"] };

  beforeEach(() => {
    define("one.example.com", widgets);
    define("two.example.com", widgets);
    settle();
  });

  test("keep their objects apart", () => {
    const first = create("one.example.com", widgets, { spec: { from: 1 } });
    const second = create("two.example.com", widgets, { spec: { from: 2 } });
    expect(first.metadata.uid).not.toBe(second.metadata.uid);
    ask("delete", "one.example.com/v1/widgets/web");
    expect(namesIn("one.example.com/v1/widgets")).toEqual([]);
    expect(ask("get", "two.example.com/v1/widgets/web").body).toMatchObject({ spec: { from: 2 } });
  });

  test("the owner meant is the one of the group", () => {
    const owner = create("one.example.com", widgets);
    create("two.example.com", widgets, ownedBy(owner));
    settle();
    expect(namesIn("two.example.com/v1/widgets")).toEqual(["owned"]);
    ask("delete", "one.example.com/v1/widgets/web");
    settle();
    expect(namesIn("two.example.com/v1/widgets")).toEqual([]);
  });

  test("one definition goes with what its objects own", () => {
    const owner = create("one.example.com", widgets);
    create("two.example.com", widgets);
    create("", { plural: "pods", kind: "Pod" }, { ...ownedBy(owner), ...POD });
    ask("delete", `${DEFINITIONS}/widgets.one.example.com`);
    cluster.runTo(cluster.at + 60_000);
    expect(ask("get", `${DEFINITIONS}/widgets.one.example.com`).code).toBe(404);
    expect(ask("list", "one.example.com/v1/widgets").code).toBe(404);
    expect(namesIn("two.example.com/v1/widgets")).toEqual(["web"]);
    expect(namesIn("/v1/pods")).toEqual([]);
  });

  test("in the foreground an owner waits, and orphans lose their reference", () => {
    const owner = create("one.example.com", widgets);
    create("two.example.com", widgets, ownedBy(owner, { blockOwnerDeletion: true }));
    const options = { propagationPolicy: "Foreground" } as const;
    ask("delete", "one.example.com/v1/widgets/web", { options });
    expect(namesIn("one.example.com/v1/widgets")).toEqual(["web"]);
    settle();
    expect(namesIn("one.example.com/v1/widgets")).toEqual([]);
    expect(namesIn("two.example.com/v1/widgets")).toEqual([]);
    const other = create("one.example.com", widgets);
    create("two.example.com", widgets, ownedBy(other));
    ask("delete", "one.example.com/v1/widgets/web", { options: { propagationPolicy: "Orphan" } });
    settle();
    expect(namesIn("one.example.com/v1/widgets")).toEqual([]);
    expect(ask("get", "two.example.com/v1/widgets/owned").body).not.toHaveProperty(
      "metadata.ownerReferences",
    );
  });
});

test.each([
  [{ plural: "widgets", kind: "Gadget" }, "ListKindConflict", '"GadgetList" is already in use'],
  [
    { plural: "gears", kind: "Gear", shortNames: ["gd", "gadget"] },
    "ShortNamesConflict",
    '["gd" is already in use, "gadget" is already in use]',
  ],
])("within a group %j has what another definition has", (names, reason, message) => {
  define("example.com", { plural: "gadgets", kind: "Gadget", shortNames: ["gd"] });
  settle();
  define("example.com", names);
  settle();
  const place = `${DEFINITIONS}/${names.plural}.example.com`;
  const { status } = ask("get", place).body as CustomResourceDefinition;
  expect(status.conditions).toMatchObject([
    { type: "NamesAccepted", status: "False", reason, message },
    { type: "Established", status: "False", reason: "NotAccepted" },
  ]);
});
