import { invalidObject } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import { conflict, notFound, type Status } from "#core/api/status.ts";
import { isEqual } from "#core/base/equal.ts";
import { formatTime, parseTime } from "#core/base/time.ts";
import { admit, attributesOf, validateAdmission } from "./admit.ts";
import { allocatorOf } from "./allocator.ts";
import { keyOfCall, resourceOf, storedKindOf, type Call, type ServerContext } from "./context.ts";

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";
const POLICIES = ["Background", "Foreground", "Orphan"];

/** Deletes an object, or begins to: grace periods and finalizers delay it. Models apiserver registry Store.Delete. */
export function deleteObject(context: ServerContext, call: Call): unknown {
  const { kind, request } = call;
  warnOfOrphans(call);
  const old = context.store.get(kind.storedAs, keyOfCall(call));
  if (!old) throw notFound(resourceOf(call), request.name);
  checkPreconditions(call, old);
  const attributes = attributesOf(call, { operation: "delete", draft: undefined, old });
  admit(context, attributes);
  validateAdmission(context, attributes);
  if (kind.beginDeletion && !old.metadata.deletionTimestamp)
    return context.commit(
      call,
      "put",
      kind.beginDeletion(old, formatTime(context.simulation.epochMs)),
    );
  if ((kind.remainingFinalizers?.(old) ?? []).length > 0) return old;
  const graceSeconds = graceOf(call, old);
  const finalizers = finalizersAfter(call, old);
  if (graceSeconds === 0 && finalizers.length === 0) return removeNow(context, call, old);
  return beginDeletion(context, call, { old, finalizers, graceSeconds });
}

/** A collection is warned of once. */
function warnOfOrphans({ kind, request, warnings }: Call): void {
  const { deletionWarning: text } = kind;
  if (text === undefined || request.isInternal || request.options.propagationPolicy !== undefined)
    return;
  if (!warnings.includes(text)) warnings.push(text);
}

/** Refuses a policy nobody knows, whether or not anything is there to delete. Models metav1 validation.ValidateDeleteOptions. */
export function checkDeleteOptions({ options }: ApiRequest): void {
  const { propagationPolicy } = options;
  if (propagationPolicy === undefined || POLICIES.includes(propagationPolicy)) return;
  const supported = ["Foreground", "Background", "Orphan", "nil"]
    .map((each) => JSON.stringify(each))
    .join(", ");
  const error = {
    type: "FieldValueNotSupported",
    field: "propagationPolicy",
    value: propagationPolicy,
    detail: `supported values: ${supported}`,
  } as const;
  throw invalidObject({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", [error]);
}

function checkPreconditions(call: Call, old: KubeObject): void {
  const { preconditions } = call.request.options;
  // Upstream names the kind here where it names the resource elsewhere.
  const { group, kind } = storedKindOf(call);
  const target = { group, resource: kind };
  if (preconditions?.uid && preconditions.uid !== old.metadata.uid) {
    const cause = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${old.metadata.uid ?? ""}). The object might have been deleted and then recreated`;
    throw conflict(target, call.request.name, cause);
  }
  if (
    preconditions?.resourceVersion &&
    preconditions.resourceVersion !== old.metadata.resourceVersion
  ) {
    const cause = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${old.metadata.resourceVersion ?? ""}). The object might have been modified`;
    throw conflict(target, call.request.name, cause);
  }
}

/** Seconds until the object is gone. A second delete may only shorten the time that is left. */
function graceOf({ kind, request }: Call, old: KubeObject): number {
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata;
  const seconds = kind.gracePeriodSeconds?.(old, request.options.gracePeriodSeconds) ?? 0;
  return deletionTimestamp ? Math.min(seconds, deletionGracePeriodSeconds ?? seconds) : seconds;
}

/** Finalizers that the propagation policy asks for. Models deletionFinalizersForGarbageCollection. */
function finalizersAfter({ kind, request }: Call, old: KubeObject): readonly string[] {
  const present = old.metadata.finalizers ?? [];
  const kept = present.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const policy = request.options.propagationPolicy;
  if (policy === "Orphan") return [...kept, ORPHAN];
  if (policy === "Foreground") return [...kept, FOREGROUND];
  if (policy === "Background") return kept;
  if (present.includes(ORPHAN) || present.includes(FOREGROUND)) return present;
  return kind.defaultPropagation === "Orphan" ? [...kept, ORPHAN] : kept;
}

function beginDeletion(
  context: ServerContext,
  call: Call,
  {
    old,
    finalizers,
    graceSeconds,
  }: {
    readonly old: KubeObject;
    readonly finalizers: readonly string[];
    readonly graceSeconds: number;
  },
): KubeObject {
  const { simulation } = context;
  const isRunning = old.metadata.deletionTimestamp !== undefined;
  const before = old.metadata.deletionGracePeriodSeconds ?? 0;
  // A pod that is going keeps its finalizers, whatever is asked later; other objects may still have them changed.
  const isKept = before > 0 || isEqual(finalizers, old.metadata.finalizers ?? []);
  if (isRunning && graceSeconds >= before && isKept) return old;
  const { generation, finalizers: _replaced, ...kept } = old.metadata;
  const metadata = {
    ...kept,
    deletionTimestamp: formatTime(deletionStart(old, simulation.epochMs) + graceSeconds * 1000),
    deletionGracePeriodSeconds: graceSeconds,
    ...(finalizers.length > 0 && { finalizers }),
    ...(generation !== undefined && { generation: isRunning ? generation : generation + 1 }),
  };
  return context.commit(call, "put", { ...old, metadata });
}

/** A shorter time counts from the first request, not from the one that shortens it. */
function deletionStart({ metadata }: KubeObject, nowEpochMs: number): number {
  const due = parseTime(metadata.deletionTimestamp ?? "");
  return due === undefined ? nowEpochMs : due - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
}

function removeNow(context: ServerContext, call: Call, old: KubeObject): unknown {
  const { kind } = call;
  if (!call.request.options.dryRun) allocatorOf(context, call)?.release(old);
  const removed = context.commit(call, "delete", lastState(context, call, old));
  return kind.returnsDeletedObject ? removed : success(call, old);
}

/** The object as its DELETED event shows it: what can be given time carries the mark of its deletion. */
function lastState({ simulation }: ServerContext, { kind }: Call, old: KubeObject): KubeObject {
  if (!kind.gracePeriodSeconds) return old;
  const { deletionTimestamp, generation } = old.metadata;
  const metadata = {
    ...old.metadata,
    deletionTimestamp: deletionTimestamp ?? formatTime(simulation.epochMs),
    deletionGracePeriodSeconds: 0,
    ...(generation !== undefined &&
      deletionTimestamp === undefined && { generation: generation + 1 }),
  };
  return { ...old, metadata };
}

function success({ kind }: Call, old: KubeObject): Status {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name: old.metadata.name ?? "",
      ...(kind.group !== "" && { group: kind.group }),
      kind: kind.plural,
      uid: old.metadata.uid ?? "",
    },
  };
}
