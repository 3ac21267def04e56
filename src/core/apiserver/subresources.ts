import type { Draft } from "#core/api/define.ts";
import { invalid } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Namespace, Pod, PodCondition, Scale } from "#core/api/schema/generated/types.ts";
import {
  badRequest,
  conflict,
  internalError,
  notFound,
  StatusError,
  type Status,
} from "#core/api/status.ts";
import { validateFinalizerName } from "#core/api/validation/metadata.ts";
import { cloneJson } from "#core/base/clone.ts";
import { formatTime } from "#core/base/time.ts";
import { attributesOf, admit, validateAdmission } from "./admit.ts";
import { decodeBody, refuseInvalid } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { applyPatch, decodePatched } from "./patch.ts";
import { updateDraft } from "./update.ts";

/** The object a subresource belongs to. */
function parentOf({ store }: ServerContext, call: Call): KubeObject {
  const parent = store.get(call.kind.storedAs, keyOfCall(call));
  if (!parent) throw notFound(resourceOf(call), call.request.name);
  return parent;
}

/** An approval is a write of the status by rules of its own. */
export function asStatus(call: Call): Call {
  const { subresources } = call.kind;
  return {
    ...call,
    kind: {
      ...call.kind,
      subresources: {
        ...subresources,
        ...(subresources.approval && { status: subresources.approval }),
      },
    },
    cameInBy: call.request.subresource,
    request: { ...call.request, subresource: "status" },
  };
}

/** Reads the number of replicas as an autoscaling/v1 Scale. */
export function readScale(context: ServerContext, call: Call): Scale {
  const parent = parentOf(context, call);
  const { hasReplicas, replicasPath = "" } = call.kind.subresources.scale ?? {};
  if (hasReplicas?.(parent) === false)
    throw internalError(`the spec replicas field "${replicasPath}" does not exist`);
  return scaleOf(call, parent);
}

/** Writes the number of replicas, by PUT or PATCH of a Scale. */
export function writeScale(context: ServerContext, call: Call): Scale {
  const { request, kind } = call;
  const parent = parentOf(context, call);
  const { custom: _custom, ...plain } = kind;
  const asScale: Call = {
    ...call,
    kind: { ...plain, ...SCALE, setDefaults() {}, subresources: {} },
  };
  const before = scaleOf(call, parent);
  const { hasReplicas, replicasPath = "" } = kind.subresources.scale ?? {};
  const isUnset = hasReplicas?.(parent) === false;
  const shown = isUnset ? { ...before, spec: { replicas: NO_REPLICAS } } : before;
  const wanted = readWanted(asScale, shown) as unknown as Scale;
  if (isUnset && wanted.spec.replicas === NO_REPLICAS)
    throw badRequest(`the spec replicas field "${replicasPath}" cannot be empty`);
  if (wanted.metadata.name && wanted.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${wanted.metadata.name}) does not match the name on the URL (${request.name})`,
    );
  }
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion && resourceVersion !== parent.metadata.resourceVersion)
    throw conflict(resourceOf(call), request.name);
  const replicas = wanted.spec.replicas ?? 0;
  // A custom resource is judged by itself, with the number in its place.
  if (replicas < 0 && !kind.custom) {
    const error = invalid("spec.replicas", replicas, "must be greater than or equal to 0");
    refuseInvalid(asScale, request.name, [error]);
  }
  // Admission sees the Scale, as the part of the object that it is.
  const attributes = attributesOf(call, {
    operation: "update",
    draft: wanted as unknown as Draft<KubeObject>,
    old: before as unknown as KubeObject,
  });
  validateAdmission(context, attributes);
  const draft = cloneJson(parent) as Draft<KubeObject>;
  kind.subresources.scale?.writeReplicas(draft, replicas);
  const whole: Call = { ...call, request: { ...request, subresource: "" } };
  const ownership = {
    type: "write",
    before: parent,
    sent: undefined,
    subresource: "scale",
  } as const;
  return scaleOf(
    call,
    updateDraft(context, whole, { draft, old: parent, ownership, isAdmitted: true }),
  );
}

/** Stands in a Scale that is patched for a number that is not there. */
const NO_REPLICAS = -2_147_483_648;

const SCALE = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  schemaName: "io.k8s.api.autoscaling.v1.Scale",
} as const;

function readWanted(asScale: Call, before: Scale): Draft<KubeObject> {
  const { request } = asScale;
  if (request.verb === "update") return decodeBody(asScale, request.body);
  return decodePatched(asScale, applyPatch(asScale, before));
}

function scaleOf({ kind }: Call, parent: KubeObject): Scale {
  const scale = kind.subresources.scale;
  const {
    name = "",
    namespace = "",
    uid = "",
    resourceVersion = "",
    creationTimestamp = "",
  } = parent.metadata;
  const selector = scale?.readSelector(parent) ?? "";
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: scale?.readReplicas(parent) ?? 0 },
    status: {
      replicas: scale?.readStatusReplicas(parent) ?? 0,
      ...(selector !== "" && { selector }),
    },
  };
}

/** Puts a pod on a node. Models registry/core/pod BindingREST. */
export function bindPod(context: ServerContext, call: Call): Status {
  const pod = parentOf(context, call) as Pod;
  const binding = call.request.body as {
    readonly metadata?: { readonly name?: string };
    readonly target?: { readonly kind?: string; readonly name?: string };
  };
  if (binding.metadata?.name !== call.request.name)
    throw badRequest("name in URL does not match name in Binding object");
  const node = binding.target?.name ?? "";
  refuseTarget(binding.target?.kind ?? "", node);
  const fail = (cause: string) =>
    conflict({ group: "", resource: "pods/binding" }, call.request.name, cause);
  if (pod.metadata.deletionTimestamp !== undefined)
    throw fail(`pod ${call.request.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName)
    throw fail(`pod ${call.request.name} is already assigned to node "${pod.spec.nodeName}"`);
  const condition: PodCondition = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null as unknown as string,
    lastTransitionTime: formatTime(context.simulation.epochMs),
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  };
  const conditions = [
    ...(pod.status.conditions ?? []).filter(({ type }) => type !== "PodScheduled"),
    condition,
  ];
  const { apiVersion, kind, metadata, spec, status } = pod;
  const draft = {
    apiVersion,
    kind,
    metadata: { ...metadata },
    spec: { ...spec, nodeName: node },
    status: { ...status, conditions },
  };
  admit(context, attributesOf(call, { operation: "create", draft: draft as never, old: pod }));
  context.commit(call, "put", draft);
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

/** Models ValidatePodBinding, whose errors nobody makes a Status of. */
function refuseTarget(kind: string, name: string): void {
  const problems: string[] = [];
  if (kind !== "" && kind !== "Node")
    problems.push(
      `target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`,
    );
  if (name === "") problems.push("target.name: Required value");
  if (problems.length === 0) return;
  const message = problems.length === 1 ? problems.join("") : `[${problems.join(", ")}]`;
  throw new StatusError({ message, code: 500 });
}

/** Writes the finalizers of a namespace; without any, and being deleted, it is gone. Models the namespace's FinalizeREST and ValidateNamespaceFinalizeUpdate. */
export function finalizeNamespace(context: ServerContext, call: Call): KubeObject {
  const old = parentOf(context, call) as Namespace;
  const { spec } = call.request.body as Namespace;
  const errors = (spec?.finalizers ?? []).flatMap((finalizer, i) =>
    validateFinalizerName(`spec.finalizers[${i}]`, finalizer),
  );
  refuseInvalid(call, call.request.name, errors);
  const next = { ...old, spec: { ...old.spec, finalizers: spec?.finalizers ?? [] } };
  const isDone =
    (next.spec.finalizers ?? []).length === 0 &&
    old.metadata.deletionTimestamp !== undefined &&
    (old.metadata.finalizers ?? []).length === 0;
  const ownership = { type: "write", before: old, sent: undefined } as const;
  return context.commit(call, isDone ? "delete" : "put", next, ownership);
}
