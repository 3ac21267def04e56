import type { KubeObject } from "#core/api/meta.ts";
import type { ManagedFieldsEntry } from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import { callObject, printError, type Ask } from "./api.ts";
import type { Steps } from "./command.ts";
import { isFailureToPrint } from "./failure.ts";
import { isMap, textsAt, valueAt } from "./json.ts";
import { LAST_APPLIED } from "./last-applied.ts";

/** The owner of what `apply --server-side` sends when nobody names another. */
export const SERVER_SIDE_MANAGER = "kubectl";
/** Who owns the annotation once its fields are applied by the server, so that it stays. */
const ANNOTATION_MANAGER = "kubectl-last-applied";
const ANNOTATION_PATH = ["f:metadata", "f:annotations", `f:${LAST_APPLIED}`];

/** A server-side apply that has been made, and how it was asked for. */
export interface ServerSideApply {
  readonly ask: Ask;
  readonly applied: KubeObject;
  readonly manager: string;
}

/**
 * Makes the owner of a server-side apply also the owner of what `apply` by the client wrote before, and applies once more when that changed anything.
 * Models apply.saveLastApplyAnnotationIfNecessary and migrateToSSAIfNecessary.
 */
export function* takeOverFromClient({ ask, applied, manager }: ServerSideApply): Steps<KubeObject> {
  let current = applied;
  try {
    if (manager === SERVER_SIDE_MANAGER) current = yield* keepAnnotation(ask, current);
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    yield* printError(
      `Warning: failed to migrate ${LAST_APPLIED} for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`,
    );
    return current;
  }
  const before = entriesOf(current);
  const managers = ownersOf(before, "Update", ANNOTATION_PATH).map((entry) => entry.manager ?? "");
  const after = [...new Set(managers)]
    .sort()
    .reduce((entries, from) => upgraded(entries, { from, to: manager }), before);
  if (isEqual(before, after)) return current;
  const { resourceVersion = "" } = current.metadata;
  const { force: _force, fieldManager: _manager, ...options } = ask.options ?? {};
  yield* callObject({
    ...ask,
    patchType: "json",
    body: [
      { op: "replace", path: "/metadata/managedFields", value: after },
      { op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
    ],
    options: { ...options, fieldManager: manager },
  });
  return yield* callObject(ask);
}

function* keepAnnotation(ask: Ask, object: KubeObject): Steps<KubeObject> {
  const text = textsAt(object, "metadata", "annotations")[LAST_APPLIED];
  if (text === undefined || ownersOf(entriesOf(object), "Apply", ANNOTATION_PATH).length > 0)
    return object;
  const { apiVersion, kind, metadata } = object;
  const { force: _force, ...options } = ask.options ?? {};
  const { name, namespace } = metadata;
  return yield* callObject({
    ...ask,
    body: {
      apiVersion,
      kind,
      metadata: {
        annotations: { [LAST_APPLIED]: text },
        name,
        ...(namespace !== undefined && { namespace }),
      },
    },
    options: { ...options, fieldManager: ANNOTATION_MANAGER },
  });
}

function entriesOf({ metadata }: KubeObject): readonly ManagedFieldsEntry[] {
  return metadata.managedFields ?? [];
}

/** Models csaupgrade.FindFieldsOwners. */
function ownersOf(
  entries: readonly ManagedFieldsEntry[],
  operation: "Apply" | "Update",
  path: readonly string[],
): readonly ManagedFieldsEntry[] {
  return entries.filter(
    (entry) =>
      entry.operation === operation &&
      (entry.subresource ?? "") === "" &&
      valueAt(entry.fieldsV1, ...path) !== undefined,
  );
}

/** The entries after what one manager wrote by updates has become another one's apply. Models csaupgrade.upgradedManagedFields. */
function upgraded(
  entries: readonly ManagedFieldsEntry[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly ManagedFieldsEntry[] {
  const isOld = (entry: ManagedFieldsEntry) =>
    entry.manager === from && entry.operation === "Update" && (entry.subresource ?? "") === "";
  const isNew = (entry: ManagedFieldsEntry) =>
    entry.manager === to && entry.operation === "Apply" && (entry.subresource ?? "") === "";
  const target = entries.find(isNew) ?? entries.find(isOld);
  if (!target) return entries;
  const old = entries.find((entry) => isOld(entry) && entry.apiVersion === target.apiVersion);
  const merged: ManagedFieldsEntry = {
    ...target,
    manager: to,
    operation: "Apply",
    fieldsV1: fieldMap(union(target.fieldsV1, old?.fieldsV1)),
  };
  return entries
    .filter((entry) => entry === target || !isOld(entry))
    .map((entry) => (entry === target ? merged : entry));
}

/** Both sets of fields in one. A field of its own with others below it says so with a dot. */
function union(a: unknown, b: unknown): unknown {
  if (!isMap(a)) return b;
  if (!isMap(b)) return a;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => key !== ".");
  if (keys.length === 0) return {};
  const isOwned = [a, b].some((set) => set["."] !== undefined || Object.keys(set).length === 0);
  return {
    ...(isOwned && { ".": {} }),
    ...Object.fromEntries(keys.map((key) => [key, union(a[key], b[key])])),
  };
}

function fieldMap(fields: unknown): Readonly<Record<string, unknown>> {
  return isMap(fields) ? fields : {};
}
