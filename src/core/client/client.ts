import type { KindDefinition } from "#core/api/define.ts";
import type { KubeObject, ObjectKey } from "#core/api/meta.ts";
import {
  isFailure,
  type ApiRequest,
  type Handler,
  type PatchType,
  type RequestOptions,
  type UserInfo,
  type Verb,
} from "#core/api/request.ts";
import { StatusError } from "#core/api/status.ts";

/** Which objects to list: "" or absent means all. */
export interface ListQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A typed caller of the API server, for components inside the cluster. Every method throws StatusError on refusal. */
export interface Client {
  get<T extends KubeObject>(kind: KindDefinition<T>, key: ObjectKey): T;
  list<T extends KubeObject>(kind: KindDefinition<T>, query?: ListQuery): readonly T[];
  create<T extends KubeObject>(
    kind: KindDefinition<T>,
    object: unknown,
    key?: { namespace?: string; name?: string; subresource?: string },
  ): T;
  update<T extends KubeObject>(kind: KindDefinition<T>, object: T, subresource?: string): T;
  patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    patch: { type: PatchType; body: unknown; subresource?: string },
  ): T;
  delete<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    options?: RequestOptions,
  ): void;
}

const NO_OPTIONS: RequestOptions = Object.freeze({});

/** A client that speaks for one component. `agent` is the component's name, for managed fields and the trace. */
export function createClient(caller: ClientOptions): Client {
  return new InternalClient(caller);
}

/** Who a client speaks for, and to whom. */
export interface ClientOptions {
  readonly handler: Handler;
  readonly user: UserInfo;
  readonly agent: string;
}

type AnyKind = Pick<KindDefinition, "group" | "version" | "plural">;

/** What only some calls carry. */
interface CallRest {
  readonly subresource?: string;
  readonly options?: RequestOptions;
  readonly body?: unknown;
  readonly patchType?: PatchType;
}

const NO_REST: CallRest = Object.freeze({});

class InternalClient implements Client {
  private readonly caller: ClientOptions;

  constructor(caller: ClientOptions) {
    this.caller = caller;
  }

  get<T extends KubeObject>(kind: KindDefinition<T>, key: ObjectKey): T {
    return this.call<T>(kind, "get", key);
  }

  list<T extends KubeObject>(kind: KindDefinition<T>, query: ListQuery = {}): readonly T[] {
    const { namespace = "", ...options } = query;
    return this.call<{ readonly items: readonly T[] }>(
      kind,
      "list",
      { namespace, name: "" },
      { options },
    ).items;
  }

  create<T extends KubeObject>(
    kind: KindDefinition<T>,
    object: unknown,
    key: { namespace?: string; name?: string; subresource?: string } = {},
  ): T {
    const namespace = key.namespace ?? (object as KubeObject).metadata.namespace ?? "";
    const { name = "", subresource = "" } = key;
    return this.call<T>(kind, "create", { namespace, name }, { subresource, body: object });
  }

  update<T extends KubeObject>(kind: KindDefinition<T>, object: T, subresource = ""): T {
    const { namespace = "", name = "" } = object.metadata;
    return this.call<T>(kind, "update", { namespace, name }, { subresource, body: object });
  }

  patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    { type, body, subresource = "" }: { type: PatchType; body: unknown; subresource?: string },
  ): T {
    return this.call<T>(kind, "patch", key, { subresource, patchType: type, body });
  }

  delete<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    options: RequestOptions = NO_OPTIONS,
  ): void {
    this.call(kind, "delete", key, { options });
  }

  private call<Body>(kind: AnyKind, verb: Verb, key: ObjectKey, rest: CallRest = NO_REST): Body {
    const { handler, user, agent } = this.caller;
    const { body, patchType } = rest;
    // Written out instead of spread: this is the busiest object of the whole cluster.
    const request: ApiRequest = {
      verb,
      group: kind.group,
      version: kind.version,
      resource: kind.plural,
      subresource: rest.subresource ?? "",
      namespace: key.namespace,
      name: key.name,
      options: rest.options ?? NO_OPTIONS,
      user,
      agent,
      isInternal: true,
      body,
    };
    const response = handler(patchType === undefined ? request : { ...request, patchType });
    if (isFailure(response)) throw new StatusError({ ...response.body, code: response.code });
    return response.body as Body;
  }
}
