import type { KindDefinition } from "#core/api/define.ts";
import type { KubeObject, ObjectKey } from "#core/api/meta.ts";
import {
  isFailure,
  type ApiRequest,
  type Handler,
  type PatchType,
  type RequestOptions,
  type UserInfo,
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

class InternalClient implements Client {
  private readonly caller: ClientOptions;

  constructor(caller: ClientOptions) {
    this.caller = caller;
  }

  get<T extends KubeObject>(kind: KindDefinition<T>, key: ObjectKey): T {
    return this.call<T>(kind, { verb: "get", ...key });
  }

  list<T extends KubeObject>(kind: KindDefinition<T>, query: ListQuery = {}): readonly T[] {
    const { namespace = "", ...options } = query;
    return this.call<{ readonly items: readonly T[] }>(kind, { verb: "list", namespace, options })
      .items;
  }

  create<T extends KubeObject>(
    kind: KindDefinition<T>,
    object: unknown,
    key: { namespace?: string; name?: string; subresource?: string } = {},
  ): T {
    const namespace = key.namespace ?? (object as KubeObject).metadata.namespace ?? "";
    return this.call<T>(kind, { verb: "create", ...key, namespace, body: object });
  }

  update<T extends KubeObject>(kind: KindDefinition<T>, object: T, subresource = ""): T {
    const { namespace = "", name = "" } = object.metadata;
    return this.call<T>(kind, { verb: "update", namespace, name, subresource, body: object });
  }

  patch<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    { type, body, subresource = "" }: { type: PatchType; body: unknown; subresource?: string },
  ): T {
    return this.call<T>(kind, { verb: "patch", ...key, subresource, patchType: type, body });
  }

  delete<T extends KubeObject>(
    kind: KindDefinition<T>,
    key: ObjectKey,
    options: RequestOptions = NO_OPTIONS,
  ): void {
    this.call(kind, { verb: "delete", ...key, options });
  }

  private call<Body>(kind: AnyKind, request: Partial<ApiRequest> & Pick<ApiRequest, "verb">): Body {
    const { handler, user, agent } = this.caller;
    const { group, version, plural: resource } = kind;
    const place = { group, version, resource, subresource: "", namespace: "", name: "" };
    const response = handler({
      ...place,
      options: NO_OPTIONS,
      user,
      agent,
      isInternal: true,
      ...request,
    });
    if (isFailure(response)) throw new StatusError({ ...response.body, code: response.code });
    return response.body as Body;
  }
}
