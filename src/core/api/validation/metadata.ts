import { sortedBy } from "#core/base/order.ts";
import type { KindDefinition, NameFormat } from "../define.ts";
import { goQuote } from "../go-quote.ts";
import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type { ObjectMeta, OwnerReference } from "../schema/generated/types.ts";
import { immutable, notNegative, qualifiedName } from "./fields.ts";
import { annotations, labels } from "./labels.ts";
import { qualifiedNameProblems, subdomainProblems } from "../label-format.ts";
import { invalidFor, label1035Problems, labelProblems, pathSegmentProblems } from "./problems.ts";

const NAME_PROBLEMS: Readonly<Record<NameFormat, (name: string) => string[]>> = {
  "dns-subdomain": subdomainProblems,
  "dns-label": labelProblems,
  "dns-1035-label": label1035Problems,
  "path-segment": pathSegmentProblems,
};
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set([
  "kubernetes",
  "orphan",
  "foregroundDeletion",
]);

/** What a kind asks of its metadata. */
export interface MetaRules {
  readonly namespaced: boolean;
  readonly nameFormat: NameFormat;
  readonly finalizerNames?: "any";
}

type MetaRulesOnUpdate = Pick<KindDefinition, "metadataOnUpdate">;

/** What is wrong with a name of this format. */
export function nameProblemsOf(format: NameFormat, name: string): string[] {
  return NAME_PROBLEMS[format](name);
}

/** Whether a kind asks nothing of metadata itself: then only what the server asks of all kinds counts. */
export function looksAtNoMetadata(rules: MetaRulesOnUpdate): boolean {
  return rules.metadataOnUpdate.length === 0;
}

/** The rules of a kind as the server knows them, without its names. Models rest.BeforeCreate and rest.BeforeUpdate. */
export function commonRules(rules: MetaRules): MetaRules {
  return { namespaced: rules.namespaced, nameFormat: "path-segment" };
}

/** Every mistake in the metadata of an object. Models core validation.ValidateObjectMeta. */
export function validateObjectMeta(
  meta: ObjectMeta,
  rules: MetaRules,
  path = "metadata",
): FieldError[] {
  return [...validateCommonMeta(meta, rules, path), ...standardFinalizers(meta, rules, path)];
}

/** What is asked of the metadata of every object. Models apimachinery ValidateObjectMetaAccessor. */
export function validateCommonMeta(
  meta: ObjectMeta,
  rules: MetaRules,
  path = "metadata",
): FieldError[] {
  return [
    ...validateGeneratedName(meta, rules, path),
    ...validateName(meta, rules, path),
    ...validateNamespace(meta, rules, path),
    ...notNegative(`${path}.generation`, meta.generation),
    ...labels(`${path}.labels`, meta.labels),
    ...annotations(`${path}.annotations`, meta.annotations),
    ...validateOwnerReferences(`${path}.ownerReferences`, meta.ownerReferences ?? []),
    ...validateFinalizers(`${path}.finalizers`, meta.finalizers ?? []),
  ];
}

function validateGeneratedName(
  { generateName }: ObjectMeta,
  { nameFormat }: MetaRules,
  path: string,
): FieldError[] {
  if (!generateName) return [];
  // A trailing dash is fine: letters will follow it.
  const probe =
    generateName.endsWith("-") && generateName.length > 1
      ? `${generateName.slice(0, -1)}a`
      : generateName;
  return invalidFor(`${path}.generateName`, generateName, nameProblemsOf(nameFormat, probe));
}

function validateName({ name }: ObjectMeta, { nameFormat }: MetaRules, path: string): FieldError[] {
  if (!name) return [required(`${path}.name`, "name or generateName is required")];
  return invalidFor(`${path}.name`, name, nameProblemsOf(nameFormat, name));
}

function validateNamespace(
  { namespace }: ObjectMeta,
  { namespaced }: MetaRules,
  path: string,
): FieldError[] {
  const field = `${path}.namespace`;
  if (!namespaced) return namespace ? [forbiddenField(field, "not allowed on this type")] : [];
  return namespace ? invalidFor(field, namespace, labelProblems(namespace)) : [required(field)];
}

/** Every mistake in a list of owners. Models apimachinery ValidateOwnerReferences. */
export function validateOwnerReferences(
  path: string,
  references: readonly OwnerReference[],
): FieldError[] {
  const errors: FieldError[] = [];
  let controller: OwnerReference | undefined;
  for (const reference of references) {
    errors.push(...validateOwnerReference(path, reference));
    if (reference.controller !== true) continue;
    if (controller) errors.push(invalid(path, references, twoControllers(controller, reference)));
    else controller = reference;
  }
  return errors;
}

function twoControllers(first: OwnerReference, second: OwnerReference): string {
  return `Only one reference can have Controller set to true. Found "true" in references for ${first.name} and ${second.name}`;
}

function validateOwnerReference(
  path: string,
  { apiVersion, kind, name, uid }: OwnerReference,
): FieldError[] {
  const errors: FieldError[] = [];
  const version = apiVersion.split("/").at(-1) ?? "";
  if (version === "")
    errors.push(invalid(`${path}.apiVersion`, apiVersion, "version must not be empty"));
  if (kind === "") errors.push(invalid(`${path}.kind`, kind, "must not be empty"));
  if (name === "") errors.push(invalid(`${path}.name`, name, "must not be empty"));
  if (uid === "") errors.push(invalid(`${path}.uid`, uid, "must not be empty"));
  if (apiVersion === "v1" && kind === "Event")
    errors.push(
      invalid(
        path,
        { apiVersion, kind, name, uid },
        "/v1, Kind=Event is disallowed from being an owner",
      ),
    );
  return errors;
}

function validateFinalizers(path: string, finalizers: readonly string[]): FieldError[] {
  const errors = finalizers.flatMap((finalizer) => qualifiedName(path, finalizer));
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push(
      invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"),
    );
  }
  return errors;
}

/** Every finalizer whose name the kind does not take. */
function standardFinalizers(
  { finalizers = [] }: ObjectMeta,
  { finalizerNames }: MetaRules,
  path: string,
): FieldError[] {
  if (finalizerNames === "any") return [];
  return finalizers.flatMap((finalizer, i) =>
    validateStandardFinalizer(`${path}.finalizers[${i}]`, finalizer),
  );
}

/** Refuses a short finalizer name that Kubernetes does not know. Models core validation.validateKubeFinalizerName. */
function validateStandardFinalizer(path: string, finalizer: string): FieldError[] {
  if (finalizer.includes("/") || STANDARD_FINALIZERS.has(finalizer)) return [];
  return [
    invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"),
  ];
}

/**
 * What is wrong with the metadata of a changed object. Upstream asks this of all kinds, and then each kind asks again, about its metadata as a
 * `whole`, the `changes`, or both: causes show how often. Models rest.BeforeUpdate and Validate<Kind>Update.
 */
export function validateChangedMeta(
  meta: ObjectMeta,
  old: ObjectMeta,
  rules: MetaRules & MetaRulesOnUpdate,
): FieldError[] {
  const path = "metadata";
  const whole = validateCommonMeta(meta, commonRules(rules), path);
  const changes = validateObjectMetaUpdate(meta, old, path);
  const finalizers = standardFinalizers(meta, rules, path);
  const own = rules.metadataOnUpdate.flatMap((check) => [
    ...(check === "whole" ? whole : changes),
    ...finalizers,
  ]);
  return [...whole, ...changes, ...own];
}

/** Every forbidden change of metadata, and what is wrong with its new labels, owners and finalizers. Models ValidateObjectMetaUpdate. */
export function validateObjectMetaUpdate(
  meta: ObjectMeta,
  old: ObjectMeta,
  path = "metadata",
): FieldError[] {
  return [
    ...validateNoNewFinalizers(meta, old, path),
    ...(meta.resourceVersion
      ? []
      : [
          invalid(
            `${path}.resourceVersion`,
            meta.resourceVersion ?? "",
            "must be specified for an update",
          ),
        ]),
    ...((meta.generation ?? 0) < (old.generation ?? 0)
      ? [invalid(`${path}.generation`, meta.generation ?? 0, "must not be decremented")]
      : []),
    ...immutable(`${path}.name`, meta.name, old.name),
    ...immutable(`${path}.namespace`, meta.namespace, old.namespace),
    ...immutable(`${path}.uid`, meta.uid, old.uid),
    ...immutable(`${path}.creationTimestamp`, meta.creationTimestamp, old.creationTimestamp),
    ...immutable(`${path}.deletionTimestamp`, meta.deletionTimestamp, old.deletionTimestamp),
    ...immutable(
      `${path}.deletionGracePeriodSeconds`,
      meta.deletionGracePeriodSeconds,
      old.deletionGracePeriodSeconds,
    ),
    ...labels(`${path}.labels`, meta.labels),
    ...annotations(`${path}.annotations`, meta.annotations),
    ...validateOwnerReferences(`${path}.ownerReferences`, meta.ownerReferences ?? []),
  ];
}

function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta, path: string): FieldError[] {
  if (!old.deletionTimestamp) return [];
  const added = (meta.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer));
  if (added.length === 0) return [];
  const list = sortedBy(added, (each) => each)
    .map((each) => JSON.stringify(each))
    .join(", ");
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbiddenField(`${path}.finalizers`, detail)];
}

/** Texts of the Warning header about finalizers that came new and have no path, for kinds that take them. Models customresource strategy's generateWarningsFromObj. */
export function finalizerWarnings(meta: ObjectMeta, old: ObjectMeta | undefined): string[] {
  const added = (meta.finalizers ?? []).filter((each) => !old?.finalizers?.includes(each));
  return sortedBy([...new Set(added)], (each) => each)
    .filter((each) => validateStandardFinalizer("", each).length > 0)
    .map(
      (each) =>
        `metadata.finalizers: ${goQuote(each)}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers`,
    );
}

/** Refuses finalizers that are no qualified names. */
export function validateFinalizerName(path: string, finalizer: string): FieldError[] {
  return [
    ...invalidFor(path, finalizer, qualifiedNameProblems(finalizer)),
    ...validateStandardFinalizer(path, finalizer),
  ];
}
