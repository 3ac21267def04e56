import { readFieldPath } from "../custom/field-path.ts";
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  tooMany,
  type FieldError,
} from "../field-error.ts";
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceSubresources,
  JSONSchemaProps,
  SelectableField,
} from "../schema/generated/types.ts";
import { unsupported } from "./fields.ts";
import { label1035Problems } from "./problems.ts";

const COLUMN_TYPES = ["boolean", "date", "integer", "number", "string"] as const;
const COLUMN_FORMATS = [
  "byte",
  "date",
  "date-time",
  "double",
  "float",
  "int32",
  "int64",
  "password",
] as const;
const REPLICA_PATHS = {
  specReplicasPath: ".spec.",
  statusReplicasPath: ".status.",
} as const;

/** Every mistake of the paths that scaling goes by. Models ValidateCustomResourceDefinitionSubresources. */
export function subresourceErrors(
  at: string,
  subresources: CustomResourceSubresources | undefined,
): FieldError[] {
  const scale = subresources?.scale;
  if (!scale) return [];
  const errors = (["specReplicasPath", "statusReplicasPath"] as const).flatMap((key) => {
    const field = `${at}.scale.${key}`;
    const path = scale[key] ?? "";
    if (path === "") return [required(field)];
    const start = REPLICA_PATHS[key];
    if (!path.startsWith("."))
      return [invalid(field, path, "must be a simple json path starting with .")];
    return path.startsWith(start)
      ? []
      : [invalid(field, path, `should be a json path under ${start.slice(0, -1)}`)];
  });
  const selector = scale.labelSelectorPath;
  if (!selector || selector.startsWith(".spec.") || selector.startsWith(".status.")) return errors;
  return [
    ...errors,
    invalid(
      `${at}.scale.labelSelectorPath`,
      selector,
      "should be a json path under either .spec or .status",
    ),
  ];
}

/** Every mistake of a printer column. Models ValidateCustomResourceColumnDefinition. */
export function columnErrors(
  at: string,
  { name, type, format = "", jsonPath }: CustomResourceColumnDefinition,
): FieldError[] {
  const errors: FieldError[] = name === "" ? [required(`${at}.name`)] : [];
  const types = `must be one of ${COLUMN_TYPES.join(",")}`;
  if (type === "") errors.push(required(`${at}.type`, types));
  else if (!COLUMN_TYPES.some((each) => each === type))
    errors.push(invalid(`${at}.type`, type, types));
  if (format !== "" && !COLUMN_FORMATS.some((each) => each === format)) {
    const detail = `must be one of ${COLUMN_FORMATS.join(",")}`;
    errors.push(invalid(`${at}.format`, format, detail));
  }
  // The server's own name of the field begins with capitals.
  if (jsonPath === "") return [...errors, required(`${at}.JSONPath`)];
  return jsonPath.startsWith(".")
    ? errors
    : [
        ...errors,
        invalid(`${at}.JSONPath`, jsonPath, "must be a simple json path starting with ."),
      ];
}

/** Every mistake of the names a definition gives its resource. Models ValidateCustomResourceDefinitionNames. */
export function validateNames(at: string, names: CustomResourceDefinitionNames): FieldError[] {
  const { plural, singular = "", kind, listKind = "", shortNames = [], categories = [] } = names;
  const texts = { plural, singular, kind, listKind };
  const missing = Object.entries(texts).filter(([, text]) => text === "");
  const label = (field: string, text: string, isMixed: boolean): FieldError[] => {
    const problems = label1035Problems(isMixed ? text.toLowerCase() : text);
    const words = isMixed ? "may have mixed case, but should otherwise match: " : "";
    return problems.length > 0 ? [invalid(field, text, `${words}${problems.join(",")}`)] : [];
  };
  return [
    ...missing.map(([field]) => required(`${at}.${field}`)),
    ...Object.entries(texts).flatMap(([field, text]) =>
      text === "" ? [] : label(`${at}.${field}`, text, field === "kind" || field === "listKind"),
    ),
    ...shortNames.flatMap((name, i) => label(`${at}.shortNames[${i}]`, name, false)),
    ...(kind !== "" && kind === listKind
      ? [invalid(`${at}.listKind`, listKind, "kind and listKind may not be the same")]
      : []),
    ...categories.flatMap((name, i) => label(`${at}.categories[${i}]`, name, false)),
  ];
}

/** Every mistake of how versions become each other. Models validateCustomResourceConversion. */
export function validateConversion({ conversion }: CustomResourceDefinitionSpec): FieldError[] {
  if (!conversion) return [];
  const { strategy, webhook } = conversion;
  const at = "spec.conversion";
  switch (strategy) {
    case "":
      return [required(`${at}.strategy`)];
    case "None":
      return webhook
        ? [
            forbiddenField(
              `${at}.webhookClientConfig`,
              "should not be set when strategy is not set to Webhook",
            ),
          ]
        : [];
    case "Webhook":
      return webhook?.clientConfig
        ? []
        : [required(`${at}.webhookClientConfig`, "required when strategy is set to Webhook")];
    default:
      return [unsupported(`${at}.strategy`, strategy, ["None", "Webhook"])];
  }
}

/** Every mistake of the fields that selectors may name. Models ValidateCustomResourceSelectableFields. */
export function selectableFieldErrors(
  at: string,
  fields: readonly SelectableField[],
  schema: JSONSchemaProps | undefined,
): FieldError[] {
  const seen = new Set<string>();
  const errors = fields.flatMap(({ jsonPath }, i): FieldError[] => {
    const field = `${at}[${i}].jsonPath`;
    if (jsonPath === "") return [required(field)];
    const found = readFieldPath(jsonPath, schema ?? {});
    if ("problem" in found)
      return [invalid(field, jsonPath, `is an invalid path: ${found.problem}`)];
    const isRepeated = seen.has(found.text);
    seen.add(found.text);
    return [
      ...(/^metadata\b/.test(found.text)
        ? [invalid(field, jsonPath, "must not point to fields in metadata")]
        : []),
      ...(SELECTABLE_TYPES.includes(found.schema.type ?? "")
        ? []
        : [invalid(field, jsonPath, NOT_SELECTABLE)]),
      ...(isRepeated ? [duplicate(field, jsonPath)] : []),
    ];
  });
  return seen.size > MAX_SELECTABLE ? [...errors, tooMany(at, seen.size, MAX_SELECTABLE)] : errors;
}

const MAX_SELECTABLE = 8;
const SELECTABLE_TYPES = ["string", "boolean", "integer"];
const NOT_SELECTABLE =
  "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
