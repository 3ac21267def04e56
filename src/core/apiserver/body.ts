import { apiVersionOf, type Draft } from "#core/api/define.ts";
import { invalid, invalidObject } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { decodeCustom } from "#core/api/custom-decode.ts";
import { jsonTypeOf } from "#core/api/schema/decode-scalar.ts";
import { decodeObject } from "#core/api/schema/decode.ts";
import { schemaNameOf } from "#core/api/schema/kind-names.ts";
import { withoutEmpties } from "#core/api/schema/without-empties.ts";
import { cloneJson } from "#core/base/clone.ts";
import { badRequest, type StatusError } from "#core/api/status.ts";
import { storedKindOf, type Call } from "./context.ts";
import { podDraft } from "./pod-draft.ts";
import { JsonProblem, parseJson } from "./json-text.ts";

/** Whether the write comes from the inside and is known to be right: it is neither copied nor checked again. */
export function isTrusted({ kind, request }: Call): boolean {
  if (request.isInternal !== true) return false;
  const { trusts } = kind;
  return (
    trusts?.bodies === "unchecked" ||
    (trusts?.statusUpdates === "unchecked" &&
      request.subresource === "status" &&
      request.verb === "update")
  );
}

/** Whether bodies that components send need not be decoded. */
function isWellFormed({ trusts }: Call["kind"]): boolean {
  return trusts?.bodies === "well-formed" || trusts?.bodies === "from-template";
}

/** Reads the body of a write as the call's kind: strictly, with defaults filled in. The result is a draft of its own. */
export function decodeBody(call: Call, body: unknown): Draft<KubeObject> {
  const { kind, request } = call;
  const value = typeof body === "string" ? parseBody(call, body) : body;
  const header = checkHeader(call, value);
  const wanted = apiVersionOf(kind);
  if (isTrusted(call)) return sharingDraft(header, kind);
  if (request.isInternal && request.subresource === "status" && request.verb === "update")
    return statusDraft(header, kind);
  if (request.isInternal && isWellFormed(kind)) {
    const draft = (
      kind.trusts?.bodies === "from-template" ? podDraft(header) : cloneJson(header)
    ) as Draft<KubeObject> & { status?: unknown };
    if (kind.subresources.status) draft.status ??= {};
    kind.setDefaults(draft);
    draft.apiVersion = wanted;
    draft.kind = kind.kind;
    return draft;
  }
  const fieldValidation =
    request.options.fieldValidation ?? (request.isInternal ? "Ignore" : "Warn");
  const options = { fieldValidation, ...(typeof body === "string" && { raw: body }) };
  const decoded = kind.custom
    ? decodeCustom({ ...kind, schema: kind.custom.schema }, header, options)
    : decodeObject(kind.schemaName, header, options);
  if (fieldValidation === "Warn") call.warnings.push(...decoded.warnings);
  const draft = decoded.object as Draft<KubeObject>;
  kind.setDefaults(draft);
  const typed = inStoredVersion(kind, { ...draft, apiVersion: wanted, kind: kind.kind });
  if (decoded.hasEmpties) withEmpties.add(typed);
  return typed;
}

/** Everything behind decoding works on the version that is stored. */
function inStoredVersion(kind: Call["kind"], draft: Draft<KubeObject>): Draft<KubeObject> {
  if (!kind.conversion) return draft;
  const { stored, toStored } = kind.conversion;
  const converted = toStored(draft);
  stored.setDefaults(converted);
  return { ...converted, apiVersion: apiVersionOf(stored), kind: stored.kind };
}

/** An answer in the version that was asked for: an object, a list or the objects of a table. */
export function inServedVersion(kind: Call["kind"], value: unknown): unknown {
  const { conversion } = kind;
  if (!conversion || typeof value !== "object" || value === null) return value;
  const shown = (object: KubeObject): KubeObject => ({
    ...conversion.fromStored(object),
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
  });
  if ("kind" in value && value.kind === kind.kind) return shown(value as KubeObject);
  if ("items" in value && Array.isArray(value.items))
    return { ...value, items: value.items.map((item: KubeObject) => untyped(shown(item))) };
  if (!("rows" in value) || !Array.isArray(value.rows)) return value;
  const rows = value.rows as readonly { readonly object: KubeObject | null }[];
  const isWhole = (object: KubeObject | null) => object?.kind === kind.kind;
  return {
    ...value,
    rows: rows.map((row) =>
      row.object && isWhole(row.object) ? { ...row, object: shown(row.object) } : row,
    ),
  };
}

function untyped({ apiVersion: _apiVersion, kind: _kind, ...rest }: KubeObject): unknown {
  return rest;
}

/** Drafts in which empty lists and maps stand until they are written. */
const withEmpties = new WeakSet<object>();

/** A draft in the form that is stored and answered. Models the way through etcd, where empty and absent are one. */
export function storedForm({ kind }: Call, draft: KubeObject): KubeObject {
  if (!withEmpties.has(draft)) return draft;
  return withoutEmpties(
    storedKindOf({ kind }).schemaName,
    draft as unknown as Readonly<Record<string, unknown>>,
  ) as unknown as KubeObject;
}

/**
 * A draft whose metadata and status may be edited at their top; everything below is shared with the body. What nobody froze is the body's own
 * and taken as it is, since it is handed over: half of all writes are events, which nobody has seen yet.
 */
function sharingDraft(header: Header, kind: Call["kind"]): Draft<KubeObject> {
  const draft = editable(header) as Record<string, unknown>;
  draft["metadata"] = editable(header["metadata"] ?? {});
  if (header["status"]) draft["status"] = editable(header["status"]);
  draft["apiVersion"] = apiVersionOf(kind);
  draft["kind"] = kind.kind;
  return draft as unknown as Draft<KubeObject>;
}

function editable(value: object): object {
  return Object.isFrozen(value) ? { ...value } : value;
}

/**
 * A component's update of a status: only the status is read. Everything else came from the server, and the kind's own rules put the server's
 * state of it back in any case.
 */
function statusDraft(header: Header, kind: Call["kind"]): Draft<KubeObject> {
  const { metadata, status } = header as unknown as KubeObject & { readonly status?: unknown };
  if (kind.trusts?.statusUpdates === "well-formed")
    return { ...header, metadata: { ...metadata } } as unknown as Draft<KubeObject>;
  const decoded = decodeObject(kind.schemaName, { status }, { fieldValidation: "Ignore" });
  const draft = {
    ...header,
    metadata: { ...metadata },
    status: decoded.object["status"],
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
  };
  if (decoded.hasEmpties) withEmpties.add(draft);
  return draft as unknown as Draft<KubeObject>;
}

type Header = Readonly<Record<string, unknown>>;

/** Refuses what is no object or is an object of another kind. Models handlers transformDecodeError. */
function checkHeader({ kind }: Call, value: unknown): Header {
  if (value !== null && value !== undefined && jsonTypeOf(value) !== "object") {
    throw unrecognized(
      kind.kind,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type ${HEADER_TYPE}`,
      JSON.stringify(value),
    );
  }
  const header = (value ?? {}) as Header;
  if (kind.custom) checkCustomHeader(kind, header);
  else checkType(kind, header);
  return header;
}

/** Refuses an object of another type. What the body does not say, the request says. */
function checkType(kind: Call["kind"], header: Header): void {
  const wanted = apiVersionOf(kind);
  if (header["kind"] === kind.kind && header["apiVersion"] === wanted) return;
  const { apiVersion, kind: given } = typeMetaOf(kind, header);
  if (given === kind.kind && apiVersion === wanted) return;
  const [group, version] = splitVersion(apiVersion);
  const problem = `${given} in version "${version}" cannot be handled as a ${kind.kind}`;
  if (schemaNameOf({ group, version, kind: given }) === undefined) {
    throw badRequest(
      `${problem}: no kind "${given}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`,
    );
  }
  if (given === kind.kind && group === kind.group) throw otherVersion(apiVersion, wanted);
  throw badRequest(
    `${problem}: converting (${version}.${given}) to (${internalName(kind.group)}.${kind.kind}): unknown conversion`,
  );
}

/** Custom resources must say what they are. Models the apiextensions-apiserver's decoder and ValidateTypeMeta. */
function checkCustomHeader(kind: Call["kind"], header: Header): void {
  const { apiVersion, kind: given } = typeMetaOf(kind, header);
  if (header["kind"] === undefined || header["kind"] === "") {
    throw badRequest(
      `${kind.kind} in version "${splitVersion(apiVersion)[1]}" cannot be handled as a ${kind.kind}: Object 'Kind' is missing in '${JSON.stringify(header)}'`,
    );
  }
  const wanted = apiVersionOf(kind);
  if (apiVersion !== wanted) throw otherVersion(apiVersion, wanted);
  const { name = "" } = (header["metadata"] ?? {}) as { readonly name?: string };
  if (given !== kind.kind)
    throw invalidObject(kind, name, [invalid("kind", given, `must be ${kind.kind}`)]);
}

function otherVersion(given: string, wanted: string): StatusError {
  return badRequest(
    `the API version in the data (${given}) does not match the expected API version (${wanted})`,
  );
}

/** What the body says it is, filled up from the place it was sent to. Models json.SimpleMetaFactory and gvkWithDefaults. */
function typeMetaOf(
  kind: Call["kind"],
  header: Header,
): { readonly apiVersion: string; readonly kind: string } {
  const { apiVersion, kind: given } = header;
  const texts = { apiVersion, kind: given };
  for (const [key, value] of Object.entries(texts)) {
    if (value === undefined || value === null || typeof value === "string") continue;
    const field = key === "kind" ? "kind" : "apiVersion";
    throw unrecognized(
      kind.kind,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field .${field} of type string`,
      JSON.stringify(header),
    );
  }
  const said = typeof apiVersion === "string" && apiVersion !== "/" ? apiVersion : "";
  if (said.split("/").length > 2)
    throw unrecognized(
      kind.kind,
      `unexpected GroupVersion string: ${said}`,
      JSON.stringify(header),
    );
  return {
    apiVersion: said === "" ? apiVersionOf(kind) : said,
    kind: typeof given === "string" && given !== "" ? given : kind.kind,
  };
}

/** `apps/v1` → `apps` and `v1`. */
function splitVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

const HEADER_TYPE =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const MAX_SUMMARY = 30;

/** The body of a call as a value, of whatever type it is. */
export function readBody(call: Call): unknown {
  const { body } = call.request;
  return typeof body === "string" ? parseBody(call, body) : body;
}

/** A type of its own that a subresource takes, in place of the object it belongs to. */
export interface BodyType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schemaName: string;
}

/** The call as one about an object of the type that its subresource takes. */
export function asType(call: Call, type: BodyType): Call {
  const { custom: _custom, ...plain } = call.kind;
  return { ...call, kind: { ...plain, ...type, setDefaults() {}, subresources: {} } };
}

/** The call with its body read strictly as the type that its subresource takes; the cluster's own components are taken at their word. */
export function withBodyAs(call: Call, type: BodyType): Call {
  if (call.request.isInternal && typeof call.request.body !== "string") return call;
  const body = decodeBody(asType(call, type), call.request.body ?? {});
  return { ...call, request: { ...call.request, body } };
}

function parseBody({ kind }: Call, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonProblem)
      throw unrecognized(
        kind.kind,
        `couldn't get version/kind; json parse error: ${error.message}`,
        text,
      );
    throw error;
  }
}

function unrecognized(kind: string, problem: string, text: string): StatusError {
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${problem} (${summaryOf(text)})`,
  );
}

/** Models handlers summarizeData: text for what looks like JSON, hexadecimal for the rest. */
function summaryOf(text: string): string {
  const isCut = text.length > MAX_SUMMARY;
  const start = text.slice(0, MAX_SUMMARY);
  if (text.startsWith("{")) return isCut ? `${start} ...` : start;
  const hex = [...start]
    .map((character) => character.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
  return isCut ? `${hex} ...` : hex;
}

function internalName(group: string): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}

/** Refuses an object with field errors. */
export function refuseInvalid(
  call: Call,
  name: string,
  errors: Parameters<typeof invalidObject>[2],
): void {
  if (errors.length > 0) throw invalidObject(storedKindOf(call), name, errors);
}
