import { apiVersionOf, type KindDefinition } from "#core/api/define.ts";
import {
  intersectionOf,
  isEmptySet,
  NO_FIELDS,
  setOfPaths,
  unionOf,
  type FieldSet,
} from "#core/api/managed-fields/field-set.ts";
import {
  decodeManagers,
  encodeManagers,
  isSameOwnership,
  NO_MANAGERS,
  type ManagerName,
  type Managers,
} from "#core/api/managed-fields/managers.ts";
import { managersAfterUpdate } from "#core/api/managed-fields/update.ts";
import { withWrite, type LoggedWrite, type WriteLog } from "#core/api/managed-fields/write-log.ts";
import { keyOf, METADATA_ORDER, type KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import type { ManagedFieldsEntry, ObjectMeta } from "#core/api/schema/generated/types.ts";
import { schemaNamed } from "#core/api/schema/resolve.ts";
import { StatusError } from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import { decodeBody } from "./body.ts";
import type { Call, ServerContext } from "./context.ts";

/** How a write changes who owns what. */
export type OwnershipChange =
  /** Create, update and patches: what was touched is owned. `sent` is the body as the client meant it, where that differs from what is stored. */
  | {
      readonly type: "write";
      readonly before: KubeObject | undefined;
      readonly sent: { readonly body: unknown } | undefined;
      /** Where the write came in, if not at the request's own place. */
      readonly subresource?: string;
    }
  /** Server-side apply has worked it out already. */
  | { readonly type: "applied"; readonly managers: Managers };

const MAX_MANAGER_CHARS = 128;
const COMPONENTS: ReadonlyMap<string, string> = new Map([
  ["custom-resource-definition-controller", "kube-apiserver"],
  ["default-scheduler", "kube-scheduler"],
  ["kube-apiserver", "kube-apiserver"],
  ["kubeadm", "kubeadm"],
  ["kubelet", "kubelet"],
]);

/** Whose name a write goes under: the field manager given, else the start of the user agent. Models handlers managerOrUserAgent. */
export function managerOf({ options, agent, isInternal }: ApiRequest): string {
  if (options.fieldManager !== undefined && options.fieldManager !== "")
    return options.fieldManager;
  const slash = agent.indexOf("/");
  const program = slash < 0 ? agent : agent.slice(0, slash);
  // All controllers run in one program.
  if (isInternal === true) return COMPONENTS.get(program) ?? "kube-controller-manager";
  return program.slice(0, MAX_MANAGER_CHARS);
}

/** The root schema of a kind. */
export function rootSchema(kind: KindDefinition): FieldSchema {
  return kind.custom?.fieldSchema ?? schemaNamed(kind.schemaName) ?? {};
}

const STATUS: FieldSet = setOfPaths([["f:status"]]);
const SPEC: FieldSet = setOfPaths([["f:spec"]]);
const SCALE = "scale";

/** Fields that a request to this place cannot change. Models the strategies' GetResetFields. */
export function ignoredFields(kind: KindDefinition, subresource: string): FieldSet {
  const { status, approval } = kind.subresources;
  if (subresource !== "status" && subresource !== "approval") return status ? STATUS : NO_FIELDS;
  const { keptFields = [] } = (subresource === "status" ? status : approval) ?? {};
  return unionOf(SPEC, setOfPaths(keptFields.map(elementsOf)));
}

function elementsOf(path: string): string[] {
  return path.split(".").map((name) => `f:${name}`);
}

const managersByLog = new WeakMap<WriteLog, Managers>();

/** Works out who owns what after all the writes of a log. */
export function managersOf(kind: KindDefinition, log: WriteLog | undefined): Managers {
  if (!log) return NO_MANAGERS;
  let managers = managersByLog.get(log);
  if (!managers) {
    managers = log.writes.reduce((before, write) => afterWrite(kind, before, write), log.managers);
    managersByLog.set(log, managers);
  }
  return managers;
}

function afterWrite(kind: KindDefinition, managers: Managers, write: LoggedWrite): Managers {
  const after = meantBy(kind, write);
  const given = write.subresource === "" ? givenManagers(after) : undefined;
  const start = given ?? managers;
  // An object whose managers were wiped out is not tracked again until somebody applies it.
  if (start.length === 0 && write.before !== undefined) return start;
  const isScale = write.subresource === SCALE;
  return managersAfterUpdate(start, {
    schema: rootSchema(kind.conversion?.stored ?? kind),
    before: write.before ? asStored(kind, start, write.before) : emptyObject(kind),
    after,
    by: { ...write, operation: "Update" } satisfies ManagerName,
    // The scale subresource translates managers to and fro, and drops the time on the way.
    time: isScale ? undefined : formatTime(write.epochMs),
    ignored: isScale ? NO_FIELDS : ignoredFields(kind, write.subresource),
  });
}

/** The object with the fields that somebody owns although readers no longer see them. */
function asStored(kind: KindDefinition, managers: Managers, object: KubeObject): KubeObject {
  const isOwned = (path: string): boolean => {
    const field = setOfPaths([elementsOf(path)]);
    return managers.some(({ fields }) => !isEmptySet(intersectionOf(fields, field)));
  };
  return Object.entries(kind.unseenFields?.(object) ?? {})
    .filter(([path]) => isOwned(path))
    .reduce((each, [path, value]) => withField(each, path.split("."), value), object);
}

function withField<T extends object>(object: T, path: readonly string[], value: unknown): T {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  const part = (object as Record<string, unknown>)[name];
  return { ...object, [name]: rest.length === 0 ? value : withField(part ?? {}, rest, value) };
}

/** What the client meant: its body with defaults, before admission. */
function meantBy(kind: KindDefinition, { sent, after }: LoggedWrite): KubeObject {
  if (!sent) return after;
  try {
    return decodeBody(reading(kind), sent.body) as KubeObject;
  } catch (error) {
    // A body that went another way than through decoding is stored as it was sent.
    if (error instanceof StatusError) return after;
    throw error;
  }
}

/** A call that does nothing but decode. */
function reading(kind: KindDefinition): Call {
  const request: ApiRequest = {
    verb: "get",
    group: kind.group,
    version: kind.version,
    resource: kind.plural,
    subresource: "",
    namespace: "",
    name: "",
    options: { fieldValidation: "Ignore" },
    user: { name: "", groups: [] },
    agent: "",
  };
  return { request, kind, warnings: [], outcome: {} };
}

const emptyByKind = new WeakMap<KindDefinition, KubeObject>();

/** An object of a kind nobody has written to: structs held by value are there, empty. */
export function emptyObject(kind: KindDefinition): KubeObject {
  let empty = emptyByKind.get(kind);
  if (!empty) {
    const plain = { ...reading(kind), kind: { ...kind, setDefaults() {} } };
    empty = decodeBody(plain, { apiVersion: apiVersionOf(kind), kind: kind.kind }) as KubeObject;
    emptyByKind.set(kind, empty);
  }
  return empty;
}

/** Managers that a client wrote itself; undefined when it did not, or not well. Models fieldmanager decodeLiveOrNew. */
function givenManagers({ metadata }: KubeObject): Managers | undefined {
  const { managedFields } = metadata;
  if (!managedFields || managedFields.length === 0) return undefined;
  const [first] = managedFields;
  if (managedFields.length === 1 && first && Object.keys(first).length === 0) return NO_MANAGERS;
  return decodeManagers(managedFields);
}

/** The object's log with the call's write in it. */
export function nextLog(
  { simulation, store }: ServerContext,
  { request, kind, cameInBy }: Call,
  { object, ownership }: { readonly object: KubeObject; readonly ownership: OwnershipChange },
): WriteLog {
  if (ownership.type === "applied")
    return Object.freeze({ managers: Object.freeze(ownership.managers), writes: [] });
  const { before, sent } = ownership;
  return withWrite(
    before && store.logOf(kind.storedAs, keyOf(object)),
    {
      manager: managerOf(request),
      subresource: ownership.subresource ?? cameInBy ?? request.subresource,
      apiVersion: apiVersionOf(kind),
      epochMs: simulation.epochMs,
      before,
      after: object,
      sent,
      resourceVersion: String(store.state.revision + 1),
    },
    (log) => managersOf(kind, log),
  );
}

/** Whether a body names other managers than the object has: that alone is a change. */
export function changesManagers(
  { store }: ServerContext,
  call: Call,
  { body, old }: { readonly body: KubeObject; readonly old: KubeObject },
): boolean {
  if (call.request.isInternal === true || call.request.subresource !== "") return false;
  const given = givenManagers(body);
  if (!given) return false;
  const current = managersOf(call.kind, store.logOf(call.kind.storedAs, keyOf(old)));
  return !isSameOwnership(given, current);
}

/** metadata.managedFields of an object with such a log. */
export function managedFieldsOf(
  kind: KindDefinition,
  log: WriteLog | undefined,
): readonly ManagedFieldsEntry[] {
  return encodeManagers(managersOf(kind, log));
}

/** The object as this caller is to see it: with its managers, unless the caller does not look at them. */
export function shownObject(context: ServerContext, call: Call, object: KubeObject): KubeObject {
  if (call.request.showsManagedFields !== true) return object;
  const log = call.outcome.log ?? context.store.logOf(call.kind.storedAs, keyOf(object));
  return withManagers(call.kind, object, log);
}

/** The object with its managers written into its metadata. */
export function withManagers(
  kind: KindDefinition,
  object: KubeObject,
  log: WriteLog | undefined,
): KubeObject {
  const managedFields = managedFieldsOf(kind, log);
  if (managedFields.length === 0) return object;
  return { ...object, metadata: inOrder({ ...object.metadata, managedFields }) };
}

function inOrder(metadata: ObjectMeta): ObjectMeta {
  const ordered: Record<string, unknown> = {};
  for (const key of METADATA_ORDER) if (metadata[key] !== undefined) ordered[key] = metadata[key];
  return ordered;
}
