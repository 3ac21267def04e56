import { beforeEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "#hosts/gateway/http-request.ts";
import { RecordedServer } from "./server.ts";

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const GADGETS = "/apis/example.com/v1/namespaces/default/gadgets";
const GADGET = `${GADGETS}/a`;
const MERGE = "application/merge-patch+json";

const listOf = (items: object, more: object = {}) => ({ type: "array", items, ...more });
const text = (more: object = {}) => ({ type: "string", ...more });
const specSchema = {
  type: "object",
  properties: {
    size: { type: "integer", minimum: 1 },
    word: text({ maxLength: 3, pattern: "^a" }),
    given: text({ default: "x" }),
    open: text({ nullable: true, default: "y" }),
    tags: listOf(text(), { "x-kubernetes-list-type": "set" }),
    pairs: listOf(
      { type: "object", required: ["k"], properties: { k: text(), v: text({ maxLength: 2 }) } },
      { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"] },
    ),
    few: { type: "object", maxProperties: 1, additionalProperties: text({ maxLength: 1 }) },
    replicas: { type: "integer" },
    any: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  },
};
const definition = (spec: object = specSchema) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "gadgets", singular: "gadget", kind: "Gadget" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec,
              status: { type: "object", properties: { replicas: { type: "integer" } } },
            },
          },
        },
        subresources: {
          status: {},
          scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
        },
        additionalPrinterColumns: [{ name: "Any", type: "string", jsonPath: ".spec.any" }],
      },
    ],
  },
});
const gadget = (spec: object, name = "a") => ({
  apiVersion: "example.com/v1",
  kind: "Gadget",
  metadata: { name },
  spec,
});

let server: RecordedServer;
const ask = (request: HttpRequest) => {
  const { code, body, warnings } = server.send(request);
  return { code, body: body as Readonly<Record<string, unknown>>, warnings };
};
const create = (spec: object, name = "a") =>
  ask({ method: "POST", path: GADGETS, body: gadget(spec, name) });
const patch = (body: object, path = GADGET) => ask({ method: "PATCH", path, type: MERGE, body });

beforeEach(() => {
  server = new RecordedServer();
  server.startOwnControllers();
  ask({ method: "POST", path: DEFINITIONS, body: definition() });
  server.wait(3_000);
});

describe("a value and its schema", () => {
  test("nulls that may not be are left out, or make room for a default", () => {
    const { body } = create({ size: 1, word: null, given: null, open: null, few: { z: null } });
    expect(body["spec"]).toEqual({ size: 1, given: "x", open: null, few: {} });
  });

  test.each<[string, object, string]>([
    [
      "a text tells its first mistake",
      { word: "bcde" },
      "spec.word: Too long: may not be more than 3 bytes",
    ],
    [
      "what a map must have comes last",
      { pairs: [{ v: "abc" }] },
      "[spec.pairs[0].v: Too long: may not be more than 2 bytes, spec.pairs[0].k: Required value]",
    ],
    [
      "too many fields are all that is told",
      { few: { a: "xx", b: "yy" } },
      "spec.few: Too many: must have at most 1 items",
    ],
    ["a set holds nothing twice", { tags: ["a", "a"] }, 'spec.tags[1]: Duplicate value: "a"'],
    [
      "the number of replicas is one",
      { replicas: "x" },
      '[spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string", .spec.replicas: Invalid value: 0: .spec.replicas accessor error: x is of the type string, expected int64]',
    ],
    [
      "and not below zero",
      { replicas: -1 },
      ".spec.replicas: Invalid value: -1: should be a non-negative integer",
    ],
  ])("%s", (_name, spec, wanted) => {
    expect(create(spec)).toMatchObject({
      code: 422,
      body: { message: `Gadget.example.com "a" is invalid: ${wanted}` },
    });
  });
});

describe("a schema that became stricter", () => {
  const tighten = () => {
    const { size: _size, ...properties } = specSchema.properties;
    const spec = {
      ...specSchema,
      required: ["must"],
      properties: { ...properties, size: { type: "integer", minimum: 5 }, must: text() },
    };
    const old = ask({ method: "GET", path: `${DEFINITIONS}/gadgets.example.com` }).body;
    const { resourceVersion } = old["metadata"] as { readonly resourceVersion: string };
    const body = {
      ...definition(spec),
      metadata: { name: "gadgets.example.com", resourceVersion },
    };
    expect(ask({ method: "PUT", path: `${DEFINITIONS}/gadgets.example.com`, body }).code).toBe(200);
    server.wait(3_000);
  };

  test("holds nothing against what is as it was", () => {
    create({ size: 1, pairs: [{ k: "x" }] });
    tighten();
    expect(patch({ metadata: { labels: { a: "b" } } }).code).toBe(200);
    expect(patch({ spec: { given: "z" } }).body["message"]).toBe(
      'Gadget.example.com "a" is invalid: spec.must: Required value',
    );
    expect(patch({ spec: { given: "z", must: "be" } }).code).toBe(200);
    expect(patch({ spec: { size: 2 } }).body["message"]).toBe(
      'Gadget.example.com "a" is invalid: spec.size: Invalid value: 2: spec.size in body should be greater than or equal to 5',
    );
  });
});

describe("subresources, selectors and tables", () => {
  test("a scale needs a number to show", () => {
    create({});
    expect(ask({ method: "GET", path: `${GADGET}/scale` })).toMatchObject({
      code: 500,
      body: {
        message: 'Internal error occurred: the spec replicas field ".spec.replicas" does not exist',
      },
    });
    expect(patch({ metadata: { labels: {} } }, `${GADGET}/scale`)).toMatchObject({
      code: 400,
      body: { message: 'the spec replicas field ".spec.replicas" cannot be empty' },
    });
    expect(patch({ spec: { replicas: 2 } }, `${GADGET}/scale`).body["spec"]).toEqual({
      replicas: 2,
    });
    expect(patch({ spec: { replicas: -2 } }, `${GADGET}/scale`).body["message"]).toBe(
      'Gadget.example.com "a" is invalid: .spec.replicas: Invalid value: -2: should be a non-negative integer',
    );
    expect(patch({ status: { replicas: -2 } }, `${GADGET}/status`).body["message"]).toBe(
      'Gadget.example.com "a" is invalid: .status.replicas: Invalid value: -2: should be a non-negative integer',
    );
  });

  test("finalizers of any name are taken, and those without a path are warned of", () => {
    create({});
    expect(patch({ metadata: { finalizers: ["b", "a.io/x"] } })).toMatchObject({
      code: 200,
      warnings: [
        'metadata.finalizers: "b": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
      ],
    });
  });

  test.each<[HttpRequest, number, string]>([
    [
      { method: "GET", path: `${GADGETS}?fieldSelector=spec.size%3D1` },
      400,
      "field label not supported: spec.size",
    ],
    [
      {
        method: "PATCH",
        path: GADGET,
        type: "application/strategic-merge-patch+json",
        body: { spec: { size: 2 } },
      },
      415,
      "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
    ],
  ])("%j", (request, code, message) => {
    create({});
    expect(ask(request)).toMatchObject({ code, body: { message } });
  });

  test("a cell of text shows what holds others as JSON with its keys in order", () => {
    create({ any: { b: [1, { d: "<" }], a: true } });
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const { body } = ask({ method: "GET", path: GADGETS, accept });
    expect(body["rows"]).toMatchObject([{ cells: ["a", '{"a":true,"b":[1,{"d":"\\u003c"}]}'] }]);
  });
});

describe("a definition that changes", () => {
  const GADGETS_DEFINITION = `${DEFINITIONS}/gadgets.example.com`;

  test("an object stored in an old version is written in the new one", () => {
    create({ size: 1 });
    const old = ask({ method: "GET", path: GADGETS_DEFINITION }).body as unknown as ReturnType<
      typeof definition
    >;
    const [v1] = old.spec.versions;
    const versions = [
      { ...v1, storage: false },
      { ...v1, name: "v2" },
    ];
    const body = { ...old, spec: { ...old.spec, versions } };
    expect(ask({ method: "PUT", path: GADGETS_DEFINITION, body }).code).toBe(200);
    server.wait(3_000);
    const path = GADGET.replace("/v1/", "/v2/");
    expect(patch({ metadata: { labels: { a: "b" } } }, path)).toMatchObject({
      code: 200,
      body: { apiVersion: "example.com/v2", metadata: { generation: 1 }, spec: { size: 1 } },
    });
    expect(ask({ method: "GET", path: GADGET }).body["apiVersion"]).toBe("example.com/v1");
  });

  test("nothing new is let in while it goes, and it goes when nothing is left", () => {
    create({});
    patch({ metadata: { finalizers: ["a.io/x"] } });
    ask({ method: "DELETE", path: GADGETS_DEFINITION });
    server.wait(1_000);
    expect(create({}, "late")).toMatchObject({
      code: 403,
      body: {
        message:
          'gadgets.example.com "late" is forbidden: create not allowed while custom resource definition is terminating',
      },
    });
    expect(ask({ method: "GET", path: GADGETS_DEFINITION }).code).toBe(200);
    patch({ metadata: { finalizers: null } });
    server.wait(6_000);
    expect(ask({ method: "GET", path: GADGETS_DEFINITION }).code).toBe(404);
  });

  test("selectors may name what is text, number or truth, once", () => {
    const wanted = definition();
    const [v1] = wanted.spec.versions;
    const selectableFields = [".spec.size", ".spec.nope", ".spec.any", ".spec.size"].map(
      (jsonPath) => ({ jsonPath }),
    );
    const spec = {
      ...wanted.spec,
      names: { plural: "others", singular: "other", kind: "Other" },
      versions: [{ ...v1, selectableFields }],
    };
    const body = { ...wanted, metadata: { name: "others.example.com" }, spec };
    expect(ask({ method: "POST", path: DEFINITIONS, body }).body["message"]).toBe(
      'CustomResourceDefinition.apiextensions.k8s.io "others.example.com" is invalid: [' +
        'spec.selectableFields[1].jsonPath: Invalid value: ".spec.nope": is an invalid path: does not refer to a valid field, ' +
        'spec.selectableFields[2].jsonPath: Invalid value: ".spec.any": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed., ' +
        'spec.selectableFields[3].jsonPath: Duplicate value: ".spec.size"]',
    );
  });
});
