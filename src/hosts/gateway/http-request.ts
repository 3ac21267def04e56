import { invalid, invalidObject, tooLong, type FieldError } from "#core/api/field-error.ts";
import { decodeOptions } from "#core/api/schema/decode.ts";
import type { ApiRequest, PatchType, RequestOptions, UserInfo, Verb } from "#core/api/request.ts";
import { badRequest, methodNotAllowed } from "#core/api/status.ts";

/** One request as it is sent over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Content type of a patch. */
  readonly type?: string;
  readonly accept?: string;
  /** Name of the user; the administrator without one. */
  readonly as?: string;
  readonly body?: unknown;
}

const ADMIN: UserInfo = {
  name: "kubernetes-admin",
  groups: ["system:masters", "system:authenticated"],
};
const TABLES: Readonly<Record<string, "metadata" | "none" | "object">> = {
  Metadata: "metadata",
  None: "none",
  Object: "object",
};
const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

/** The request that an HTTP front end hands to the API server; undefined when the path is no resource path. Throws a StatusError for options that cannot be read. */
export function apiRequestOf(request: HttpRequest): ApiRequest | undefined {
  const [path = "", query = ""] = request.path.split(/\?(.*)/s);
  const place = placeOf(path);
  if (!place) return undefined;
  const parameters = new URLSearchParams(query);
  const isTable = request.accept?.includes("as=Table") === true;
  const verb = verbOf(request.method, {
    isNamed: place.name !== "",
    isWatch: booleanOf(parameters, "watch") === true,
  });
  // Objects are made in their collection: nothing is created under a name.
  if (verb === "create" && place.name !== "" && place.subresource === "") throw methodNotAllowed();
  const isDelete = verb === "delete" || verb === "deletecollection";
  return {
    verb,
    ...place,
    ...(request.body !== undefined && !isDelete && { body: request.body }),
    ...(request.method === "PATCH" && {
      patchType: PATCH_TYPES[request.type ?? ""] ?? (request.type as PatchType),
    }),
    options: isDelete
      ? deletionOptions(parameters, verb, request.body)
      : optionsOf(parameters, verb),
    user: request.as === undefined ? ADMIN : { name: request.as, groups: ["system:authenticated"] },
    agent: "unknown",
    showsManagedFields: true,
    ...(isTable && { table: TABLES[parameters.get("includeObject") ?? ""] ?? "metadata" }),
  };
}

type Place = Pick<
  ApiRequest,
  "group" | "version" | "namespace" | "resource" | "name" | "subresource"
>;

/** Splits `/apis/apps/v1/namespaces/default/deployments/web/scale` into its parts. */
function placeOf(path: string): Place | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  const [root, ...rest] = parts.map(decoded);
  const group = root === "apis" ? rest.shift() : root === "api" ? "" : undefined;
  const version = rest.shift();
  if (group === undefined || version === undefined || rest.length === 0) return undefined;
  const isInNamespace =
    rest[0] === "namespaces" && rest.length > 2 && !["finalize", "status"].includes(rest[2] ?? "");
  const namespace = isInNamespace ? (rest[1] ?? "") : "";
  const [resource = "", name = "", ...subresource] = isInNamespace ? rest.slice(2) : rest;
  return { group, version, namespace, resource, name, subresource: subresource.join("/") };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray percent sign stands for itself.
    return part;
  }
}

function verbOf(
  method: string,
  { isNamed, isWatch }: { readonly isNamed: boolean; readonly isWatch: boolean },
): Verb {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return isNamed ? "delete" : "deletecollection";
    default:
      return isWatch ? "watch" : isNamed ? "get" : "list";
  }
}

const TEXTS = [
  "labelSelector",
  "fieldSelector",
  "continue",
  "resourceVersion",
  "resourceVersionMatch",
  "fieldManager",
  "fieldValidation",
  "propagationPolicy",
  "container",
  "sinceTime",
] as const;
const FLAGS = [
  "allowWatchBookmarks",
  "sendInitialEvents",
  "force",
  "follow",
  "previous",
  "timestamps",
] as const;
const NUMBERS = [
  "limit",
  "gracePeriodSeconds",
  "tailLines",
  "sinceSeconds",
  "limitBytes",
  "timeoutSeconds",
] as const;

function optionsOf(parameters: URLSearchParams, verb: Verb): RequestOptions {
  const options: Record<string, unknown> = {};
  for (const key of TEXTS) {
    const value = parameters.get(key);
    if (value !== null) options[key] = value;
  }
  for (const key of FLAGS) {
    const value = booleanOf(parameters, key);
    if (value !== undefined) options[key] = value;
  }
  for (const key of NUMBERS) {
    const value = parameters.get(key);
    if (value !== null && value !== "") options[key] = numberOf(value);
  }
  if (isDryRun(parameters, verb)) options["dryRun"] = true;
  return options;
}

/** Models conversion Convert_Slice_string_To_bool. */
function booleanOf(parameters: URLSearchParams, key: string): boolean | undefined {
  const value = parameters.get(key);
  if (value === null) return undefined;
  return value.toLowerCase() !== "false" && value !== "0";
}

function numberOf(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

const OPTIONS_KINDS: Readonly<Partial<Record<Verb, string>>> = {
  create: "CreateOptions",
  update: "UpdateOptions",
  patch: "PatchOptions",
  delete: "DeleteOptions",
  deletecollection: "DeleteOptions",
};
const MAX_MANAGER_BYTES = 128;

/** Whether the write is a rehearsal. Refuses options with values nobody knows. Models metav1 validation of write options. */
function isDryRun(parameters: URLSearchParams, verb: Verb): boolean {
  const kind = OPTIONS_KINDS[verb];
  if (kind === undefined) return false;
  const dryRun = parameters.getAll("dryRun");
  const isDelete = kind === "DeleteOptions";
  const errors = isDelete ? [] : managerErrors(parameters.get("fieldManager") ?? "");
  errors.push(...dryRunErrors(dryRun));
  const validation = parameters.get("fieldValidation") ?? "";
  const known = ["", "Ignore", "Strict", "Warn"];
  if (!isDelete && !known.includes(validation))
    errors.push(unsupported("fieldValidation", validation, known));
  if (errors.length > 0) throw invalidObject({ group: "meta.k8s.io", kind }, "", errors);
  return dryRun.length > 0;
}

function dryRunErrors(values: readonly unknown[]): FieldError[] {
  return values.every((each) => each === "All") ? [] : [unsupported("dryRun", values, ["All"])];
}

const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** Models metav1 validation.ValidateFieldManager. */
function managerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = [];
  let at = 0;
  if (bytesIn(manager) > MAX_MANAGER_BYTES) errors.push(tooLong("fieldManager", MAX_MANAGER_BYTES));
  for (const character of manager) {
    if (UNPRINTABLE.test(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      errors.push(
        invalid("fieldManager", manager, `invalid character U+${code} (at position ${at})`),
      );
    }
    at += bytesIn(character);
  }
  return errors;
}

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}

function unsupported(field: string, value: unknown, known: readonly string[]): FieldError {
  const detail = `supported values: ${known.map((each) => JSON.stringify(each)).join(", ")}`;
  return { type: "FieldValueNotSupported", field, value, detail };
}

const OF_DELETION = ["dryRun", "gracePeriodSeconds", "propagationPolicy"];

function deletionOptions(parameters: URLSearchParams, verb: Verb, body: unknown): RequestOptions {
  if (typeof body !== "object" || body === null) return optionsOf(parameters, verb);
  const others = new URLSearchParams(parameters);
  for (const key of OF_DELETION) others.delete(key);
  return { ...optionsOf(others, verb), ...deleteOptionsOf(body) };
}

const DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

interface DeleteBody extends Omit<RequestOptions, "dryRun"> {
  readonly orphanDependents?: boolean;
  readonly dryRun?: readonly string[];
}

/** Options in the body of a delete; they stand for those of the query. Models handlers DeleteResource. */
function deleteOptionsOf(body: object): RequestOptions {
  const { gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents, dryRun } =
    decodeOptions(DELETE_OPTIONS, body) as DeleteBody;
  const hasPolicy = typeof propagationPolicy === "string";
  const errors =
    hasPolicy && typeof orphanDependents === "boolean"
      ? [
          invalid(
            "propagationPolicy",
            propagationPolicy,
            "orphanDependents and deletionPropagation cannot be both set",
          ),
        ]
      : [];
  const dryRuns = Array.isArray(dryRun) ? (dryRun as readonly unknown[]) : [];
  errors.push(...dryRunErrors(dryRuns));
  if (errors.length > 0)
    throw invalidObject({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", errors);
  return {
    ...(typeof gracePeriodSeconds === "number" && { gracePeriodSeconds }),
    ...(hasPolicy && { propagationPolicy }),
    ...(orphanDependents === true && { propagationPolicy: "Orphan" }),
    ...(typeof preconditions === "object" && { preconditions }),
    ...(dryRuns.length > 0 && { dryRun: true }),
  };
}
