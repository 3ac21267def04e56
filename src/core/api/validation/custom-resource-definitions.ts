import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  CustomResourceValidation,
} from "../schema/generated/types.ts";
import { IMMUTABLE, unsupported } from "./fields.ts";
import { label1035Problems } from "./problems.ts";
import { validateSchemaProps } from "./schema-props.ts";

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

/** Every mistake of a CustomResourceDefinition. Models apiextensions validation.ValidateCustomResourceDefinition. */
export function validateCustomResourceDefinition({
  metadata,
  spec,
}: CustomResourceDefinition): FieldError[] {
  const { names, group, versions = [] } = spec;
  const wanted = `${names.plural}.${group}`;
  const isNamedWell = !metadata.name || metadata.name === wanted;
  return [
    ...(isNamedWell
      ? []
      : [invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...validateGroup(group),
    ...validateScope(spec.scope),
    ...missingSchemas(versions ?? []),
    ...validateVersions(spec, versions ?? []),
    ...validateNames("spec.names", names),
    ...hoisted(versions ?? []),
    ...validateConversion(spec),
  ];
}

/** Every mistake of a changed definition; names stay once they are established. Models ValidateCustomResourceDefinitionUpdate. */
export function validateCustomResourceDefinitionUpdate(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition,
): FieldError[] {
  const errors = validateCustomResourceDefinition(definition);
  const isEstablished = (old.status.conditions ?? []).some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  const kept = (field: string, value: unknown, before: unknown) =>
    isSemanticallyEqual(value, before) ? [] : [invalid(field, value, IMMUTABLE)];
  return [
    ...errors,
    ...(isEstablished
      ? [
          ...kept("spec.scope", definition.spec.scope, old.spec.scope),
          ...kept("spec.names.kind", definition.spec.names.kind, old.spec.names.kind),
        ]
      : []),
    ...kept("spec.group", definition.spec.group, old.spec.group),
    ...kept("spec.names.plural", definition.spec.names.plural, old.spec.names.plural),
    ...storedVersions(definition),
  ];
}

/** Models ValidateCustomResourceDefinitionStoredVersions. */
function storedVersions({ spec, status }: CustomResourceDefinition): FieldError[] {
  const names = (spec.versions ?? []).map(({ name }) => name);
  return (status.storedVersions ?? []).flatMap((name, i) =>
    names.includes(name)
      ? []
      : [
          invalid(
            `status.storedVersions[${i}]`,
            name,
            "missing from spec.versions; must appear in spec.versions",
          ),
        ],
  );
}

function validateGroup(group: string): FieldError[] {
  const field = "spec.group";
  if (group === "") return [required(field)];
  const problems = subdomainProblems(group);
  if (problems.length > 0) return [invalid(field, group, problems.join(","))];
  return group.includes(".")
    ? []
    : [invalid(field, group, "should be a domain with at least one dot")];
}

function validateScope(scope: string): FieldError[] {
  if (scope === "") return [required("spec.scope")];
  return scope === "Cluster" || scope === "Namespaced"
    ? []
    : [notSupported("spec.scope", scope, ["Cluster", "Namespaced"])];
}

function missingSchemas(versions: readonly CustomResourceDefinitionVersion[]): FieldError[] {
  return versions.flatMap(({ schema }, i) =>
    schema?.openAPIV3Schema
      ? []
      : [required(`spec.versions[${i}].schema.openAPIV3Schema`, "schemas are required")],
  );
}

function validateVersions(
  { versions: all }: CustomResourceDefinitionSpec,
  versions: readonly CustomResourceDefinitionVersion[],
): FieldError[] {
  const names = versions.map(({ name }) => name);
  const value = versions.length > 0 ? versions.map((each) => internalVersion(each, all)) : null;
  const field = "spec.versions";
  const errors = versions.flatMap(({ name }, i) => {
    const problems = label1035Problems(name);
    return problems.length > 0 ? [invalid(`${field}[${i}].name`, name, problems.join(","))] : [];
  });
  if (!isHoisted(versions, "schema"))
    errors.push(
      ...versions.flatMap(({ schema }, i) => schemaErrors(`${field}[${i}].schema`, schema)),
    );
  if (new Set(names).size < names.length)
    errors.push(invalid(field, value, "must contain unique version names"));
  if (versions.filter(({ storage }) => storage).length !== 1)
    errors.push(invalid(field, value, "must have exactly one version marked as storage version"));
  return errors;
}

type PerVersion = "schema" | "subresources" | "additionalPrinterColumns" | "selectableFields";

/** What all versions agree on is kept once, at the top, and so do texts name it. Models Convert_v1_CustomResourceDefinitionSpec. */
function isHoisted(
  versions: readonly CustomResourceDefinitionVersion[],
  part: PerVersion,
): boolean {
  return versions.every((version) => isSemanticallyEqual(version[part], versions[0]?.[part]));
}

/** How the server's own type of a version prints. */
function internalVersion(
  version: CustomResourceDefinitionVersion,
  all: readonly CustomResourceDefinitionVersion[],
): unknown {
  const part = (name: PerVersion) => (isHoisted(all, name) ? null : (version[name] ?? null));
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: part("schema"),
    Subresources: part("subresources"),
    AdditionalPrinterColumns: part("additionalPrinterColumns"),
    SelectableFields: part("selectableFields"),
  };
}

function hoisted(versions: readonly CustomResourceDefinitionVersion[]): FieldError[] {
  const [first] = versions;
  const errors: FieldError[] = [];
  if (isHoisted(versions, "schema")) errors.push(...schemaErrors("spec.validation", first?.schema));
  if (isHoisted(versions, "subresources"))
    errors.push(...subresourceErrors("spec.subresources", first?.subresources));
  else
    errors.push(
      ...versions.flatMap(({ subresources }, i) =>
        subresourceErrors(`spec.versions[${i}].subresources`, subresources),
      ),
    );
  const isShared = isHoisted(versions, "additionalPrinterColumns");
  return [
    ...errors,
    ...(isShared ? versions.slice(0, 1) : versions).flatMap(
      ({ additionalPrinterColumns = [] }, i) => {
        const at = isShared ? "spec" : `spec.versions[${i}]`;
        return additionalPrinterColumns.flatMap((column, c) =>
          columnErrors(`${at}.additionalPrinterColumns[${c}]`, column),
        );
      },
    ),
  ];
}

function schemaErrors(at: string, validation: CustomResourceValidation | undefined): FieldError[] {
  const schema = validation?.openAPIV3Schema;
  if (!schema) return [];
  const nullable =
    schema.nullable === true
      ? [forbiddenField(`${at}.openAPIV3Schema.nullable`, "nullable cannot be true at the root")]
      : [];
  return [...nullable, ...validateSchemaProps(`${at}.openAPIV3Schema`, schema)];
}

function subresourceErrors(
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

function columnErrors(
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
  if (jsonPath === "") return [...errors, required(`${at}.jsonPath`)];
  return jsonPath.startsWith(".")
    ? errors
    : [
        ...errors,
        invalid(`${at}.jsonPath`, jsonPath, "must be a simple json path starting with ."),
      ];
}

/** Every mistake of the names a definition gives its resource. Models ValidateCustomResourceDefinitionNames. */
function validateNames(at: string, names: CustomResourceDefinitionNames): FieldError[] {
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

function validateConversion({ conversion }: CustomResourceDefinitionSpec): FieldError[] {
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
