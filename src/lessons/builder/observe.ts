import { controllerOf, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type { Deployment, EndpointSlice, Pod } from "#core/api/schema/generated/types.ts";
import { isThere } from "../check/selector.ts";
import type { LessonWorldView } from "../world-view.ts";

/** What a recorded lesson may check of one workload. */
export interface WorkloadFacts {
  /** As a check names it: `deployment/shop`. */
  readonly name: string;
  readonly replicas: number;
  readonly ready: number;
  readonly image: string;
}

/** What a recorded lesson may check of a cluster at one moment. */
export interface Observed {
  readonly workloads: readonly WorkloadFacts[];
  /** `service/shop` and its ready endpoints. */
  readonly services: readonly { readonly name: string; readonly endpoints: number }[];
  /** uid and the selector (`pod[app=shop]`) of every pod that stays. */
  readonly pods: readonly { readonly uid: string; readonly selector: string }[];
  readonly nodes: readonly { readonly name: string; readonly isReady: boolean }[];
  readonly faults: readonly string[];
}

const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"] as const;

/** Reads off a cluster what checks could speak of, in the default namespace. */
export function observe(view: LessonWorldView): Observed {
  const own = (kind: string) =>
    view.list(kind).filter((object) => namespaceOf(object) === "default" && isThere(object));
  const workloads = WORKLOADS.flatMap((kind) =>
    own(kind)
      .filter((object) => controllerOf(object) === undefined)
      .map((object): WorkloadFacts => {
        const { spec, status } = object as Deployment;
        return {
          name: `${kind.toLowerCase()}/${nameOf(object)}`,
          replicas: spec.replicas ?? 1,
          ready: status.readyReplicas ?? 0,
          image: spec.template.spec?.containers[0]?.image ?? "",
        };
      }),
  );
  const bare = own("Pod").filter((pod) => controllerOf(pod) === undefined);
  return {
    workloads: [...workloads, ...bare.map((pod) => podFacts(pod as Pod))],
    services: own("Service").map((service) => ({
      name: `service/${nameOf(service)}`,
      endpoints: endpointsOf(view, nameOf(service)),
    })),
    pods: own("Pod").map((pod) => ({ uid: uidOf(pod), selector: podSelector(pod) })),
    nodes: view.list("Node").map((node) => ({ name: nameOf(node), isReady: isReady(node as Pod) })),
    faults: view.faults(),
  };
}

/** How a check names a pod and its like: by its `app`, or by its name. */
export function podSelector(pod: Parameters<typeof nameOf>[0]): string {
  const app = pod.metadata.labels?.["app"];
  return app === undefined || controllerOf(pod) === undefined
    ? `pod/${nameOf(pod)}`
    : `pod[app=${app}]`;
}

function podFacts(pod: Pod): WorkloadFacts {
  return {
    name: `pod/${nameOf(pod)}`,
    replicas: 1,
    ready: isReady(pod) ? 1 : 0,
    image: pod.spec.containers[0]?.image ?? "",
  };
}

function isReady({ status }: Pick<Pod, "status">): boolean {
  return (status.conditions ?? []).some((each) => each.type === "Ready" && each.status === "True");
}

function endpointsOf(view: LessonWorldView, service: string): number {
  const slices = view.list("EndpointSlice") as readonly EndpointSlice[];
  return slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}
