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

/** A typed caller of the API server, for components inside the cluster. Every method throws StatusError on refusal. */
export interface Client {
  get<T extends KubeObject>(kind: KindDefinition<T>, key: ObjectKey): T;
  list<T extends KubeObject>(
    kind: KindDefinition<T>,
    query?: { namespace?: string; labelSelector?: string; fieldSelector?: string },
  ): readonly T[];
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
export function createClient({
  handler,
  user,
  agent,
}: {
  handler: Handler;
  user: UserInfo;
  agent: string;
}): Client {
  function call(
    kind: KindDefinition<never>,
    request: Partial<ApiRequest> & Pick<ApiRequest, "verb">,
  ): unknown {
    const { group, version, plural } = kind;
    const response = handler({
      group,
      version,
      resource: plural,
      subresource: "",
      namespace: "",
      name: "",
      options: NO_OPTIONS,
      user,
      agent,
      isInternal: true,
      ...request,
    });
    if (isFailure(response)) throw new StatusError({ ...response.body, code: response.code });
    return response.body;
  }
  const asKind = (kind: unknown) => kind as KindDefinition<never>;
  return {
    get: <T extends KubeObject>(kind: KindDefinition<T>, key: ObjectKey) =>
      call(asKind(kind), { verb: "get", ...key }) as T,
    list: <T extends KubeObject>(
      kind: KindDefinition<T>,
      query: { namespace?: string; labelSelector?: string; fieldSelector?: string } = {},
    ) => {
      const { namespace = "", ...options } = query;
      return (
        call(asKind(kind), { verb: "list", namespace, options }) as { readonly items: readonly T[] }
      ).items;
    },
    create: <T extends KubeObject>(
      kind: KindDefinition<T>,
      object: unknown,
      key: { namespace?: string; name?: string; subresource?: string } = {},
    ) => {
      const namespace = key.namespace ?? (object as KubeObject).metadata.namespace ?? "";
      return call(asKind(kind), { verb: "create", ...key, namespace, body: object }) as T;
    },
    update: <T extends KubeObject>(kind: KindDefinition<T>, object: T, subresource = "") => {
      const { namespace = "", name = "" } = object.metadata;
      return call(asKind(kind), {
        verb: "update",
        namespace,
        name,
        subresource,
        body: object,
      }) as T;
    },
    patch: <T extends KubeObject>(
      kind: KindDefinition<T>,
      key: ObjectKey,
      patch: { type: PatchType; body: unknown; subresource?: string },
    ) =>
      call(asKind(kind), {
        verb: "patch",
        ...key,
        subresource: patch.subresource ?? "",
        patchType: patch.type,
        body: patch.body,
      }) as T,
    delete: <T extends KubeObject>(
      kind: KindDefinition<T>,
      key: ObjectKey,
      options: RequestOptions = NO_OPTIONS,
    ) => {
      call(asKind(kind), { verb: "delete", ...key, options });
    },
  };
}
