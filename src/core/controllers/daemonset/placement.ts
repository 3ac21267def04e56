import { matchesRequiredAffinity } from "#core/api/node-affinity.ts";
import { nameOf } from "#core/api/meta.ts";
import type {
  Affinity,
  DaemonSet,
  Node,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Toleration,
} from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import { REVISION_HASH } from "../shared/revisions.ts";
import { toleratesTaint } from "../taint-eviction/plan.ts";

export const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
const POD_GENERATION = "pod-template-generation";

/** Whether a daemon pod is to be started on a node, and whether one that is there may stay. */
export interface Placement {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

const NOWHERE: Placement = Object.freeze({ shouldRun: false, mayStay: false });
const HERE: Placement = Object.freeze({ shouldRun: true, mayStay: true });

/** Only the node's name, affinity and taints count: resources and ports are the scheduler's business. Models NodeShouldRunDaemonPod. */
export function planPlacement({ spec }: Pick<DaemonSet, "spec">, node: Node): Placement {
  const podSpec: PodSpec = spec.template.spec ?? { containers: [] };
  if (podSpec.nodeName && podSpec.nodeName !== nameOf(node)) return NOWHERE;
  if (!matchesRequiredAffinity({ spec: podSpec } as Pod, node)) return NOWHERE;
  const taints = node.spec.taints ?? [];
  if (taints.length === 0) return HERE;
  const tolerations = withDaemonTolerations(podSpec);
  const untolerated = taints.filter(
    (taint) =>
      taint.effect !== "PreferNoSchedule" &&
      !tolerations.some((each) => toleratesTaint(each, taint)),
  );
  if (untolerated.length === 0) return HERE;
  return { shouldRun: false, mayStay: untolerated.every(({ effect }) => effect !== "NoExecute") };
}

const BORNE: readonly Toleration[] = (
  [
    ["not-ready", "NoExecute"],
    ["unreachable", "NoExecute"],
    ["disk-pressure", "NoSchedule"],
    ["memory-pressure", "NoSchedule"],
    ["pid-pressure", "NoSchedule"],
    ["unschedulable", "NoSchedule"],
    ["network-unavailable", "NoSchedule"],
  ] as const
).map(([key, effect]) => ({ key: `node.kubernetes.io/${key}`, operator: "Exists", effect }));

/** The tolerations of a daemon pod: neither a silent node nor a cordon drives it away. Models AddOrUpdateDaemonPodTolerations. */
function withDaemonTolerations({ tolerations = [], hostNetwork }: PodSpec): readonly Toleration[] {
  const added = hostNetwork === true ? BORNE : BORNE.slice(0, -1);
  const isSame = (a: Toleration, b: Toleration) =>
    a.key === b.key &&
    a.effect === b.effect &&
    a.operator === b.operator &&
    (a.value ?? "") === (b.value ?? "");
  return [
    ...tolerations.map((own) => added.find((each) => isSame(each, own)) ?? own),
    ...added.filter((each) => !tolerations.some((own) => isSame(each, own))),
  ];
}

/** The template of a pod that only this node can take. Models CreatePodTemplate and ReplaceDaemonSetPodNodeNameNodeAffinity. */
export function daemonTemplate(daemonSet: DaemonSet, hash: string, node: string): PodTemplateSpec {
  const { template } = daemonSet.spec;
  const spec: PodSpec = template.spec ?? { containers: [] };
  const generation = daemonSet.metadata.annotations?.[TEMPLATE_GENERATION];
  return {
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata?.labels,
        ...(generation !== undefined && { [POD_GENERATION]: generation }),
        [REVISION_HASH]: hash,
      },
    },
    spec: {
      ...spec,
      affinity: onlyOn(spec.affinity, node),
      tolerations: withDaemonTolerations(spec),
    },
  };
}

function onlyOn(affinity: Affinity | undefined, node: string): Affinity {
  const matchFields = [{ key: "metadata.name", operator: "In" as const, values: [node] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** The node that a daemon pod is on, or is for. Models GetTargetNodeName. */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms)
    for (const { key, operator, values = [] } of matchFields)
      if (key === "metadata.name" && operator === "In" && values.length === 1) return values[0];
  return undefined;
}

/** Whether a pod is of the newest template. Models IsPodUpdated. */
export function isUpdatedPod(daemonSet: DaemonSet, hash: string, { metadata }: Pod): boolean {
  const generation = daemonSet.metadata.annotations?.[TEMPLATE_GENERATION];
  const { labels = {} } = metadata;
  return (
    labels[REVISION_HASH] === hash ||
    (generation !== undefined && labels[POD_GENERATION] === generation)
  );
}

/** Whether a node changed in anything that placement looks at. */
export function isPlacedAnew(before: Node, after: Node): boolean {
  return (
    !isEqual(before.metadata.labels, after.metadata.labels) ||
    !isEqual(before.spec.taints, after.spec.taints)
  );
}
