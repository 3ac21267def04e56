import type { ApiRequest, PatchType, RequestOptions, UserInfo, Verb } from "#core/api/request.ts";

/** One request as it was sent over HTTP. */
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

/** The request that an HTTP front end would hand to the API server; undefined when the path is no resource path. */
export function apiRequestOf(request: HttpRequest): ApiRequest | undefined {
  const [path = "", query = ""] = request.path.split(/\?(.*)/s);
  const place = placeOf(path);
  if (!place) return undefined;
  const parameters = new URLSearchParams(query);
  const isTable = request.accept?.includes("as=Table") === true;
  const verb = verbOf(request.method, {
    isNamed: place.name !== "",
    isWatch: parameters.get("watch") === "true",
  });
  return {
    verb,
    ...place,
    ...(request.body !== undefined &&
      verb !== "delete" &&
      verb !== "deletecollection" && { body: request.body }),
    ...(request.method === "PATCH" && {
      patchType: PATCH_TYPES[request.type ?? ""] ?? (request.type as PatchType),
    }),
    options: {
      ...optionsOf(parameters),
      ...(request.method === "DELETE" && deleteOptionsOf(request.body)),
    },
    user: request.as === undefined ? ADMIN : { name: request.as, groups: ["system:authenticated"] },
    agent: "unknown",
    showsManagedFields: true,
    ...(isTable && { table: TABLES[parameters.get("includeObject") ?? ""] ?? "metadata" }),
  };
}

/** Splits `/apis/apps/v1/namespaces/default/deployments/web/scale` into its parts. */
function placeOf(
  path: string,
):
  | Pick<ApiRequest, "group" | "version" | "namespace" | "resource" | "name" | "subresource">
  | undefined {
  const [root, ...rest] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const group = root === "apis" ? rest.shift() : root === "api" ? "" : undefined;
  const version = rest.shift();
  if (group === undefined || version === undefined || rest.length === 0) return undefined;
  const isInNamespace =
    rest[0] === "namespaces" && rest.length > 2 && !["finalize", "status"].includes(rest[2] ?? "");
  const namespace = isInNamespace ? (rest[1] ?? "") : "";
  const [resource = "", name = "", ...subresource] = isInNamespace ? rest.slice(2) : rest;
  return { group, version, namespace, resource, name, subresource: subresource.join("/") };
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

function optionsOf(parameters: URLSearchParams): RequestOptions {
  const texts: Record<string, unknown> = {};
  for (const key of [
    "labelSelector",
    "fieldSelector",
    "continue",
    "resourceVersion",
    "resourceVersionMatch",
    "fieldManager",
    "fieldValidation",
    "propagationPolicy",
  ]) {
    const value = parameters.get(key);
    if (value !== null) texts[key] = value;
  }
  const limit = parameters.get("limit");
  return {
    ...texts,
    ...(limit !== null && { limit: Number(limit) }),
    ...(parameters.get("dryRun") === "All" && { dryRun: true }),
    ...(parameters.has("force") && { force: parameters.get("force") === "true" }),
  };
}

function deleteOptionsOf(body: unknown): RequestOptions {
  const { gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents } = (body ??
    {}) as RequestOptions & { readonly orphanDependents?: boolean };
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy !== undefined && { propagationPolicy }),
    ...(orphanDependents === true && { propagationPolicy: "Orphan" }),
    ...(preconditions !== undefined && { preconditions }),
  };
}
