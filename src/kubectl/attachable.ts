import { formatLabelSelector } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { RequestOptions } from "#core/api/request.ts";
import type { LabelSelector, Pod } from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { streamRefusal, UPGRADE_REQUIRED } from "#core/api/stream-refusal.ts";
import { call, getObject, listObjects, print, printError } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { failure } from "./failure.ts";
import { goTypeOf } from "./go-type.ts";
import { isMap, valueAt } from "./json.ts";
import { resourceFor } from "./resources.ts";
import { targetsOf } from "./target.ts";

/** The pods behind a workload or a service. `doing` says what cannot be done to another object. Models polymorphichelpers.SelectorsForObject. */
export function podSelectorOf(object: KubeObject, doing: string): LabelSelector {
  const type = goTypeOf(object);
  const refusal = `cannot ${doing} ${type}: `;
  const selector = valueAt(object, "spec", "selector");
  if (object.kind === "Service" && !isMap(selector))
    throw failure(
      `${refusal}invalid service '${object.metadata.name ?? ""}': Service is defined without a selector`,
    );
  if (!isMap(selector)) throw failure(`${refusal}selector for ${type} not implemented`);
  const isPlain = object.kind === "Service" || object.kind === "ReplicationController";
  return (isPlain ? { matchLabels: selector } : selector) as LabelSelector;
}

/** The pod that `POD` or `TYPE/NAME` stands for. Models polymorphichelpers.AttachablePodForObject. */
export function* attachablePod(invocation: Invocation, word: string): Steps<Pod> {
  const { session, flags } = invocation;
  const namespace = flags.text("namespace", session.namespace);
  const pods = resourceFor(session, "pods");
  if (!word.includes("/")) return (yield* getObject(pods, namespace, word)) as Pod;
  const [target] = targetsOf(invocation, [word]);
  if (!target || target.type === "select") throw failure("no pod is named");
  const object = yield* getObject(target.resource, target.namespace, target.name);
  if (object.kind === "Pod") return object as Pod;
  const labelSelector = formatLabelSelector(podSelectorOf(object, "attach to"));
  const [first] = (yield* listObjects(pods, namespace, { labelSelector })) as readonly Pod[];
  if (!first) throw failure("timed out waiting for the condition");
  return first;
}

/** Annotation that names the container to take when none is given. */
const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

/** The container that is meant when none is named, and what is said where there are others. Models podcmd.FindOrDefaultContainerByName. */
export function defaultContainer({ metadata, spec }: Pod): {
  readonly name: string;
  readonly notice: string;
} {
  const main = (spec?.containers ?? []).map(({ name }) => name);
  const annotated = metadata.annotations?.[DEFAULT_CONTAINER] ?? "";
  if (main.includes(annotated)) return { name: annotated, notice: "" };
  const [name = ""] = main;
  const all = [
    ...main,
    ...(spec?.initContainers ?? []).map((each) => `${each.name} (init)`),
    ...(spec?.ephemeralContainers ?? []).map((each) => `${each.name} (ephem)`),
  ];
  const told = `Defaulted container ${JSON.stringify(name)} out of: ${all.join(", ")}\n`;
  return { name, notice: all.length > 1 ? told : "" };
}

/** Asks the server for a connection to a pod, which it refuses: no process runs inside these containers. */
export function* connect(
  { session, flags, path }: Invocation,
  pod: Pod,
  subresource: "attach" | "exec" | "portforward",
  greeting = "",
): Steps<never> {
  const { namespace = "", name = "" } = pod.metadata;
  const asked = flags.text("container");
  const { name: container, notice } = defaultContainer(pod);
  if (asked === "" && subresource !== "portforward")
    // Only cp tells it as a result.
    yield* path === "kubectl cp" ? print(notice) : printError(notice);
  yield* printError(greeting);
  const options = { container: asked === "" ? container : asked } as RequestOptions;
  const resource = resourceFor(session, "pods");
  try {
    yield* call({ verb: "get", resource, namespace, name, subresource, options });
  } catch (error) {
    if (!(error instanceof StatusError) || error.message !== UPGRADE_REQUIRED) throw error;
  }
  throw streamRefusal(subresource);
}
