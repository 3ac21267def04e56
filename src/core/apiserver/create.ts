import type { Draft } from "#core/api/define.ts";
import type { FieldError } from "#core/api/field-error.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import type { ObjectMeta, Pod } from "#core/api/schema/generated/types.ts";
import { alreadyExists, badRequest, forbidden, StatusError } from "#core/api/status.ts";
import {
  commonRules,
  looksAtNoMetadata,
  validateCommonMeta,
  validateObjectMeta,
} from "#core/api/validation/metadata.ts";
import { formatTime } from "#core/base/time.ts";
import { admit, attributesOf, validateAdmission } from "./admit.ts";
import { allocatorOf, chanceOf } from "./allocator.ts";
import { decodeBody, isTrusted, refuseInvalid } from "./body.ts";
import type { OwnershipChange } from "./ownership.ts";
import { isKnownFaultless, rememberFaultless } from "./pod-draft.ts";
import { resourceOf, type Call, type ServerContext } from "./context.ts";

const MAX_GENERATE_TRIES = 8;
const MAX_GENERATED_BASE = 58;
const SUFFIX_LENGTH = 5;
/** An event adds to the name of what it speaks of, which can be too much. */
const MAX_TRUSTED_NAME = 253;

/** Creates the object in the request's body and returns it as stored. Models apiserver registry Store.Create. */
export function createObject(context: ServerContext, call: Call): KubeObject {
  const { body } = call.request;
  const draft = decodeBody(call, body);
  // What is trusted is stored as it was meant: nothing else need be kept of it.
  const sent = isTrusted(call) ? undefined : { body };
  return createDraft(context, call, {
    draft,
    ownership: { type: "write", before: undefined, sent },
  });
}

/** Creates a decoded, defaulted draft. */
export function createDraft(
  context: ServerContext,
  call: Call,
  { draft, ownership }: { readonly draft: Draft<KubeObject>; readonly ownership: OwnershipChange },
): KubeObject {
  const { kind, request } = call;
  const metadata = draft.metadata;
  placeInNamespace(call, metadata);
  const attributes = attributesOf(call, { operation: "create", draft, old: undefined });
  admit(context, attributes);
  const isVersioned = isVersion(metadata.resourceVersion ?? "");
  // Some kinds make names and labels from what is filled in here.
  fillMetadata(context, call, metadata);
  const name = metadata.name ?? "";
  const allocator = allocatorOf(context, call);
  if (allocator)
    refuseInvalid(call, name, allocator.allocateCreate(draft, chanceOf(context, call)));
  kind.prepareCreate(draft, {
    now: metadata.creationTimestamp ?? "",
    warn: (text) => void call.warnings.push(text),
  });
  if (!isTrusted(call) || name.length > MAX_TRUSTED_NAME) {
    refuseInvalid(call, name, errorsOf(call, draft as KubeObject));
  }
  if (!request.isInternal) call.warnings.push(...kind.warnings(draft as KubeObject, undefined));
  if (kind.custom?.isTerminating)
    throw forbidden(
      resourceOf(call),
      name,
      "create not allowed while custom resource definition is terminating",
    );
  validateAdmission(context, attributes);
  // The storage refuses what claims to be stored already; a rehearsal and a PUT never ask it.
  if (isVersioned && request.verb === "create" && request.options.dryRun !== true)
    throw new StatusError({
      message: "resourceVersion should not be set on objects to be created",
      code: 500,
    });
  if (context.store.get(kind.storedAs, keyOf(draft as KubeObject)))
    throw alreadyExists(resourceOf(call), name);
  if (request.options.dryRun !== true) allocator?.take(draft as KubeObject);
  const stored = context.commit(call, "put", draft as KubeObject, ownership);
  if (isFromTemplate(call)) rememberFaultless(request.body, stored as Pod);
  return stored;
}

/** Whether the object is one of many that a component makes from one template: what was found of the first is true of all. */
function isFromTemplate({ kind, request }: Call): boolean {
  return request.isInternal === true && kind.trusts?.bodies === "from-template";
}

function errorsOf(call: Call, object: KubeObject): FieldError[] {
  const { kind, request } = call;
  const { metadata } = object;
  if (looksAtNoMetadata(kind)) {
    const own = kind.validate(object);
    return own.length > 0 ? own : validateCommonMeta(metadata, commonRules(kind));
  }
  const errors = validateObjectMeta(metadata, kind);
  return isFromTemplate(call) && isKnownFaultless(request.body, object as Pod)
    ? errors
    : [...errors, ...kind.validate(object)];
}

/** Whether the storage takes the text for a version: what is no number of 64 bits counts as none. */
function isVersion(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) > 0 && Number(text) < 2 ** 64;
}

/** Refuses a body for another namespace, and writes the request's into it. */
export function placeInNamespace({ kind, request }: Call, metadata: Draft<ObjectMeta>): void {
  if (!kind.namespaced) {
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace && metadata.namespace !== request.namespace) {
    throw badRequest(
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
  metadata.namespace = request.namespace;
}

const SERVER_OWNED = [
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "resourceVersion",
  "selfLink",
  "managedFields",
  "generation",
] as const;

function fillMetadata(context: ServerContext, { kind }: Call, metadata: Draft<ObjectMeta>): void {
  const { simulation, store } = context;
  for (const key of SERVER_OWNED) if (metadata[key] !== undefined) delete metadata[key];
  if (!metadata.name && metadata.generateName) {
    const random = simulation.random(`names/${kind.plural}`);
    const base = metadata.generateName.slice(0, MAX_GENERATED_BASE);
    for (let tries = 0; tries < MAX_GENERATE_TRIES; tries++) {
      metadata.name = `${base}${random.nextName(SUFFIX_LENGTH)}`;
      const key = kind.namespaced ? `${metadata.namespace ?? ""}/${metadata.name}` : metadata.name;
      if (!store.get(kind.storedAs, key)) break;
    }
  }
  if (!metadata.name && kind.namesItself) metadata.name = simulation.random("uids").nextUuid();
  metadata.uid = simulation.random("uids").nextUuid();
  metadata.creationTimestamp = formatTime(simulation.epochMs);
  if (kind.hasGeneration) metadata.generation = 1;
}
