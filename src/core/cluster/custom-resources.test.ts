import { beforeEach, describe, expect, test } from "vitest";
import type { ApiRequest, ApiResponse, Verb } from "#core/api/request.ts";
import type { Status } from "#core/api/status.ts";
import type { Cluster } from "./cluster.ts";
import { bootedCluster } from "./testdata/world.ts";

const ADMIN = { name: "admin", groups: ["system:masters"] };
const SETTLE_MS = 2000;
let cluster: Cluster;

function ask(verb: Verb, place: string, rest: Partial<ApiRequest> = {}): ApiResponse {
  const [group = "", version = "", resource = "", name = "", subresource = ""] = place.split("/");
  return cluster.handle({
    verb,
    group,
    version,
    resource,
    subresource,
    namespace: resource === "gadgets" ? "default" : "",
    name,
    options: {},
    user: ADMIN,
    agent: "test",
    ...rest,
  });
}

function definition(name = "gadgets.example.com", kind = "Gadget"): unknown {
  const [plural, ...group] = name.split(".");
  const schema = {
    type: "object",
    properties: {
      spec: {
        type: "object",
        required: ["size"],
        properties: {
          size: { type: "integer", minimum: 1 },
          color: { type: "string", enum: ["red", "blue"], default: "red" },
          tags: { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
          free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
      status: { type: "object", properties: { size: { type: "integer" } } },
    },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group: group.join("."),
      scope: "Namespaced",
      names: { plural, kind },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: {
            status: {},
            scale: { specReplicasPath: ".spec.size", statusReplicasPath: ".status.size" },
          },
          additionalPrinterColumns: [
            { name: "Size", type: "integer", jsonPath: ".spec.size" },
            { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
          ],
        },
      ],
    },
  };
}

const gadget = (spec: object, more: object = {}) => ({
  apiVersion: "example.com/v1",
  kind: "Gadget",
  metadata: { name: "g" },
  spec,
  ...more,
});
const textOf = ({ body }: ApiResponse) => (body as Status).message;
const DEFINITIONS = "apiextensions.k8s.io/v1/customresourcedefinitions";
const GADGETS = "example.com/v1/gadgets";

function settle(): void {
  cluster.runTo(cluster.at + SETTLE_MS);
}

beforeEach(() => {
  cluster = bootedCluster({ seed: 1, hashBodies: false });
  expect(ask("create", DEFINITIONS, { body: definition() }).code).toBe(201);
});

test("a definition serves nothing until its names are accepted", () => {
  expect(ask("list", GADGETS).code).toBe(404);
  settle();
  expect(ask("list", GADGETS).body).toMatchObject({ kind: "GadgetList", items: [] });
});

describe("an established definition", () => {
  beforeEach(settle);

  test("cuts off what its schema does not know, and fills in its defaults", () => {
    const body = gadget({ size: 2, junk: 1, free: { any: 1 } }, { status: { size: 9 } });
    const answer = ask("create", GADGETS, { body });
    expect(answer.body).toMatchObject({
      metadata: { generation: 1, name: "g", namespace: "default" },
      spec: { size: 2, color: "red", free: { any: 1 } },
    });
    expect(answer.body).not.toHaveProperty("spec.junk");
    expect(answer.body).not.toHaveProperty("status");
    expect(answer.warnings).toEqual(['unknown field "spec.junk"']);
  });

  test.each([
    [
      { size: 0 },
      "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
    ],
    [
      { size: "x" },
      '[spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", .spec.size: Invalid value: 0: .spec.size accessor error: x is of the type string, expected int64]',
    ],
    [{}, "spec.size: Required value"],
    [
      { size: 1, color: "green" },
      'spec.color: Unsupported value: "green": supported values: "red", "blue"',
    ],
    [{ size: 1, tags: ["a", "a"] }, 'spec.tags[1]: Duplicate value: "a"'],
  ])("refuses %j", (spec, text) => {
    expect(textOf(ask("create", GADGETS, { body: gadget(spec) }))).toBe(
      `Gadget.example.com "g" is invalid: ${text}`,
    );
  });

  test("strictly, an unknown field is an error, metadata included", () => {
    const body = { ...gadget({ size: 1, junk: 1 }), metadata: { name: "g", nmae: "x" } };
    const options = { fieldValidation: "Strict" } as const;
    expect(textOf(ask("create", GADGETS, { body, options }))).toBe(
      'Gadget in version "v1" cannot be handled as a Gadget: strict decoding error: unknown field "metadata.nmae", unknown field "spec.junk"',
    );
  });

  test("keeps status and spec apart, and scales by its paths", () => {
    ask("create", GADGETS, { body: gadget({ size: 2 }) });
    const merge = (path: string, body: object) => ask("patch", path, { patchType: "merge", body });
    merge(`${GADGETS}/g/status`, { spec: { size: 7 }, status: { size: 2 } });
    merge(`${GADGETS}/g`, { spec: { color: "blue" }, status: { size: 99 } });
    expect(ask("get", `${GADGETS}/g`).body).toMatchObject({
      metadata: { generation: 2 },
      spec: { size: 2, color: "blue" },
      status: { size: 2 },
    });
    expect(merge(`${GADGETS}/g/scale`, { spec: { replicas: 5 } }).body).toMatchObject({
      kind: "Scale",
      spec: { replicas: 5 },
      status: { replicas: 2 },
    });
    expect(ask("get", `${GADGETS}/g`).body).toMatchObject({ spec: { size: 5 } });
  });

  test("prints its own columns", () => {
    ask("create", GADGETS, { body: gadget({ size: 2 }) });
    const table = ask("list", GADGETS, { table: "none" }).body as {
      readonly rows: readonly { readonly cells: unknown }[];
    };
    expect(table.rows.map(({ cells }) => cells)).toEqual([["g", 2, "0s"]]);
  });

  test("knows no strategic merge", () => {
    ask("create", GADGETS, { body: gadget({ size: 2 }) });
    expect(ask("patch", `${GADGETS}/g`, { patchType: "strategic", body: {} }).code).toBe(415);
  });

  test("goes with everything it has made", () => {
    ask("create", GADGETS, { body: gadget({ size: 2 }) });
    ask("delete", `${DEFINITIONS}/gadgets.example.com`);
    settle();
    expect(ask("get", `${DEFINITIONS}/gadgets.example.com`).code).toBe(404);
    expect(cluster.store.list("Gadget.example.com", "")).toEqual([]);
  });

  test("a namespace takes its custom resources with it", () => {
    ask("create", "/v1/namespaces", {
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "brief" } },
    });
    settle();
    const body = { ...gadget({ size: 2 }), metadata: { name: "g", namespace: "brief" } };
    expect(ask("create", GADGETS, { body, namespace: "brief" }).code).toBe(201);
    ask("delete", "/v1/namespaces/brief");
    cluster.runTo(cluster.at + 60_000);
    expect(cluster.store.list("Gadget.example.com", "")).toEqual([]);
    expect(ask("get", "/v1/namespaces/brief").code).toBe(404);
  });
});

test("questions about access are answered, and not kept", () => {
  const group = "authorization.k8s.io/v1";
  const spec = {
    user: "jane",
    groups: ["system:authenticated"],
    resourceAttributes: {
      verb: "create",
      group: "authorization.k8s.io",
      resource: "selfsubjectrulesreviews",
    },
  };
  const review = { apiVersion: group, kind: "SubjectAccessReview", spec };
  expect(ask("create", `${group}/subjectaccessreviews`, { body: review }).body).toMatchObject({
    status: {
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" to Group "system:authenticated"',
    },
  });
  const nothing = { apiVersion: group, kind: "SelfSubjectAccessReview", spec: {} };
  expect(textOf(ask("create", `${group}/selfsubjectaccessreviews`, { body: nothing }))).toBe(
    'SelfSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of ' +
      "nonResourceAttributes or resourceAttributes must be specified",
  );
  const who = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const answer = ask("create", "authentication.k8s.io/v1/selfsubjectreviews", { body: who });
  expect(answer.body).toMatchObject({
    status: { userInfo: { username: "admin", groups: ["system:masters"] } },
  });
});
