import { isEqual } from "#core/base/equal.ts";
import { sortedBy } from "#core/base/order.ts";
import { forbiddenField, invalid, required, tooLong, type FieldError } from "../field-error.ts";
import { base64Length, decodeBase64, utf8Bytes } from "../base64.ts";
import type { ConfigMap, Secret } from "../schema/generated/types.ts";
import { immutable } from "./fields.ts";
import { configKeyProblems, invalidFor } from "./problems.ts";

const MAX_BYTES = 1024 * 1024;
const FROZEN = "field is immutable when `immutable` is set";

/** Every mistake of a ConfigMap. Models validation.ValidateConfigMap. */
export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of sortedEntries(data)) {
    errors.push(...invalidFor(`data[${key}]`, key, configKeyProblems(key)));
    if (Object.hasOwn(binaryData, key))
      errors.push(invalid(`data[${key}]`, key, "duplicate of key present in binaryData"));
    size += utf8Bytes(value).length;
  }
  for (const [key, value] of sortedEntries(binaryData)) {
    errors.push(...invalidFor(`binaryData[${key}]`, key, configKeyProblems(key)));
    size += base64Length(value);
  }
  // An empty path means the object as a whole.
  return size > MAX_BYTES ? [...errors, tooLong("", MAX_BYTES)] : errors;
}

/** Every mistake of a changed ConfigMap. Models validation.ValidateConfigMapUpdate. */
export function validateConfigMapUpdate(configMap: ConfigMap, old: ConfigMap): FieldError[] {
  return [...frozenErrors(configMap, old, ["data", "binaryData"]), ...validateConfigMap(configMap)];
}

/** Every mistake of a Secret. Models validation.ValidateSecret. */
export function validateSecret(secret: Secret): FieldError[] {
  const data = secret.data ?? {};
  const errors = sortedEntries(data).flatMap(([key]) =>
    invalidFor(`data[${key}]`, key, configKeyProblems(key)),
  );
  const size = Object.values(data).reduce((total, value) => total + base64Length(value), 0);
  if (size > MAX_BYTES) errors.push(tooLong("data", MAX_BYTES));
  return [...errors, ...validateSecretType(secret, data)];
}

/** Every mistake of a changed Secret. Models validation.ValidateSecretUpdate. */
export function validateSecretUpdate(secret: Secret, old: Secret): FieldError[] {
  return [
    ...immutable("type", secret.type, old.type),
    ...frozenErrors(secret, old, ["data"]),
    ...validateSecret(secret),
  ];
}

interface Freezable {
  readonly immutable?: boolean;
  readonly data?: unknown;
  readonly binaryData?: unknown;
}

function frozenErrors(
  object: Freezable,
  old: Freezable,
  fields: readonly ("data" | "binaryData")[],
): FieldError[] {
  if (old.immutable !== true) return [];
  const changed = fields.filter((field) => !isEqual(object[field], old[field]));
  return [...(object.immutable === true ? [] : ["immutable"]), ...changed].map((field) =>
    forbiddenField(field, FROZEN),
  );
}

function validateSecretType(
  { type, metadata }: Secret,
  data: Readonly<Record<string, string>>,
): FieldError[] {
  const has = (key: string) => Object.hasOwn(data, key);
  const missing = (...keys: string[]) =>
    keys.filter((key) => !has(key)).map((key) => required(`data[${key}]`));
  switch (type) {
    case "kubernetes.io/service-account-token": {
      const annotation = "kubernetes.io/service-account.name";
      return metadata.annotations?.[annotation]
        ? []
        : [required(`metadata.annotations[${annotation}]`)];
    }
    case "kubernetes.io/dockercfg":
      return has(".dockercfg") ? jsonErrors(".dockercfg", data) : missing(".dockercfg");
    case "kubernetes.io/dockerconfigjson":
      return has(".dockerconfigjson")
        ? jsonErrors(".dockerconfigjson", data)
        : missing(".dockerconfigjson");
    case "kubernetes.io/basic-auth":
      return has("username") || has("password") ? [] : missing("username", "password");
    case "kubernetes.io/ssh-auth":
      return data["ssh-privatekey"] ? [] : [required("data[ssh-privatekey]")];
    case "kubernetes.io/tls":
      return missing("tls.crt", "tls.key");
    default:
      return [];
  }
}

function jsonErrors(key: string, data: Readonly<Record<string, string>>): FieldError[] {
  const problem = jsonProblem(decodeBase64(data[key] ?? ""));
  return problem === undefined
    ? []
    : [invalid(`data[${key}]`, "<secret contents redacted>", problem)];
}

/** What Go says of a text that is no JSON object; only its commonest sentences are known here. */
function jsonProblem(text: string): string | undefined {
  if (text.trim() === "") return "unexpected end of JSON input";
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && !Array.isArray(value)) return undefined;
    const type = Array.isArray(value)
      ? "array"
      : typeof value === "boolean"
        ? "bool"
        : typeof value;
    return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  } catch {
    const first = text.trimStart()[0] ?? "";
    if (/[[{"\-0-9tfn]/.test(first)) return "unexpected end of JSON input";
    return `invalid character '${first}' looking for beginning of value`;
  }
}

function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
  return sortedBy(Object.entries(map), ([key]) => key);
}
