import type { Draft } from "#core/api/define.ts";
import { invalid, invalidObject, type FieldError } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { badRequest, conflict, notFound } from "#core/api/status.ts";
import { looksAtNoMetadata, validateChangedMeta } from "#core/api/validation/metadata.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { admit, attributesOf, validateAdmission } from "./admit.ts";
import { allocatorOf, chanceOf } from "./allocator.ts";
import { decodeBody, isTrusted, refuseInvalid } from "./body.ts";
import { createDraft, placeInNamespace } from "./create.ts";
import { changesManagers, type OwnershipChange } from "./ownership.ts";
import { keyOfCall, resourceOf, storedKindOf, type Call, type ServerContext } from "./context.ts";

const STATUS_CHECKS = ["changes"] as const;

/** What an update answers: whether it created the object, and the object as stored. */
export interface Updated {
  readonly isCreated: boolean;
  readonly object: KubeObject;
}

/** Replaces an object, or its status, by the request's body. Models apiserver registry Store.Update. */
export function updateObject(context: ServerContext, call: Call): Updated {
  const { request, kind } = call;
  const draft = decodeBody(call, request.body);
  if (draft.metadata.name && draft.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name}) does not match the name on the URL (${request.name})`,
    );
  }
  draft.metadata.name = request.name;
  const old = context.store.get(kind.storedAs, keyOfCall(call));
  if (!old && kind.allowsCreateOnUpdate && request.subresource === "")
    return {
      isCreated: true,
      object: createDraft(context, call, {
        draft,
        ownership: { type: "write", before: undefined, sent: { body: request.body } },
      }),
    };
  if (!old) throw notFound(resourceOf(call), request.name);
  // A component writes what it means: only a client's body is worth a second look.
  const sent = request.isInternal === true ? undefined : { body: request.body };
  const ownership = { type: "write", before: old, sent } as const;
  return { isCreated: false, object: updateDraft(context, call, { draft, old, ownership }) };
}

/** A draft ready to take the place of an object. */
export interface DraftedUpdate {
  readonly draft: Draft<KubeObject>;
  readonly old: KubeObject;
  readonly ownership: OwnershipChange;
  /** Admission has been asked already, about the subresource that led here. */
  readonly isAdmitted?: boolean;
  /** To be written even if the object stays as it is: its managers do not. */
  readonly isForced?: boolean;
}

/** Brings a decoded, defaulted draft over an existing object. */
export function updateDraft(
  context: ServerContext,
  call: Call,
  { draft, old, ownership, isForced = false, isAdmitted = false }: DraftedUpdate,
): KubeObject {
  const { kind, request } = call;
  placeInNamespace(call, draft.metadata);
  const isOwnedAnew =
    isForced || changesManagers(context, call, { body: draft as KubeObject, old });
  checkVersion(call, draft, old);
  keepServerMetadata(draft, old);
  const allocator = allocatorOf(context, call);
  if (allocator && request.subresource === "")
    refuseInvalid(
      call,
      request.name,
      allocator.allocateUpdate(draft, old, chanceOf(context, call)),
    );
  const now = formatTime(context.simulation.epochMs);
  if (request.subresource === "status")
    kind.subresources.status?.prepareUpdate?.(draft, old, { now });
  else kind.prepareUpdate(draft, old);
  const attributes = attributesOf(call, { operation: "update", draft, old });
  admit(context, attributes);
  setGeneration(call, draft, old);
  const object = draft as KubeObject;
  if (!isTrusted(call)) refuseInvalid(call, request.name, updateErrors(call, object, old));
  if (request.subresource === "" && !request.isInternal)
    call.warnings.push(...kind.warnings(object, old));
  if (!isAdmitted) validateAdmission(context, attributes);
  const isDryRun = request.options.dryRun === true;
  if (!isDryRun && request.subresource === "") {
    allocator?.take(object);
    allocator?.release(old, object);
  }
  if (isDone(call, object)) {
    if (!isDryRun) allocator?.release(object);
    return context.commit(call, "delete", object, ownership);
  }
  // Both are of the same version by now: a write that changes nothing else is none.
  if (!isOwnedAnew && isSemanticallyEqual(object, old)) return old;
  return context.commit(call, "put", object, ownership);
}

function checkVersion(call: Call, draft: Draft<KubeObject>, old: KubeObject): void {
  const { kind, request } = call;
  const { resourceVersion, uid } = draft.metadata;
  if (!resourceVersion && !kind.allowsUnconditionalUpdate && request.verb === "update") {
    // Upstream names the resource here where it names the kind elsewhere.
    throw invalidObject({ group: kind.group, kind: kind.plural }, request.name, [
      invalid("metadata.resourceVersion", 0, "must be specified for an update"),
    ]);
  }
  // A patch names no precondition: there the uid is a field that does not change.
  if (request.verb === "update" && uid && uid !== old.metadata.uid) {
    const problem = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ""}`;
    const cause = `StorageError: invalid object, Code: 4, Key: ${storageKey(call)}, ResourceVersion: 0, AdditionalErrorMsg: ${problem}`;
    throw conflict(resourceOf(call), request.name, cause);
  }
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(resourceOf(call), request.name);
}

/** Where the storage keeps the object of a call, as its errors tell. */
function storageKey(call: Call): string {
  const { group, plural, custom, storageName } = storedKindOf(call);
  const isFarther = custom !== undefined || group === "apiextensions.k8s.io";
  const prefix = isFarther ? `${group}/${plural}` : (storageName ?? plural);
  const { namespace, name } = call.request;
  return ["", "registry", prefix, ...(namespace === "" ? [] : [namespace]), name].join("/");
}

const KEPT = [
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "generateName",
  "resourceVersion",
] as const;

/** Keeps what only the server writes. Models rest.BeforeUpdate. */
function keepServerMetadata(draft: Draft<KubeObject>, old: KubeObject): void {
  const { metadata } = draft;
  const kept = old.metadata;
  metadata.uid ||= kept.uid ?? "";
  if (kept.creationTimestamp !== undefined) metadata.creationTimestamp = kept.creationTimestamp;
  for (const key of KEPT) {
    const value = kept[key];
    if (value === metadata[key]) continue;
    if (value === undefined) delete metadata[key];
    else Object.assign(metadata, { [key]: value });
  }
  if (metadata.selfLink !== undefined) delete metadata.selfLink;
  if (metadata.managedFields !== undefined) delete metadata.managedFields;
}

function setGeneration({ kind, request }: Call, draft: Draft<KubeObject>, old: KubeObject): void {
  if (!kind.hasGeneration || request.subresource === "status") return;
  if (!isSemanticallyEqual(kind.readDesired(draft as KubeObject), kind.readDesired(old)))
    draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
}

function updateErrors({ kind, request }: Call, object: KubeObject, old: KubeObject): FieldError[] {
  const isStatus = request.subresource === "status";
  const rules =
    isStatus && !looksAtNoMetadata(kind) ? { ...kind, metadataOnUpdate: STATUS_CHECKS } : kind;
  const own = isStatus
    ? (kind.subresources.status?.validateUpdate?.(object, old) ?? [])
    : kind.validateUpdate(object, old);
  return [...validateChangedMeta(object.metadata, old.metadata, rules), ...own];
}

/** A being-deleted object whose last finalizer went, and which waits for no grace period, is gone. */
function isDone({ kind }: Call, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = object.metadata;
  if (!deletionTimestamp || (deletionGracePeriodSeconds ?? 0) > 0) return false;
  return finalizers.length === 0 && (kind.remainingFinalizers?.(object) ?? []).length === 0;
}
