import { isEqual } from "#core/base/equal.ts";
import { pruned } from "../custom/prune.ts";
import { schemaErrors } from "../custom/validate.ts";
import { invalid, type FieldError } from "../field-error.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { elementSchema } from "./structural-schemas.ts";

/** Every default that would not fit the schema it stands in. Models structural defaulting.ValidateDefaults. */
export function validateDefaults(path: string, schema: JSONSchemaProps): FieldError[] {
  const { properties = {} } = schema;
  const element = elementSchema(schema.items);
  return [
    ...ownDefault(`${path}.default`, schema),
    ...(element ? validateDefaults(`${path}.items`, element) : []),
    ...Object.keys(properties)
      .sort()
      .flatMap((name) => validateDefaults(`${path}.properties[${name}]`, properties[name] ?? {})),
  ];
}

function ownDefault(field: string, schema: JSONSchemaProps): FieldError[] {
  const value: unknown = schema.default;
  if (value === undefined || value === null) return [];
  const unpruned = isEqual(pruned(value, schema, "", []), value)
    ? []
    : [invalid(field, value, "must not have unknown fields")];
  return [
    ...unpruned,
    // The texts name what is wrong from the default's own root.
    ...schemaErrors("", value, schema).map((error) => ({
      ...error,
      field: error.field === "" ? field : `${field}.${error.field}`,
    })),
  ];
}
