import { invalidObject } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import type { Pod, Service } from "#core/api/schema/generated/types.ts";
import { conflict, notFound, type Status } from "#core/api/status.ts";
import { formatTime, parseTime } from "#core/base/time.ts";
import { admit, attributesOf, validateAdmission } from "./admit.ts";
import { keyOfCall, resourceOf, storedKindOf, type Call, type ServerContext } from "./context.ts";

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";
const POLICIES = ["Background", "Foreground", "Orphan"];

/** Kinds whose DELETE answers the object; the others answer a Status. Models ReturnDeletedObject of their stores. */
const ANSWERS_OBJECT = new Set([
  "CSIDriver",
  "CSINode",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Pod",
  "PodTemplate",
  "Service",
  "ServiceAccount",
  "StorageClass",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/** Deletes an object, or begins to: grace periods and finalizers delay it. Models apiserver registry Store.Delete. */
export function deleteObject(context: ServerContext, call: Call): unknown {
  const { kind, request } = call;
  warnOfOrphans(call);
  const old = context.store.get(kind.kind, keyOfCall(call));
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
  const graceSeconds = graceOf(call, old);
  const finalizers = finalizersAfter(call, old);
  if (kind.kind === "Namespace") return deleteNamespace(context, call, old, finalizers);
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

/** How long the pod has; 0 for everything that is not a running pod. Models podStrategy.CheckGracefulDelete. */
function graceOf({ kind, request }: Call, old: KubeObject): number {
  if (kind.kind !== "Pod") return 0;
  const { spec, status, metadata } = old as Pod;
  const isOver = status.phase === "Succeeded" || status.phase === "Failed";
  if (!spec.nodeName || isOver) return 0;
  const asked = request.options.gracePeriodSeconds;
  const wanted = asked ?? spec.terminationGracePeriodSeconds ?? 30;
  const seconds = wanted < 0 ? 1 : wanted;
  // A second delete may only shorten the time that is left.
  return metadata.deletionTimestamp
    ? Math.min(seconds, metadata.deletionGracePeriodSeconds ?? seconds)
    : seconds;
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
  if (
    isRunning &&
    graceSeconds >= before &&
    finalizers.length === (old.metadata.finalizers ?? []).length
  )
    return old;
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
  if (kind.kind === "Service" && !call.request.options.dryRun)
    context.services.release(old as Service);
  const removed = context.commit(call, "delete", lastState(context, call, old));
  return ANSWERS_OBJECT.has(kind.kind) ? removed : success(call, old);
}

/** The object as its DELETED event shows it: pods carry the mark of their deletion. */
function lastState({ simulation }: ServerContext, { kind }: Call, old: KubeObject): KubeObject {
  if (kind.kind !== "Pod") return old;
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

function deleteNamespace(
  context: ServerContext,
  call: Call,
  old: KubeObject,
  finalizers: readonly string[],
): unknown {
  const spec = (old as { readonly spec?: { readonly finalizers?: readonly string[] } }).spec;
  if ((spec?.finalizers ?? []).length === 0 && finalizers.length === 0)
    return removeNow(context, call, old);
  if (old.metadata.deletionTimestamp !== undefined) return old;
  const metadata = { ...old.metadata, deletionTimestamp: formatTime(context.simulation.epochMs) };
  return context.commit(call, "put", {
    ...old,
    metadata,
    status: { phase: "Terminating" },
  } as KubeObject);
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
