import { DecodeFailure, jsonTypeOf } from "./decode-scalar.ts";

const PROPS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

/** The schemas that stand for a schema or something simpler, as OpenAPI cannot say. */
const UNIONS: ReadonlySet<string> = new Set([
  `${PROPS}OrArray`,
  `${PROPS}OrBool`,
  `${PROPS}OrStringArray`,
]);

/** Whether a schema stands for a JSON schema or something simpler. */
export function isSchemaUnion(name: string): boolean {
  return UNIONS.has(name);
}

/** A JSON schema, or the list, boolean or texts that may stand in its place. Models JSONSchemaPropsOrArray.UnmarshalJSON and its kin. */
export function decodeSchemaUnion(
  name: string,
  value: unknown,
  decodeProps: (schemaName: string, value: unknown) => unknown,
): unknown {
  const type = jsonTypeOf(value);
  if (type === "object") return decodeProps(PROPS, value);
  if (type === "bool" && name.endsWith("OrBool")) return value;
  if (Array.isArray(value) && name.endsWith("OrArray"))
    return value.map((each: unknown) => decodeProps(PROPS, each));
  if (Array.isArray(value) && name.endsWith("OrStringArray")) return value;
  if (name.endsWith("OrBool")) throw new DecodeFailure("boolean or JSON schema expected");
  throw new DecodeFailure(
    `json: cannot unmarshal ${type} into Go value of type v1.JSONSchemaProps`,
  );
}
