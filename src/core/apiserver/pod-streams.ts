import { invalid, invalidObject, type FieldError } from "#core/api/field-error.ts";
import type { ApiResponse, RequestOptions } from "#core/api/request.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { badRequest, notFound } from "#core/api/status.ts";
import { UPGRADE_REQUIRED } from "#core/api/stream-refusal.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";

/** Subresources of a pod that are streams into a container or to a port. */
const STREAMS: readonly string[] = ["attach", "exec", "portforward"];

interface StreamOptions extends RequestOptions {
  readonly container?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceSeconds?: number;
}

/** Whether the call asks for a stream into a pod. */
export function isStream({ kind, request }: Call): boolean {
  const isConnecting = request.verb === "get" || request.verb === "create";
  return (
    isConnecting &&
    STREAMS.includes(request.subresource) &&
    kind.extraSubresources.includes(request.subresource)
  );
}

/** Answers `pods/log`: what is asked must make sense before any kubelet is, and of a pod without a node there is nothing to read. Models registry/core/pod LogREST. */
export function readPodLog(context: ServerContext, call: Call): ApiResponse {
  const { request } = call;
  const options = request.options as StreamOptions;
  const errors = logOptionErrors(options);
  if (errors.length > 0)
    throw invalidObject({ group: "", kind: "PodLogOptions" }, request.name, errors);
  const pod = podOf(context, call);
  const container = chosenContainer(pod, options.container);
  if (!pod.spec.nodeName) return { code: 200, body: "", warnings: [] };
  const asked: StreamOptions = { ...options, container };
  return context.readLogs({ ...request, options: asked });
}

/** Refuses a stream: first for what is wrong with it, and at last because nobody upgrades a connection here. Models ExecLocation, PortForwardLocation and the proxy behind them. */
export function refuseStream(context: ServerContext, call: Call): never {
  const { request } = call;
  const pod = podOf(context, call);
  if (request.subresource !== "portforward")
    chosenContainer(pod, (request.options as StreamOptions).container);
  const node = pod.spec.nodeName ?? "";
  if (node === "") throw badRequest(`pod ${request.name} does not have a host assigned`);
  if (!context.store.get("Node", node)) throw notFound({ group: "", resource: "nodes" }, node);
  throw badRequest(UPGRADE_REQUIRED);
}

function podOf({ store }: ServerContext, call: Call): Pod {
  const pod = store.get(call.kind.storedAs, keyOfCall(call));
  if (!pod) throw notFound(resourceOf(call), call.request.name);
  return pod as Pod;
}

/** Models validation.ValidatePodLogOptions. */
function logOptionErrors({ tailLines, limitBytes, sinceSeconds }: StreamOptions): FieldError[] {
  const positive = (field: string, value: number | undefined) =>
    value !== undefined && value < 1 ? [invalid(field, value, "must be greater than 0")] : [];
  return [
    ...(tailLines !== undefined && tailLines < 0
      ? [invalid("tailLines", tailLines, "must be greater than or equal to 0")]
      : []),
    ...positive("limitBytes", limitBytes),
    ...positive("sinceSeconds", sinceSeconds),
  ];
}

/** The container asked for, or the only one. Models registry/core/pod validateContainer. */
function chosenContainer({ metadata, spec }: Pod, asked = ""): string {
  const name = metadata.name ?? "";
  const all = [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...(spec.ephemeralContainers ?? []),
  ].map((each) => each.name);
  if (asked !== "") {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only, ...others] = spec.containers;
  if (only && others.length === 0) return only.name;
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${all.join(" ")}]`,
  );
}
