import type { FieldSchema } from "./schema/field-schema.ts";
import type { JSONSchemaProps } from "./schema/generated/types.ts";

const META = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** The schema of a custom resource as owners of fields, editors and other readers of field tables know it. */
export function customFieldSchema(schema: JSONSchemaProps): FieldSchema {
  const own = schema as unknown as FieldSchema;
  return {
    ...own,
    type: "object",
    properties: {
      ...own.properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { $ref: META },
    },
  };
}
