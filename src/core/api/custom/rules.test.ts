import { describe, expect, test } from "vitest";
import { customKindsOf } from "../custom-kinds.ts";
import { fieldErrorBody, type FieldError } from "../field-error.ts";
import type { KubeObject } from "../meta.ts";
import type {
  CustomResourceDefinition,
  JSONSchemaProps,
  ValidationRule,
} from "../schema/generated/types.ts";
import { validateCustomResourceDefinition } from "../validation/custom-resource-definitions.ts";

const texts = (errors: readonly FieldError[]) =>
  errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);

function definition(
  spec: JSONSchemaProps,
  root: Partial<JSONSchemaProps> = {},
): CustomResourceDefinition {
  const names = { plural: "gadgets", singular: "gadget", kind: "Gadget", listKind: "GadgetList" };
  const openAPIV3Schema: JSONSchemaProps = { type: "object", properties: { spec }, ...root };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "gadgets.example.com" },
    spec: {
      group: "example.com",
      names,
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }],
    },
    status: {
      acceptedNames: names,
      conditions: [{ type: "Established", status: "True" } as never],
      storedVersions: ["v1"],
    },
  };
}

function object(spec: unknown, name = "one"): KubeObject {
  return {
    apiVersion: "example.com/v1",
    kind: "Gadget",
    metadata: { name },
    ...({ spec } as object),
  };
}

const NUMBER: JSONSchemaProps = { type: "integer" };
const SPEC: JSONSchemaProps = {
  type: "object",
  properties: {
    min: NUMBER,
    max: NUMBER,
    size: { "x-kubernetes-int-or-string": true },
    "a-b": { type: "string" },
    when: { type: "string", format: "date-time" },
    ratio: { type: "number" },
    names: { type: "array", items: { type: "string" } },
  },
};

const ruled = (...rules: readonly ValidationRule[]): JSONSchemaProps => ({
  ...SPEC,
  "x-kubernetes-validations": rules,
});

function checked(spec: JSONSchemaProps, value: unknown, old?: unknown): readonly string[] {
  const [kind] = customKindsOf(definition(spec));
  const errors =
    old === undefined
      ? kind?.validate(object(value))
      : kind?.validateUpdate(object(value), object(old));
  return texts(errors ?? []);
}

describe("rules of custom resources", () => {
  test.each<[ValidationRule, unknown, readonly string[]]>([
    [{ rule: "self.min <= self.max" }, { min: 1, max: 2 }, []],
    [
      { rule: "self.min <= self.max" },
      { min: 3, max: 2 },
      ['spec: Invalid value: "object": failed rule: self.min <= self.max'],
    ],
    [
      { rule: "self.min <= self.max", message: " min is too big " },
      { min: 3, max: 2 },
      ['spec: Invalid value: "object": min is too big'],
    ],
    [
      { rule: "self.min <= self.max", messageExpression: "'%d > %d'.format([self.min, self.max])" },
      { min: 3, max: 2 },
      ['spec: Invalid value: "object": 3 > 2'],
    ],
    [
      { rule: "self.min < 3", reason: "FieldValueForbidden", fieldPath: ".min", message: "no" },
      { min: 3 },
      ["spec.min: Forbidden: no"],
    ],
    [
      { rule: "self.min < 3", reason: "FieldValueRequired", fieldPath: "['a-b']", message: "no" },
      { min: 3 },
      ["spec.a-b: Required value: no"],
    ],
    [
      { rule: "self.min < self.max" },
      { min: 3 },
      ['spec: Invalid value: "object": no such key: max evaluating rule: self.min < self.max'],
    ],
    [
      { rule: "self.size > 3", message: "small" },
      { size: "x" },
      [
        `spec: Invalid value: "object": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: small`,
      ],
    ],
    [{ rule: "type(self.size) == int ? self.size > 3 : self.size == 'big'" }, { size: "big" }, []],
    [{ rule: "self.a__dash__b == 'x' && self.ratio * 2.0 == 3.0" }, { "a-b": "x", ratio: 1.5 }, []],
    [
      { rule: "self.when < timestamp('2027-01-01T00:00:00Z')" },
      { when: "2026-01-01T00:00:00Z" },
      [],
    ],
    [{ rule: "self.names.all(n, n.startsWith('a'))" }, { names: ["ab", "ac"] }, []],
    [{ rule: "!has(self.min) || self.min > 1" }, {}, []],
  ])("%j of %j", (rule, value, wanted) => {
    expect(checked(ruled(rule), value)).toEqual(wanted);
  });

  test("the root has its name and its own words for where it is", () => {
    const rules = { "x-kubernetes-validations": [{ rule: "self.metadata.name == 'two'" }] };
    const [kind] = customKindsOf(definition(SPEC, rules));
    expect(texts(kind?.validate(object({}, "two")) ?? [])).toEqual([]);
    expect(texts(kind?.validate(object({})) ?? [])).toEqual([
      `<nil>: Invalid value: "object": failed rule: self.metadata.name == 'two'`,
    ]);
  });

  test("rules about what was before are asked on an update only, and forgive what has not changed", () => {
    const fixed = ruled({ rule: "self.min == oldSelf.min", message: "immutable" });
    expect(checked(fixed, { min: 1 })).toEqual([]);
    expect(checked(fixed, { min: 1 }, { min: 1, max: 4 })).toEqual([]);
    expect(checked(fixed, { min: 2 }, { min: 1 })).toEqual([
      'spec: Invalid value: "object": immutable',
    ]);
    const optional = ruled({
      rule: "oldSelf.hasValue() ? self.min == oldSelf.value().min : self.min == 0",
      optionalOldSelf: true,
      message: "starts at 0 and stays",
    });
    expect(checked(optional, { min: 0 })).toEqual([]);
    expect(checked(optional, { min: 1 })).toHaveLength(1);
    expect(checked(optional, { min: 5 }, { min: 5 })).toEqual([]);
    const plain = ruled({ rule: "self.min < 3" });
    expect(checked(plain, { min: 9 }, { min: 9 })).toEqual([]);
    expect(checked(plain, { min: 9, max: 1 }, { min: 9 })).toHaveLength(1);
  });

  test("elements of lists and maps are asked where they stand", () => {
    const positive = { ...NUMBER, "x-kubernetes-validations": [{ rule: "self > 0" }] };
    const grows = { rule: "self.n >= oldSelf.n", message: "may only grow" };
    const spec: JSONSchemaProps = {
      type: "object",
      properties: {
        list: { type: "array", items: positive },
        map: { type: "object", additionalProperties: positive },
        keyed: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["id"],
          items: {
            type: "object",
            properties: { id: { type: "string" }, n: NUMBER },
            "x-kubernetes-validations": [grows],
          },
        },
      },
    };
    expect(checked(spec, { list: [1, 0], map: { a: 0 } })).toEqual([
      'spec.list[1]: Invalid value: "integer": failed rule: self > 0',
      'spec.map[a]: Invalid value: "integer": failed rule: self > 0',
    ]);
    const old = {
      keyed: [
        { id: "a", n: 1 },
        { id: "b", n: 5 },
      ],
    };
    const moved = {
      keyed: [
        { id: "b", n: 4 },
        { id: "c", n: 0 },
        { id: "a", n: 2 },
      ],
    };
    expect(checked(spec, moved, old)).toEqual([
      'spec.keyed[0]: Invalid value: "object": may only grow',
    ]);
  });

  test("rules wait until the object is sound", () => {
    const spec = { ...ruled({ rule: "self.min > 0" }), required: ["min"] };
    expect(checked(spec, {})).toEqual([
      "spec.min: Required value",
      "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
    ]);
  });
});

describe("definitions whose rules make no sense", () => {
  const AT = "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]";
  const value = (rule: string, more = "") =>
    `{"Rule":${JSON.stringify(rule)},"Message":"","MessageExpression":"${more}","Reason":null,"FieldPath":"","OptionalOldSelf":null}`;

  test.each<[ValidationRule, readonly string[]]>([
    [{ rule: "self.min > 0" }, []],
    [{ rule: " " }, [`${AT}.rule: Required value: rule is not specified`]],
    [
      { rule: "self.min > 0", message: "a\nb" },
      [`${AT}.message: Invalid value: "a\\nb": message must not contain line breaks`],
    ],
    [
      { rule: "self.min >\n0" },
      [`${AT}.message: Required value: message must be specified if rule contains line breaks`],
    ],
    [
      { rule: "self.min == 0", fieldPath: ".nope" },
      [
        `${AT}.fieldPath: Invalid value: ".nope": fieldPath must be a valid path: does not refer to a valid field`,
      ],
    ],
    [
      { rule: "self.nope == 0" },
      [
        `${AT}.rule: Invalid value: ${value("self.nope == 0")}: compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n | self.nope == 0\n | ....^`,
      ],
    ],
    [
      { rule: "self.min + 1" },
      [
        `${AT}.rule: Invalid value: ${value("self.min + 1")}: cel expression must evaluate to a bool`,
      ],
    ],
    [
      { rule: "self.min == 1", messageExpression: "self.min" },
      [
        `${AT}.messageExpression: Invalid value: ${value("self.min == 1", "self.min")}: messageExpression must evaluate to a string`,
      ],
    ],
    [
      { rule: "self.min == 1", optionalOldSelf: true },
      [
        `${AT}.optionalOldSelf: Invalid value: true: option optionalOldSelf may not be set when oldSelf is not used in rule`,
      ],
    ],
  ])("%j", (rule, wanted) => {
    expect(texts(validateCustomResourceDefinition(definition(ruled(rule))))).toEqual(wanted);
  });

  test("elements without identity have no past", () => {
    const items = { ...NUMBER, "x-kubernetes-validations": [{ rule: "self >= oldSelf" }] };
    const spec: JSONSchemaProps = {
      type: "object",
      properties: { list: { type: "array", items } },
    };
    const list = "spec.validation.openAPIV3Schema.properties[spec].properties[list]";
    expect(texts(validateCustomResourceDefinition(definition(spec)))).toEqual([
      `${list}.items.x-kubernetes-validations[0].rule: Invalid value: "self >= oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within ${list}`,
    ]);
  });
});
