import { expect, test } from "vitest";
import { editorSchema } from "./editor-schema.ts";

const POD = { group: "", version: "v1", kind: "Pod", schemaName: "io.k8s.api.core.v1.Pod" };
const DEPLOYMENT = {
  group: "apps",
  version: "v1",
  kind: "Deployment",
  schemaName: "io.k8s.api.apps.v1.Deployment",
};

type Node = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, Node>>;
};
const text = { "io.k8s.api.core.v1.Container": { "": "One container.", image: "What runs." } };
const schema = editorSchema([DEPLOYMENT, POD], text) as {
  definitions: Record<string, Node>;
  allOf: unknown[];
  properties: Record<string, Node>;
};

test("apiVersion and kind choose the field table", () => {
  expect(schema.allOf[1]).toEqual({
    if: {
      required: ["apiVersion", "kind"],
      properties: { apiVersion: { const: "v1" }, kind: { const: "Pod" } },
    },
    then: { $ref: "#/definitions/io.k8s.api.core.v1.Pod" },
  });
  expect(schema.properties["kind"]?.["enum"]).toEqual(["Deployment", "Pod"]);
});

test("every reference leads to a definition", () => {
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map(
    ([, name]) => name ?? "",
  );
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter((name) => !(name in schema.definitions))).toEqual([]);
});

test("only what the writer must give is required", () => {
  expect(schema.definitions["io.k8s.api.core.v1.Container"]?.["required"]).toEqual(["name"]);
  expect(schema.definitions["io.k8s.api.apps.v1.DeploymentSpec"]?.["required"]).toEqual([
    "selector",
  ]);
});

test("descriptions are carried to fields and types", () => {
  const container = schema.definitions["io.k8s.api.core.v1.Container"];
  expect(container?.["description"]).toBe("One container.");
  expect(container?.properties?.["image"]?.["description"]).toBe("What runs.");
});
