import { apiVersionOf, type Draft, type KindDefinition } from "#core/api/define.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import type { AdmissionAttributes, AdmissionLookup } from "./admission.ts";
import { OWN_AGENT, type Call, type ServerContext } from "./context.ts";
import { servedKinds } from "./custom-kinds.ts";

/** What admission is told of a call. */
export function attributesOf(
  call: Call,
  parts: {
    readonly operation: AdmissionAttributes["operation"];
    readonly draft: Draft<KubeObject> | undefined;
    readonly old: KubeObject | undefined;
  },
): AdmissionAttributes {
  const { request, kind } = call;
  const { operation, draft, old } = parts;
  return {
    kind,
    subresource: request.subresource,
    namespace: request.namespace,
    name: request.name,
    user: request.user,
    dryRun: request.options.dryRun ?? false,
    warnings: call.warnings,
    operation,
    draft,
    old,
  };
}

/** What admission may look up. */
export function lookupOf({
  store,
  simulation,
  commit,
  kinds,
}: Pick<ServerContext, "store" | "simulation" | "commit"> & {
  readonly kinds: readonly KindDefinition[];
}): AdmissionLookup {
  return {
    writeStatus(kind, object) {
      const before = store.get(kind.storedAs, keyOf(object));
      const ownership = { type: "write", before, sent: undefined } as const;
      commit(ownCall(kind as unknown as KindDefinition, object), "put", object, ownership);
    },
    kindNamed: (apiVersion, kind) =>
      servedKinds(kinds, store).find(
        (each) => each.kind === kind && apiVersionOf(each) === apiVersion,
      ),
    get: (kind, { namespace, name }) =>
      store.get(kind, namespace === "" ? name : `${namespace}/${name}`),
    list: (kind, namespace) => store.list(kind, namespace),
    generateSuffix: () => simulation.random("names/admission").nextName(5),
  };
}

/** A write of a status by the server itself. */
function ownCall(kind: KindDefinition, { metadata }: KubeObject): Call {
  const request: ApiRequest = {
    verb: "update",
    group: kind.group,
    version: kind.version,
    resource: kind.plural,
    subresource: "status",
    namespace: metadata.namespace ?? "",
    name: metadata.name ?? "",
    options: {},
    user: { name: "system:apiserver", groups: ["system:masters"] },
    agent: OWN_AGENT,
    isInternal: true,
  };
  return { request, kind, warnings: [], outcome: {} };
}

/** Lets every plugin edit the draft. Throws a StatusError when one refuses. */
export function admit(context: ServerContext, attributes: AdmissionAttributes): void {
  for (const plugin of context.admission.of(attributes.kind.storedAs))
    plugin.admit?.(attributes, context.lookup);
}

/** Lets every plugin refuse. */
export function validateAdmission(context: ServerContext, attributes: AdmissionAttributes): void {
  for (const plugin of context.admission.of(attributes.kind.storedAs))
    plugin.validate?.(attributes, context.lookup);
}
