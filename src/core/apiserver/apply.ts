import { apiVersionOf, type Draft, type KindDefinition } from "#core/api/define.ts";
import { forbiddenField, invalidObject, required } from "#core/api/field-error.ts";
import { applyConfiguration, type Applied } from "#core/api/managed-fields/apply.ts";
import { typeProblems } from "#core/api/managed-fields/check-typed.ts";
import { compareValues } from "#core/api/managed-fields/compare.ts";
import {
  differenceOf,
  NO_FIELDS,
  pathTexts,
  type FieldSet,
} from "#core/api/managed-fields/field-set.ts";
import {
  isSameOwnership,
  managerText,
  type ManagerName,
  type Managers,
} from "#core/api/managed-fields/managers.ts";
import { fieldsNamedBy } from "#core/api/managed-fields/owned.ts";
import { managersAfterUpdate, type Conflict } from "#core/api/managed-fields/update.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import { convertObject } from "#core/api/schema/convert.ts";
import { DecodeFailure, jsonTypeOf } from "#core/api/schema/decode-scalar.ts";
import { badRequest, conflict, notFound, StatusError } from "#core/api/status.ts";
import { cloneJson } from "#core/base/clone.ts";
import { compareText } from "#core/base/order.ts";
import { formatTime } from "#core/base/time.ts";
import { decodeBody, inServedVersion } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { createDraft } from "./create.ts";
import { JsonProblem, parseJson } from "./json-text.ts";
import { emptyObject, ignoredFields, managersOf, rootSchema } from "./ownership.ts";
import { updateDraft, type Updated } from "./update.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** The one manager that client-side apply hands over to. */
const KUBECTL = "kubectl";
/** Who is said to own what an object held before anybody was tracked. */
const BEFORE_FIRST_APPLY = "before-first-apply";
const MAX_LAST_APPLIED_BYTES = 262_144;

type Json = Readonly<Record<string, unknown>>;

/** Server-side apply: creates the object, or brings the fields named to what they should be. Models handlers applyPatcher and fieldmanager Apply. */
export function applyObject(context: ServerContext, call: Call): Updated {
  const { kind, request } = call;
  const config = readConfiguration(call);
  const old = context.store.get(kind.storedAs, keyOfCall(call));
  if (!old && request.subresource !== "") throw notFound(resourceOf(call), request.name);
  const live = inServedVersion(kind, old ?? emptyObject(kind)) as KubeObject;
  const known = old ? trackedManagers(context, call, old) : [];
  if (old) checkLive(call, live);
  const applied = applyTo(context, call, { live, config, known });
  const draft = decodeBody(lenient(call), converted(call, { config, object: applied.object }));
  if (!old) checkNewUid(call, draft);
  checkName(call, draft);
  const ownership = { type: "applied", managers: applied.managers } as const;
  if (!old) return { isCreated: true, object: createDraft(context, call, { draft, ownership }) };
  const isSame = isSameOwnership(known, applied.managers);
  const object = updateDraft(context, call, { draft, old, ownership, isForced: !isSame });
  return { isCreated: false, object };
}

/** Refuses options that make no sense for this type of patch. Models metav1 validation.ValidatePatchOptions. */
export function checkPatchOptions({ request }: Call): void {
  const { options, patchType } = request;
  const errors = [];
  if (patchType === "apply") {
    if ((options.fieldManager ?? "") === "")
      errors.push(required("fieldManager", "is required for apply patch"));
  } else if (options.force !== undefined)
    errors.push(forbiddenField("force", "may not be specified for non-apply patch"));
  if (errors.length > 0)
    throw invalidObject({ group: "meta.k8s.io", kind: "PatchOptions" }, "", errors);
}

function readConfiguration(call: Call): Json {
  const { kind, request } = call;
  const config = (typeof request.body === "string" ? parse(request.body) : request.body) ?? {};
  if (!isMap(config)) {
    const type = Array.isArray(config) ? "array" : jsonTypeOf(config);
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  }
  const { apiVersion, kind: given, metadata } = config;
  if (apiVersion !== apiVersionOf(kind) || given !== kind.kind)
    throw badRequest(`invalid object type: ${typeText(apiVersion, given)}`);
  if (
    isMap(metadata) &&
    metadata["managedFields"] !== undefined &&
    metadata["managedFields"] !== null
  )
    throw badRequest("metadata.managedFields must be nil");
  const problems = typeProblems(rootSchema(kind), config);
  if (problems.length > 0) throw untyped("patch", config, problems);
  return config;
}

/** `apps/v1, Kind=Deployment`; a version that cannot be read is none. Models schema.FromAPIVersionAndKind. */
function typeText(apiVersion: unknown, kind: unknown): string {
  const parts = typeof apiVersion === "string" ? apiVersion.split("/") : [];
  const [version = "", group = ""] = parts.length > 2 ? [] : parts.reverse();
  return `${group}/${version}, Kind=${typeof kind === "string" ? kind : ""}`;
}

function parse(text: string): unknown {
  // An empty document is YAML's null.
  if (text.trim() === "") return null;
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) throw badRequest(`error decoding YAML: ${error.message}`);
    throw error;
  }
}

/** A live object whose list items cannot be told apart stands in the way. */
function checkLive({ kind }: Call, old: KubeObject): void {
  const problems = typeProblems(rootSchema(kind), old).filter(
    (problem) => !problem.includes("duplicate entries for key"),
  );
  if (problems.length > 0) throw untyped("live", old as unknown as Json, problems);
}

/** What was merged, as an object of its kind: what fits the schema may still be no such object. Models structuredMergeManager toVersioned. */
function converted(
  { kind }: Call,
  { config, object }: { readonly config: Json; readonly object: unknown },
): unknown {
  if (kind.custom) return object;
  const copy = cloneJson(object) as Record<string, unknown>;
  try {
    convertObject(kind.schemaName, copy);
    return copy;
  } catch (error) {
    if (!(error instanceof DecodeFailure)) throw error;
    const type = typeText(config["apiVersion"], config["kind"]);
    const problem = `unable to convert unstructured object to ${type}: ${error.message}`;
    const message = `failed to convert new object (${subjectOf(config)}) to proper version: ${problem}`;
    throw new StatusError({ message, code: 500 });
  }
}

function subjectOf(config: Json): string {
  const metadata = isMap(config["metadata"]) ? config["metadata"] : {};
  const { namespace = "", name = "" } = metadata;
  return `${String(namespace)}/${String(name)}; ${typeText(config["apiVersion"], config["kind"])}`;
}

function untyped(which: "live" | "patch", config: Json, problems: readonly string[]): StatusError {
  const text =
    problems.length === 1
      ? (problems[0] ?? "")
      : `errors:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
  return new StatusError({
    message: `failed to create typed ${which} object (${subjectOf(config)}): ${text}`,
    code: 500,
  });
}

/** The managers of the live object; one that nobody tracked belongs to those before. Models fieldmanager skipNonAppliedManager. */
function trackedManagers({ store }: ServerContext, call: Call, old: KubeObject): Managers {
  const { kind } = call;
  const managers = managersOf(kind, store.logOf(kind.storedAs, keyOf(old)));
  if (managers.length > 0) return managers;
  return managersAfterUpdate([], {
    schema: rootSchema(kind),
    before: emptyObject(kind),
    after: old,
    by: {
      manager: BEFORE_FIRST_APPLY,
      operation: "Update",
      apiVersion: apiVersionOf(kind),
      subresource: "",
    },
    time: undefined,
    ignored: ignoredFields(kind, call.request.subresource),
  });
}

function applyTo(
  { simulation }: ServerContext,
  { kind, request, cameInBy }: Call,
  {
    live,
    config,
    known,
  }: { readonly live: KubeObject; readonly config: Json; readonly known: Managers },
): Extract<Applied, { readonly conflicts?: undefined }> {
  const by: ManagerName = {
    manager: request.options.fieldManager ?? "",
    operation: "Apply",
    apiVersion: apiVersionOf(kind),
    subresource: cameInBy ?? request.subresource,
  };
  const isUpgrade = by.manager === KUBECTL;
  const applied = applyConfiguration(known, {
    schema: rootSchema(kind),
    live,
    config,
    by,
    time: formatTime(simulation.epochMs),
    ignored: ignoredFields(kind, by.subresource),
    allowed:
      request.options.force === true ? "all" : isUpgrade ? appliedBefore(kind, live) : NO_FIELDS,
  });
  if (applied.conflicts) throw applyConflict(applied.conflicts);
  if (!isUpgrade || lastAppliedOf(live) === undefined) return applied;
  return { ...applied, object: withLastApplied(applied.object as KubeObject, config) };
}

/** Fields that client-side apply wrote and that still are as it wrote them: kubectl may take them over. Models fieldmanager lastAppliedManager. */
function appliedBefore(kind: KindDefinition, live: KubeObject): FieldSet {
  const text = lastAppliedOf(live);
  if (text === undefined) return NO_FIELDS;
  try {
    const schema = rootSchema(kind);
    const applied = parseJson(text);
    if (!isMap(applied) || typeProblems(schema, applied).length > 0) return NO_FIELDS;
    const { added, modified, removed } = compareValues(schema, applied, live);
    return [added, modified, removed].reduce(differenceOf, fieldsNamedBy(schema, applied));
  } catch (error) {
    if (error instanceof JsonProblem) return NO_FIELDS;
    throw error;
  }
}

function lastAppliedOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[LAST_APPLIED];
}

/** Keeps the client-side annotation in step, so that people may go back. Models fieldmanager lastAppliedUpdater. */
function withLastApplied(object: KubeObject, config: Json): KubeObject {
  const metadata = { ...(config["metadata"] as Json | undefined) };
  if (isMap(metadata["annotations"])) {
    const { [LAST_APPLIED]: _own, ...others } = metadata["annotations"];
    metadata["annotations"] = others;
  }
  const text = `${JSON.stringify(sorted({ ...config, metadata }))}\n`;
  const annotations = {
    ...object.metadata.annotations,
    [LAST_APPLIED]: text.length > MAX_LAST_APPLIED_BYTES ? "" : text,
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** 409. Models fieldmanager NewConflictError. */
function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const byManager = conflicts
    .map(({ manager, fields }) => ({ text: managerText(manager), paths: pathTexts(fields) }))
    .sort((a, b) => compareText(a.text, b.text));
  const causes = byManager.flatMap(({ text, paths }) =>
    paths.map((field) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${text}`,
      field,
    })),
  );
  const [only] = causes;
  const lines = byManager.flatMap(({ text, paths }) => [
    `conflicts with ${text}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  const message =
    causes.length === 1 && only
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${lines.join("\n")}`;
  return new StatusError({ message, reason: "Conflict", details: { causes }, code: 409 });
}

/** What fits the schema may still be odd (a quantity); it is decoded without further complaint about unknown fields. */
function lenient(call: Call): Call {
  const options = { ...call.request.options, fieldValidation: "Ignore" } as const;
  return { ...call, request: { ...call.request, options } };
}

function checkName({ request }: Call, { metadata }: Draft<KubeObject>): void {
  if (metadata.name === undefined || metadata.name === request.name) return;
  throw badRequest(
    `the name of the object (${metadata.name}) does not match the name on the URL (${request.name})`,
  );
}

function checkNewUid(call: Call, { metadata }: Draft<KubeObject>): void {
  if (!metadata.uid) return;
  const cause = `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`;
  throw conflict(resourceOf(call), call.request.name, cause);
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
