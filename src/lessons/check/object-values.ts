import { controllerOf, nameOf, type KubeObject } from "#core/api/meta.ts";
import { podStatusText } from "#core/api/kinds/core/pod-columns.ts";
import type { EndpointSlice, Event, Pod } from "#core/api/schema/generated/types.ts";
import type { LessonWorldView } from "../world-view.ts";
import type { Value } from "./ast.ts";
import { isEqual, type Given } from "./evaluate.ts";
import type { Followed, WorldFacts } from "./facts.ts";
import { nodeShare } from "./node-share.ts";
import { isThere, namedOf, selects, type Selector } from "./selector.ts";
import { trafficValue } from "./traffic-values.ts";

/** One cluster, and what is remembered of it. */
export interface ObjectContext {
  readonly view: LessonWorldView;
  readonly facts: WorldFacts;
  readonly now: number;
}

/** The worth of a function that asks about the cluster. */
export function objectValue(name: string, given: Given, context: ObjectContext): Value {
  const { view, facts } = context;
  if (name === "node") return nodeShare(view, given.text(0), given.text(1));
  if (name === "fault") return countFaults(view, given.text(0), given.text(1));
  if (name === "event") return countEvents(given.text(0), given.selector(1), context);
  const selector = given.selector(0);
  if (!selector) return 0;
  switch (name) {
    case "made":
      return followed(facts, selector).filter(({ isNew }) => isNew).length;
    case "gone":
      return followed(facts, selector).filter(({ isGone }) => isGone).length;
    case "revisions":
      return countRevisions(facts, selector);
    case "traffic":
      return trafficOf(context, selector, given.text(1));
    case "endpoints":
      return countEndpoints(view, selector);
    default:
      return listValue(name, given, objectsOf(view, selector));
  }
}

function listValue(name: string, given: Given, objects: readonly KubeObject[]): Value {
  const there = objects.filter(isThere);
  switch (name) {
    case "count":
      return there.length;
    case "ready":
      return sum(there, readyOf);
    case "available":
      return sum(there, (object) => numberAt(object, "status.availableReplicas"));
    case "updated":
      return sum(there, (object) => numberAt(object, "status.updatedReplicas"));
    case "replicas":
      return sum(there, (object) => numberAt(object, "spec.replicas"));
    case "restarts":
      return sum(objects, restartsOf);
    case "phase":
      return objects.filter((object) => showsPhase(object as Pod, given.text(1))).length;
    case "orphans":
      return there.filter((object) => controllerOf(object) === undefined).length;
    case "image":
      return imageOf(firstByName(there));
    case "field":
      return scalarAt(firstByName(there), given.text(1));
    case "each": {
      const wanted = given.value(2);
      const isAll = there.every((object) => isEqual(scalarAt(object, given.text(1)), wanted));
      return there.length > 0 && isAll ? 1 : 0;
    }
    default:
      return 0;
  }
}

function objectsOf(view: LessonWorldView, selector: Selector): readonly KubeObject[] {
  return view.list(selector.kind).filter((object) => selects(selector, namedOf(object)));
}

function sum(objects: readonly KubeObject[], worth: (object: KubeObject) => number): number {
  return objects.reduce((total, object) => total + worth(object), 0);
}

function firstByName(objects: readonly KubeObject[]): KubeObject | undefined {
  return [...objects].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))[0];
}

function readyOf(object: KubeObject): number {
  if (object.kind !== "Pod" && object.kind !== "Node")
    return numberAt(object, "status.readyReplicas");
  const conditions = valueAt(object, "status.conditions") as Pod["status"]["conditions"];
  return conditions?.some(({ type, status }) => type === "Ready" && status === "True") ? 1 : 0;
}

function restartsOf(object: KubeObject): number {
  const { containerStatuses = [], initContainerStatuses = [] } = (object as Pod).status;
  return [...initContainerStatuses, ...containerStatuses].reduce(
    (total, { restartCount }) => total + (restartCount ?? 0),
    0,
  );
}

function showsPhase(pod: Pod, wanted: string): boolean {
  return pod.status.phase === wanted || podStatusText(pod) === wanted;
}

function imageOf(object: KubeObject | undefined): string {
  const own = scalarAt(object, "spec.containers[0].image");
  return String(own === "" ? scalarAt(object, "spec.template.spec.containers[0].image") : own);
}

function countFaults(view: LessonWorldView, name: string, target: string): number {
  const faults = view.faults();
  return target === ""
    ? faults.filter((each) => each.startsWith(`${name} `)).length
    : faults.filter((each) => each === `${name} ${target}`).length;
}

function countEvents(
  reason: string,
  selector: Selector | undefined,
  { view, facts }: ObjectContext,
): number {
  const events = view.list("Event") as readonly Event[];
  return events.reduce((total, event) => {
    if (event.reason !== reason) return total;
    if (selector && !isAbout(event, selector, { view, facts })) return total;
    return total + countOf(event) - (facts.eventsBefore[event.metadata.uid ?? ""] ?? 0);
  }, 0);
}

/** How often an Event says that it happened. */
export function countOf(event: Event): number {
  return Math.max(1, event.series?.count ?? 0, event.count ?? 0);
}

function isAbout(
  event: Event,
  selector: Selector,
  { view, facts }: Pick<ObjectContext, "view" | "facts">,
): boolean {
  const { kind, name = "", namespace = "", uid } = event.involvedObject ?? {};
  if (kind !== selector.kind) return false;
  const object = view.list(selector.kind).find(({ metadata }) => metadata.uid === uid);
  const remembered = facts.followed[selector.kind]?.[uid ?? ""];
  const labels = object ? namedOf(object).labels : (remembered?.labels ?? {});
  return selects(selector, { name, namespace, labels });
}

function followed(facts: WorldFacts, selector: Selector): readonly Followed[] {
  return Object.values(facts.followed[selector.kind] ?? {}).filter((each) =>
    selects(selector, each),
  );
}

function countRevisions(facts: WorldFacts, selector: Selector): number {
  return Object.values(facts.followed["ReplicaSet"] ?? {}).filter(
    ({ isNew, controller, namespace }) =>
      isNew &&
      controller.startsWith("Deployment/") &&
      selects(selector, { name: controller.slice("Deployment/".length), namespace, labels: {} }),
  ).length;
}

function countEndpoints(view: LessonWorldView, selector: Selector): number {
  const names = new Set(
    objectsOf(view, selector).map((service) => `${service.metadata.namespace}/${nameOf(service)}`),
  );
  const slices = view.list("EndpointSlice") as readonly EndpointSlice[];
  return slices
    .filter(({ metadata }) =>
      names.has(`${metadata.namespace}/${metadata.labels?.["kubernetes.io/service-name"] ?? ""}`),
    )
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}

function trafficOf({ view, facts, now }: ObjectContext, selector: Selector, measure: string) {
  const service = objectsOf(view, selector)[0];
  const uid = service?.metadata.uid ?? "";
  return trafficValue(measure, { now, figures: view.traffic(uid), samples: facts.traffic[uid] });
}

function numberAt(object: KubeObject, path: string): number {
  const value = valueAt(object, path);
  return typeof value === "number" ? value : 0;
}

function scalarAt(object: KubeObject | undefined, path: string): Value {
  const value = object && valueAt(object, path);
  if (typeof value === "number" || typeof value === "string") return value;
  return value === true ? "true" : value === false ? "false" : "";
}

/** The value at `spec.containers[0].image` or `metadata.labels[app.kubernetes.io/name]`. */
function valueAt(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const [, bracket, word] of path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[bracket ?? word ?? ""];
  }
  return value;
}
