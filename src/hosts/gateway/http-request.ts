import { invalidObject, tooLong, type FieldError } from "#core/api/field-error.ts";
import type { ApiRequest, PatchType, RequestOptions, UserInfo, Verb } from "#core/api/request.ts";
import { badRequest } from "#core/api/status.ts";

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
  const isDelete = verb === "delete" || verb === "deletecollection";
  return {
    verb,
    ...place,
    ...(request.body !== undefined && !isDelete && { body: request.body }),
    ...(request.method === "PATCH" && {
      patchType: PATCH_TYPES[request.type ?? ""] ?? (request.type as PatchType),
    }),
    options: {
      ...optionsOf(parameters, verb),
      ...(isDelete && deleteOptionsOf(request.body)),
    },
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
  const errors: FieldError[] = [];
  if (dryRun.some((each) => each !== "All"))
    errors.push(unsupported("dryRun", JSON.stringify(dryRun), ["All"]));
  const manager = parameters.get("fieldManager") ?? "";
  if (new TextEncoder().encode(manager).length > MAX_MANAGER_BYTES)
    errors.push(tooLong("fieldManager", MAX_MANAGER_BYTES));
  const validation = parameters.get("fieldValidation") ?? "";
  if (!["", "Ignore", "Strict", "Warn"].includes(validation)) {
    const known = ["", "Ignore", "Strict", "Warn"];
    errors.push(unsupported("fieldValidation", validation, known));
  }
  if (errors.length > 0) throw invalidObject({ group: "meta.k8s.io", kind }, "", errors);
  return dryRun.length > 0;
}

function unsupported(field: string, value: string, known: readonly string[]): FieldError {
  const detail = `supported values: ${known.map((each) => JSON.stringify(each)).join(", ")}`;
  return { type: "FieldValueNotSupported", field, value, detail };
}

function deleteOptionsOf(body: unknown): RequestOptions {
  const { gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents, dryRun } =
    (body ?? {}) as Omit<RequestOptions, "dryRun"> & {
      readonly orphanDependents?: boolean;
      readonly dryRun?: readonly string[];
    };
  return {
    ...(typeof gracePeriodSeconds === "number" && { gracePeriodSeconds }),
    ...(typeof propagationPolicy === "string" && { propagationPolicy }),
    ...(orphanDependents === true && { propagationPolicy: "Orphan" }),
    ...(typeof preconditions === "object" && { preconditions }),
    ...(Array.isArray(dryRun) && dryRun.includes("All") && { dryRun: true }),
  };
}
