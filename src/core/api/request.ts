import type { Status } from "./status.ts";

/** API verbs, as RBAC names them. */
export type Verb =
  "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** Who asks. Models authentication user.Info. */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
  /** Of service accounts whose token was read. */
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** How the body of a patch is meant; `apply` is server-side apply. */
export type PatchType = "json" | "merge" | "strategic" | "apply";

/** Query parameters and DeleteOptions of a request; absent means not given. */
export interface RequestOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  /** Of list and watch: the revision to start from. */
  readonly resourceVersion?: string;
  /** Of list: how the revision is meant, `Exact` or `NotOlderThan`. */
  readonly resourceVersionMatch?: string;
  /** Of watch: the server may tell versions at which nothing happened. */
  readonly allowWatchBookmarks?: boolean;
  /** Of watch: begin with every object there is, or with none. */
  readonly sendInitialEvents?: boolean;
  /** Of watch: how long it stays open. */
  readonly timeoutSeconds?: number;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly force?: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * One request to the API server: the only door to the cluster, for controllers, kubelets, kubectl, the editor and the stage alike.
 * Bodies are JSON values (already parsed); they are never changed by the server.
 */
export interface ApiRequest {
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  /** Plural, lower case: `pods`. */
  readonly resource: string;
  /** Such as `status`, `scale`, `binding`, `eviction`, `log`; "" for the object itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly body?: unknown;
  readonly patchType?: PatchType;
  readonly options: RequestOptions;
  readonly user: UserInfo;
  /** Component or program that asks, as in its user agent: `kubectl`, `deployment-controller`, `kubelet/worker-1`. */
  readonly agent: string;
  /** The body comes from a component of the cluster itself and is in the server's own form: it is not decoded again. */
  readonly isInternal?: boolean;
  /** Answers carry metadata.managedFields. Who never looks at them leaves it out: working them out takes time. */
  readonly showsManagedFields?: boolean;
  /** Answer lists and objects as a meta.k8s.io/v1 Table, rows carrying metadata, whole objects, or nothing. */
  readonly table?: "metadata" | "none" | "object";
}

/** What the server answers. `body` is an object, a list, a Table, a Status, or text (logs). Frozen. */
export interface ApiResponse {
  readonly code: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
}

/** The port that everybody calls. Synchronous; never throws for what a real server would answer with a Status. */
export type Handler = (request: ApiRequest) => ApiResponse;

/** One event of a watch. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: unknown;
}

/** Whether an answer is a failure Status. */
export function isFailure(
  response: ApiResponse,
): response is ApiResponse & { readonly body: Status } {
  return response.code >= 400;
}
