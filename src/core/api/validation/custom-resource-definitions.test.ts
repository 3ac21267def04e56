import { expect, test } from "vitest";
import type { Draft } from "../define.ts";
import { fieldErrorBody, type FieldError } from "../field-error.ts";
import { customResourceDefinition } from "../kinds/apiextensions/custom-resource-definition.ts";
import type { CustomResourceDefinition, JSONSchemaProps } from "../schema/generated/types.ts";
import {
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from "./custom-resource-definitions.ts";
import { validateSchemaProps } from "./schema-props.ts";

type SpecDraft = Draft<CustomResourceDefinition>["spec"];

const texts = (errors: readonly FieldError[]) =>
  errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);

function newDefinition(edit: (spec: SpecDraft) => void): CustomResourceDefinition {
  const draft = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "gadgets.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "gadgets", kind: "Gadget" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
          subresources: { status: {} },
          additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
        },
      ],
    },
    status: {},
  } as unknown as Draft<CustomResourceDefinition>;
  edit(draft.spec);
  customResourceDefinition.setDefaults(draft);
  customResourceDefinition.prepareCreate(draft, { now: "2026-01-01T00:00:00Z" });
  return draft as CustomResourceDefinition;
}

function firstVersion(spec: SpecDraft): Draft<CustomResourceDefinition>["spec"]["versions"][0] {
  const [version] = spec.versions;
  if (!version) throw new Error("a definition has a version");
  return version;
}

const LABEL =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an " +
  "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

test.each<[string, (spec: SpecDraft) => void, string[]]>([
  ["nothing", () => undefined, []],
  [
    "a version whose name is no label, told of at the version and at the top",
    (spec) => (firstVersion(spec).name = "V.1"),
    [
      `spec.versions[0].name: Invalid value: "V.1": ${LABEL}`,
      `spec.version: Invalid value: "V.1": ${LABEL}`,
    ],
  ],
  [
    "no versions at all",
    (spec) => (spec.versions = []),
    [
      "spec.versions: Invalid value: null: must have exactly one version marked as storage version",
      "status.storedVersions: Invalid value: null: must have at least one stored version",
    ],
  ],
  [
    "a schema that is no object while status is served",
    (spec) => (firstVersion(spec).schema = { openAPIV3Schema: { type: "string" } }),
    [
      'spec.validation.openAPIV3Schema.type: Invalid value: "string": only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
      'spec.validation.openAPIV3Schema.type: Invalid value: "string": must be object at the root',
    ],
  ],
  [
    "a column whose path does not begin with a dot",
    (spec) =>
      (firstVersion(spec).additionalPrinterColumns = [{ name: "a", type: "date", jsonPath: "a" }]),
    [
      'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "a": must be a simple json path starting with .',
    ],
  ],
  [
    "a warning for a version that is not deprecated",
    (spec) => (firstVersion(spec).deprecationWarning = "old"),
    [
      'spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions',
    ],
  ],
  [
    "fields that nobody prunes",
    (spec) => (spec.preserveUnknownFields = true),
    [
      "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead",
    ],
  ],
])("a definition with %s", (_, edit, expected) => {
  expect(texts(validateCustomResourceDefinition(newDefinition(edit)))).toEqual(expected);
});

test("groups of Kubernetes need its community's approval", () => {
  const definition = newDefinition((spec) => (spec.group = "x.k8s.io"));
  const withApproval = (approval: string): CustomResourceDefinition => ({
    ...definition,
    metadata: {
      name: "gadgets.x.k8s.io",
      annotations: { "api-approved.kubernetes.io": approval },
    },
  });
  const field = "metadata.annotations[api-approved.kubernetes.io]";
  const wanted = 'protected groups must have approval annotation "api-approved.kubernetes.io"';
  const see = "see https://github.com/kubernetes/enhancements/pull/1111";
  expect(texts(validateCustomResourceDefinition(withApproval("")))).toEqual([
    `${field}: Required value: ${wanted}, ${see}`,
  ]);
  expect(texts(validateCustomResourceDefinition(withApproval("yes")))).toEqual([
    `${field}: Invalid value: "yes": ${wanted} with either a URL or a reason starting with "unapproved", ${see}`,
  ]);
  for (const approval of ["https://github.com/k/k/pull/1", "unapproved, a test"])
    expect(texts(validateCustomResourceDefinition(withApproval(approval)))).toEqual([]);
});

test("a version that objects were stored in stays", () => {
  const old = newDefinition(() => undefined);
  const renamed = newDefinition((spec) => (firstVersion(spec).name = "v2"));
  const changed = { ...renamed, status: { ...renamed.status, storedVersions: ["v1", "v2"] } };
  expect(texts(validateCustomResourceDefinitionUpdate(changed, old))).toEqual([
    'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in ' +
      "spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions",
  ]);
});

const MISSING = "must not be empty for specified object fields";

test.each<[string, JSONSchemaProps, string[]]>([
  ["{}", {}, ["s.type: Required value: must not be empty at the root"]],
  [
    "a field without a type beside one of an unknown type",
    { type: "object", properties: { a: {}, b: { type: "text" } } },
    [
      `s.properties[a].type: Required value: ${MISSING}`,
      's.properties[b].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"',
    ],
  ],
  [
    "a default of another type, outside its enum",
    {
      type: "object",
      properties: { a: { type: "string", enum: ["red"], default: 5 } },
    } as unknown as JSONSchemaProps,
    [
      's.properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"',
      's.properties[a].default: Unsupported value: 5: supported values: "red"',
    ],
  ],
  [
    "a default with a field nobody knows, and one that is too small",
    {
      type: "object",
      properties: {
        a: {
          type: "object",
          properties: { n: { type: "integer", minimum: 1 } },
          default: { n: 0, x: 1 },
        },
      },
    } as unknown as JSONSchemaProps,
    [
      's.properties[a].default: Invalid value: {"n":0,"x":1}: must not have unknown fields',
      "s.properties[a].default.n: Invalid value: 0: n in body should be greater than or equal to 1",
    ],
  ],
  [
    "a junctor that speaks of a field nobody specified, and of types",
    { type: "object", anyOf: [{ properties: { a: { type: "string" } } }] },
    [
      "s.anyOf[0].properties[a].type: Forbidden: must be empty to be structural",
      "s.properties[a]: Required value: because it is defined in s.anyOf[0].properties[a]",
    ],
  ],
  [
    "an integer or a text, in the one way there is",
    {
      type: "object",
      properties: {
        port: {
          "x-kubernetes-int-or-string": true,
          anyOf: [{ type: "integer" }, { type: "string" }],
        },
      },
    },
    [],
  ],
  [
    "metadata beyond its name",
    { type: "object", properties: { metadata: { type: "object", minProperties: 1 } } },
    [
      "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified",
    ],
  ],
  [
    "values of any name at the root",
    { type: "object", additionalProperties: true } as JSONSchemaProps,
    ["s.additionalProperties: Forbidden: must not be used at the root"],
  ],
  [
    "a map list by a key that may be missing",
    {
      type: "object",
      properties: {
        l: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name", "other"],
          items: { type: "object", properties: { name: { type: "string" } } },
        },
      },
    } as unknown as JSONSchemaProps,
    [
      's.properties[l].x-kubernetes-list-map-keys: Invalid value: ["name","other"]: entries must all be names of item properties',
      "s.properties[l].items.properties[name].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
    ],
  ],
  [
    "a part that no structural schema has",
    { type: "object", properties: { a: { patternProperties: { x: {} } } } },
    ["s.properties[a].patternProperties: Forbidden: patternProperties is not supported"],
  ],
])("a schema with %s", (_, schema, expected) => {
  expect(texts(validateSchemaProps("s", schema))).toEqual(expected);
});
