import { invalid, required, type FieldError } from "../field-error.ts";
import type { Container, EnvFromSource, EnvVar, EnvVarSource } from "../schema/generated/types.ts";
import { fieldReference, resourceReference } from "./downward-api.ts";
import { localPath } from "./fields.ts";
import { subdomainProblems } from "../label-format.ts";
import { configKeyProblems, envVarNameProblems, invalidFor } from "./problems.ts";

const ENV_FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
] as const;

/** Every mistake of a container's variables. Models validation.ValidateEnv. */
export function validateEnv(path: string, variables: Container["env"]): FieldError[] {
  return (variables ?? []).flatMap((variable, i) => validateVariable(`${path}[${i}]`, variable));
}

function validateVariable(path: string, variable: EnvVar): FieldError[] {
  const name = variable.name
    ? invalidFor(`${path}.name`, variable.name, envVarNameProblems(variable.name))
    : [required(`${path}.name`)];
  return [...name, ...validateValueFrom(`${path}.valueFrom`, variable)];
}

function validateValueFrom(path: string, { value, valueFrom }: EnvVar): FieldError[] {
  if (!valueFrom) return [];
  const errors = validateSources(path, valueFrom);
  const count = Object.values(valueFrom).filter((source) => source !== undefined).length;
  if (count === 0) {
    errors.push(
      invalid(
        path,
        "",
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
      ),
    );
  } else if (value) {
    errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  } else if (count > 1) {
    errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  }
  return errors;
}

function validateSources(path: string, source: EnvVarSource): FieldError[] {
  const errors: FieldError[] = [];
  if (source.fieldRef)
    errors.push(...fieldReference(`${path}.fieldRef`, source.fieldRef, ENV_FIELDS));
  if (source.resourceFieldRef)
    errors.push(
      ...resourceReference(`${path}.resourceFieldRef`, source.resourceFieldRef, {
        needsContainer: false,
      }),
    );
  if (source.configMapKeyRef)
    errors.push(...keyReference(`${path}.configMapKeyRef`, source.configMapKeyRef));
  if (source.secretKeyRef)
    errors.push(...keyReference(`${path}.secretKeyRef`, source.secretKeyRef));
  if (source.fileKeyRef) errors.push(...fileReference(`${path}.fileKeyRef`, source.fileKeyRef));
  return errors;
}

function keyReference(
  path: string,
  { name = "", key }: { readonly name?: string; readonly key: string },
): FieldError[] {
  return [
    ...invalidFor(`${path}.name`, name, subdomainProblems(name)),
    ...(key ? invalidFor(`${path}.key`, key, configKeyProblems(key)) : [required(`${path}.key`)]),
  ];
}

function fileReference(
  path: string,
  { key, path: file, volumeName }: NonNullable<EnvVarSource["fileKeyRef"]>,
): FieldError[] {
  return [
    ...(key ? invalidFor(`${path}.key`, key, envVarNameProblems(key)) : [required(`${path}.key`)]),
    ...(volumeName ? [] : [required(`${path}.volumeName`)]),
    ...(file ? localPath(`${path}.path`, file) : [required(`${path}.path`)]),
  ];
}

/** Every mistake of variables taken from whole maps. Models validation.ValidateEnvFrom. */
export function validateEnvFrom(
  path: string,
  sources: readonly EnvFromSource[] | undefined,
): FieldError[] {
  return (sources ?? []).flatMap((source, i) =>
    validateEnvFromSource(path, `${path}[${i}]`, source),
  );
}

/** A missing or doubled source is reported at the list, not at its element, as upstream does. */
function validateEnvFromSource(
  listPath: string,
  path: string,
  { prefix, configMapRef, secretRef }: EnvFromSource,
): FieldError[] {
  const errors = prefix ? invalidFor(`${path}.prefix`, prefix, envVarNameProblems(prefix)) : [];
  if (configMapRef) errors.push(...mapReference(`${path}.configMapRef`, configMapRef.name));
  if (secretRef) errors.push(...mapReference(`${path}.secretRef`, secretRef.name));
  if (!configMapRef && !secretRef)
    errors.push(invalid(listPath, "", "must specify one of: `configMapRef` or `secretRef`"));
  if (configMapRef && secretRef)
    errors.push(invalid(listPath, "", "may not have more than one field specified at a time"));
  return errors;
}

function mapReference(path: string, name: string | undefined): FieldError[] {
  return name
    ? invalidFor(`${path}.name`, name, subdomainProblems(name))
    : [required(`${path}.name`)];
}
