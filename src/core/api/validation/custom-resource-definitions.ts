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
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceValidation,
} from "../schema/generated/types.ts";
import {
  columnErrors,
  selectableFieldErrors,
  subresourceErrors,
  validateConversion,
  validateNames,
} from "./custom-resource-parts.ts";
import { IMMUTABLE } from "./fields.ts";
import { label1035Problems } from "./problems.ts";
import { validateSchemaProps } from "./schema-props.ts";

const MAX_WARNING_LENGTH = 256;
const ONLY_OBJECT =
  'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
const APPROVAL = "api-approved.kubernetes.io";
const PRESERVED_ELSEWHERE =
  "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";

/** Every mistake of a CustomResourceDefinition. Models apiextensions validation.ValidateCustomResourceDefinition. */
export function validateCustomResourceDefinition(
  definition: CustomResourceDefinition,
): FieldError[] {
  return [
    ...nameErrors(definition),
    ...specErrors(definition.spec),
    ...storedVersions(definition),
    ...approvalErrors(definition),
    ...(definition.spec.preserveUnknownFields === true
      ? [invalid("spec.preserveUnknownFields", true, PRESERVED_ELSEWHERE)]
      : []),
  ];
}

/** Every mistake of a changed definition; names stay once they are established. Models ValidateCustomResourceDefinitionUpdate. */
export function validateCustomResourceDefinitionUpdate(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition,
): FieldError[] {
  const isEstablished = (old.status.conditions ?? []).some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  const kept = (field: string, value: unknown, before: unknown) =>
    isSemanticallyEqual(value, before) ? [] : [invalid(field, value, IMMUTABLE)];
  return [
    ...specErrors(definition.spec),
    ...(isEstablished
      ? [
          ...kept("spec.scope", definition.spec.scope, old.spec.scope),
          ...kept("spec.names.kind", definition.spec.names.kind, old.spec.names.kind),
        ]
      : []),
    ...kept("spec.group", definition.spec.group, old.spec.group),
    ...kept("spec.names.plural", definition.spec.names.plural, old.spec.names.plural),
    ...storedVersions(definition),
    ...(isSemanticallyEqual(approvalErrors(definition), approvalErrors(old))
      ? []
      : approvalErrors(definition)),
    ...(definition.spec.preserveUnknownFields === true && old.spec.preserveUnknownFields !== true
      ? [invalid("spec.preserveUnknownFields", true, PRESERVED_ELSEWHERE)]
      : []),
  ];
}

function nameErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  const { names, group } = spec;
  return !metadata.name || metadata.name === `${names.plural}.${group}`
    ? []
    : [invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group')];
}

/** Models validateCustomResourceDefinitionSpec; nothing is asked twice, so its order is kept. */
function specErrors(spec: CustomResourceDefinitionSpec): FieldError[] {
  const versions = spec.versions ?? [];
  return [
    ...validateGroup(spec.group),
    ...validateScope(spec.scope),
    ...missingSchemas(versions),
    ...validateVersions(spec, versions),
    ...validateNames("spec.names", spec.names),
    ...hoisted(versions),
    ...validateConversion(spec),
  ];
}

/** Models ValidateCustomResourceDefinitionStoredVersions. */
function storedVersions({ spec, status }: CustomResourceDefinition): FieldError[] {
  const field = "status.storedVersions";
  const stored = status.storedVersions ?? [];
  if (stored.length === 0) return [invalid(field, null, "must have at least one stored version")];
  const versions = spec.versions ?? [];
  const names = versions.map(({ name }) => name);
  return [
    ...versions.flatMap(({ name, storage }) =>
      storage && !stored.includes(name)
        ? [invalid(field, stored, `must have the storage version ${name}`)]
        : [],
    ),
    ...stored.flatMap((name, i) =>
      names.includes(name) || stored.lastIndexOf(name) > i
        ? []
        : [invalid(`${field}[${i}]`, name, goneVersion(name))],
    ),
  ];
}

function goneVersion(name: string): string {
  return (
    `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ` +
    `ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`
  );
}

/** Groups of Kubernetes itself are defined only with its community's word. Models validateAPIApproval. */
function approvalErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return [];
  const approval = metadata.annotations?.[APPROVAL] ?? "";
  const field = `metadata.annotations[${APPROVAL}]`;
  const see = "see https://github.com/kubernetes/enhancements/pull/1111";
  const wanted = `protected groups must have approval annotation "${APPROVAL}"`;
  if (approval === "") return [required(field, `${wanted}, ${see}`)];
  if (approval.startsWith("unapproved") || /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.test(approval))
    return [];
  const detail = `${wanted} with either a URL or a reason starting with "unapproved", ${see}`;
  return [invalid(field, approval, detail)];
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
  const errors = versions.flatMap((version, i) =>
    versionErrors(`${field}[${i}]`, version, versions),
  );
  if (new Set(names).size < names.length)
    errors.push(invalid(field, value, "must contain unique version names"));
  if (versions.filter(({ storage }) => storage).length !== 1)
    errors.push(invalid(field, value, "must have exactly one version marked as storage version"));
  const [first = ""] = names;
  return [...errors, ...(first === "" ? [] : versionName("spec.version", first))];
}

function versionName(field: string, name: string): FieldError[] {
  const problems = label1035Problems(name);
  return problems.length > 0 ? [invalid(field, name, problems.join(","))] : [];
}

/** Models validateCustomResourceDefinitionVersion: what all versions share is looked at once, elsewhere. */
function versionErrors(
  at: string,
  version: CustomResourceDefinitionVersion,
  versions: readonly CustomResourceDefinitionVersion[],
): FieldError[] {
  const { name, deprecated, deprecationWarning, schema, subresources } = version;
  const columns = version.additionalPrinterColumns ?? [];
  return [
    ...versionName(`${at}.name`, name),
    ...warningErrors(`${at}.deprecationWarning`, deprecated === true, deprecationWarning),
    ...(isHoisted(versions, "schema")
      ? []
      : schemaErrors(`${at}.schema`, schema, { hasStatus: subresources?.status !== undefined })),
    ...(isHoisted(versions, "subresources")
      ? []
      : subresourceErrors(`${at}.subresources`, subresources)),
    ...(isHoisted(versions, "additionalPrinterColumns")
      ? []
      : columns.flatMap((column, c) =>
          columnErrors(`${at}.additionalPrinterColumns[${c}]`, column),
        )),
    ...(isHoisted(versions, "selectableFields") && isHoisted(versions, "schema")
      ? []
      : selectableFieldErrors(
          `${at}.selectableFields`,
          version.selectableFields ?? [],
          schema?.openAPIV3Schema,
        )),
  ];
}

function warningErrors(
  field: string,
  isDeprecated: boolean,
  warning: string | undefined,
): FieldError[] {
  if (warning === undefined) return [];
  if (!isDeprecated) return [invalid(field, warning, "can only be set for deprecated versions")];
  const errors: FieldError[] = [];
  if (warning.length > MAX_WARNING_LENGTH)
    errors.push(invalid(field, warning, `must be <= ${MAX_WARNING_LENGTH} characters long`));
  if (warning === "") errors.push(invalid(field, warning, "must not be an empty string"));
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
  const hasStatus = versions.some(({ subresources }) => subresources?.status !== undefined);
  const columns = isHoisted(versions, "additionalPrinterColumns")
    ? (first?.additionalPrinterColumns ?? [])
    : [];
  return [
    ...(isHoisted(versions, "schema")
      ? schemaErrors("spec.validation", first?.schema, { hasStatus })
      : []),
    ...(isHoisted(versions, "subresources")
      ? subresourceErrors("spec.subresources", first?.subresources)
      : []),
    ...columns.flatMap((column, c) => columnErrors(`spec.additionalPrinterColumns[${c}]`, column)),
    ...(isHoisted(versions, "selectableFields") && isHoisted(versions, "schema")
      ? selectableFieldErrors(
          "spec.selectableFields",
          first?.selectableFields ?? [],
          first?.schema?.openAPIV3Schema,
        )
      : []),
  ];
}

function schemaErrors(
  at: string,
  validation: CustomResourceValidation | undefined,
  { hasStatus }: { readonly hasStatus: boolean },
): FieldError[] {
  const schema = validation?.openAPIV3Schema;
  if (!schema) return [];
  const field = `${at}.openAPIV3Schema`;
  const { type = "", nullable } = schema;
  const errors: FieldError[] = [];
  if (hasStatus && type !== "" && type !== "object")
    errors.push(invalid(`${field}.type`, type, ONLY_OBJECT));
  if (nullable === true)
    errors.push(forbiddenField(`${field}.nullable`, "nullable cannot be true at the root"));
  return [...errors, ...validateSchemaProps(field, schema)];
}
