import type { Namespace, Node, Pod, Service } from "#core/api/schema/generated/types.ts";
import { selectorFromLabels, type Selector } from "#core/api/label-selector.ts";
import { countMatching } from "#core/scheduler/pod-counters.ts";
import { fitErrorMessage } from "#core/scheduler/message.ts";
import { addPod, createNodeInfo, createPodInfo, type NodeInfo } from "#core/scheduler/node-info.ts";
import { podRequests } from "#core/scheduler/resources.ts";
import type { CycleContext, PluginDefinition, Status } from "#core/scheduler/framework.ts";
import { nodeResourcesBalancedAllocation } from "#core/scheduler/plugins/balanced-allocation.ts";
import { imageLocality } from "#core/scheduler/plugins/image-locality.ts";
import {
  createInterPodAffinity,
  interPodAffinity,
} from "#core/scheduler/plugins/inter-pod-affinity.ts";
import { nodeAffinity } from "#core/scheduler/plugins/node-affinity.ts";
import { nodeName } from "#core/scheduler/plugins/node-name.ts";
import { nodePorts } from "#core/scheduler/plugins/node-ports.ts";
import { fitStatus } from "#core/scheduler/plugins/node-resources-fit.ts";
import { nodeUnschedulable } from "#core/scheduler/plugins/node-unschedulable.ts";
import { podTopologySpread } from "#core/scheduler/plugins/pod-topology-spread.ts";
import {
  balancedAllocation,
  leastAllocated,
  mostAllocated,
  onCurve,
  requestedToCapacity,
  type ShapePoint,
  type WeightedResource,
} from "#core/scheduler/plugins/resource-scores.ts";
import { createTaintToleration } from "#core/scheduler/plugins/taint-toleration.ts";
import type { VectorAdapter, VectorOutcome } from "../adapter.ts";

interface Input {
  readonly pod: Pod;
  readonly node?: Node;
  readonly nodes?: readonly Node[];
  readonly filteredNodes?: readonly Node[];
  readonly failedNodes?: readonly Node[];
  readonly podsOnNode?: readonly Pod[];
  readonly existingPods?: readonly Pod[];
  readonly namespaces?:
    readonly Namespace[] | Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly objects?: readonly {
    readonly kind?: string;
    readonly metadata?: object;
    readonly spec?: object;
  }[];
  readonly resources?: readonly WeightedResource[];
  readonly strategy?: {
    readonly resources: readonly WeightedResource[];
    readonly requestedToCapacityRatio?: { readonly shape: readonly ShapePoint[] };
  };
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

interface World {
  readonly nodes: readonly NodeInfo[];
  readonly context: CycleContext;
}

/** Rows leave out what Go leaves empty; a pod needs its parts. */
function completePod(pod: Pod): Pod {
  return {
    ...pod,
    metadata: pod.metadata ?? {},
    spec: pod.spec ?? { containers: [] },
    status: pod.status ?? {},
  };
}

function worldOf(input: Input, nodes: readonly Node[]): World {
  const infos = nodes.map((node) => createNodeInfo(node));
  let serial = 0;
  const place = (pod: Pod, info: NodeInfo | undefined) => {
    serial += 1;
    const complete = completePod(pod);
    const uid = complete.metadata.uid ?? `pod-${serial}`;
    if (info) addPod(info, createPodInfo({ ...complete, metadata: { ...complete.metadata, uid } }));
  };
  for (const pod of input.existingPods ?? [])
    place(
      pod,
      infos.find(({ name }) => name === pod.spec?.nodeName),
    );
  for (const pod of input.podsOnNode ?? []) place(pod, infos[0]);
  const labels = namespaceLabels(input.namespaces);
  const context: CycleContext = {
    nodes: infos,
    nodesWithAffinity: infos.filter(({ podsWithAffinity }) => podsWithAffinity.size > 0),
    countImageHolders: (image) => infos.filter(({ images }) => images.has(image)).length,
    namespaceLabels: (namespace) => labels.get(namespace) ?? {},
    claim: () => undefined,
    volume: () => undefined,
    volumes: () => [],
    storageClass: () => undefined,
    owningSelector: (pod) => owningSelector(pod, input.objects ?? []),
    countMatching,
  };
  return { nodes: infos, context };
}

function namespaceLabels(
  namespaces: Input["namespaces"],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  if (Array.isArray(namespaces)) {
    return new Map(
      (namespaces as readonly Namespace[]).map(({ metadata }) => [
        metadata.name ?? "",
        metadata.labels ?? {},
      ]),
    );
  }
  return new Map(
    Object.entries(
      (namespaces ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>,
    ),
  );
}

function owningSelector(pod: Pod, objects: NonNullable<Input["objects"]>): Selector | undefined {
  const labels = pod.metadata?.labels ?? {};
  const wanted: Record<string, string> = {};
  for (const object of objects) {
    const selector = (object as Service).spec?.selector ?? {};
    if (Object.entries(selector).every(([key, value]) => labels[key] === value))
      Object.assign(wanted, selector);
  }
  return Object.keys(wanted).length === 0 ? undefined : selectorFromLabels(wanted);
}

function filterOne(
  plugin: PluginDefinition,
  pod: Pod,
  node: NodeInfo,
  context: CycleContext,
): {
  status: Status;
  preFilter: Status | undefined;
  nodeNames: readonly string[] | undefined;
  isSkipped: boolean;
} {
  const prepared = plugin.preFilter?.(pod, context);
  const preFilter = prepared?.status;
  const nodeNames = prepared?.nodeNames && [...prepared.nodeNames];
  if (preFilter?.code === "Skip")
    return {
      status: { code: "Success", reasons: [] },
      preFilter: undefined,
      nodeNames,
      isSkipped: true,
    };
  const isRefused = preFilter !== undefined && preFilter.code !== "Success";
  const status =
    isRefused && prepared?.state === undefined && plugin.name === "InterPodAffinity"
      ? { code: "Success" as const, reasons: [] }
      : (plugin.filter?.(pod, node, prepared?.state, context) ?? {
          code: "Success" as const,
          reasons: [],
        });
  return { status, preFilter: isRefused ? preFilter : undefined, nodeNames, isSkipped: false };
}

/** Rows name a skipped preFilter only where their upstream row does. */
function filterCase(plugin: PluginDefinition, input: Input, want?: unknown): VectorOutcome {
  const { nodes, context } = worldOf(input, [input.node ?? ({ metadata: { name: "m1" } } as Node)]);
  const found = filterOne(plugin, completePod(input.pod), nodes[0] as NodeInfo, context);
  const got = {
    code: found.status.code,
    reasons: found.status.reasons,
    ...(found.preFilter && { preFilter: found.preFilter }),
    ...(found.isSkipped &&
      Object.hasOwn(want ?? {}, "preFilter") && { preFilter: { code: "Skip", reasons: [] } }),
    ...(found.nodeNames && found.nodeNames.length > 0 && { preFilterNodeNames: found.nodeNames }),
  };
  return { got };
}

function filterAll(plugin: PluginDefinition, input: Input, withReasons: boolean): VectorOutcome {
  const { nodes, context } = worldOf(input, input.nodes ?? []);
  const filter: Record<string, unknown> = {};
  for (const node of nodes) {
    const { status } = filterOne(plugin, completePod(input.pod), node, context);
    filter[node.name] = withReasons ? { code: status.code, reasons: status.reasons } : status.code;
  }
  return { got: { filter } };
}

function scoreAll(plugin: PluginDefinition, input: Input): VectorOutcome {
  const feasibleNodes = input.filteredNodes ?? input.nodes ?? [];
  const { nodes, context } = worldOf(input, [...feasibleNodes, ...(input.failedNodes ?? [])]);
  const feasible = nodes.slice(0, feasibleNodes.length);
  const pod = completePod(input.pod);
  const prepared = plugin.preScore?.(pod, feasible, context);
  if (prepared && prepared.status.code !== "Success") return { got: { preScore: prepared.status } };
  const scores = feasible.map((node) => plugin.score?.(pod, node, prepared?.state, context) ?? 0);
  plugin.normalize?.(scores, feasible, prepared?.state);
  return {
    got: { normalizedScores: Object.fromEntries(feasible.map(({ name }, i) => [name, scores[i]])) },
  };
}

function rawScores(input: Input, scoreOne: (pod: Pod, node: NodeInfo) => number): VectorOutcome {
  const { nodes } = worldOf(input, input.nodes ?? []);
  const pod = completePod(input.pod);
  return {
    got: { scores: Object.fromEntries(nodes.map((node) => [node.name, scoreOne(pod, node)])) },
  };
}

function interPodCase(input: Input, want: unknown): VectorOutcome {
  if (input.node) return filterCase(interPodAffinity, input, want);
  if (!("hardPodAffinityWeight" in input)) return filterAll(interPodAffinity, input, true);
  const plugin = createInterPodAffinity({
    hardWeight: input.hardPodAffinityWeight ?? 1,
    ignoresPreferredOfExisting: input.ignorePreferredTermsOfExistingPods ?? false,
  });
  const outcome = scoreAll(plugin, input);
  const wanted = (want as { readonly preScore?: Status }).preScore;
  if (wanted?.code !== "Error") return outcome;
  // The table holds only the beginning of the text here.
  const got = (outcome.got as { readonly preScore?: Status }).preScore;
  return {
    ...outcome,
    passed: got?.code === "Error" && (got.reasons[0] ?? "").includes(wanted.reasons[0] ?? ""),
  };
}

function miscCase(name: string, input: Input): VectorOutcome {
  if (name.startsWith("ports")) return filterCase(nodePorts, input);
  return filterCase(name.startsWith("nodeName") ? nodeName : nodeUnschedulable, input);
}

const nonZero = (pod: Pod) => podRequests(pod, { useDefaults: true });

/** The scheduler's tables. */
export const schedulerAdapters: readonly VectorAdapter[] = [
  { file: "scheduler-balanced.json", run: ({ in: row }) => balancedCase(row as Input) },
  {
    file: "scheduler-fit.json",
    run: ({ in: row }) => {
      const input = row as Input;
      const { nodes } = worldOf(input, [input.node as Node]);
      const { code, reasons } = fitStatus(
        podRequests(completePod(input.pod)),
        nodes[0] as NodeInfo,
      );
      return { got: { fits: code === "Success", code, reasons } };
    },
  },
  {
    file: "scheduler-fit-error-message.json",
    run: ({ in: row }) => {
      const input = row as {
        numAllNodes: number;
        preFilterMsg: string;
        postFilterMsg: string;
        nodeReasons: Record<string, string[]>;
      };
      const message = fitErrorMessage({
        numAllNodes: input.numAllNodes,
        preFilterMessage: input.preFilterMsg,
        postFilterMessage: input.postFilterMsg,
        nodeReasons: Object.values(input.nodeReasons),
      });
      return { got: { message } };
    },
  },
  {
    file: "scheduler-image-locality.json",
    run: ({ in: row }) => {
      const input = row as Input;
      const { context } = worldOf(input, input.nodes ?? []);
      return rawScores(
        input,
        (pod, node) =>
          imageLocality.score?.(
            pod,
            context.nodes.find(({ name }) => name === node.name) as NodeInfo,
            undefined,
            context,
          ) ?? 0,
      );
    },
  },
  { file: "scheduler-interpod.json", run: ({ in: row, want }) => interPodCase(row as Input, want) },
  {
    file: "scheduler-least-allocated.json",
    run: ({ in: row }) =>
      rawScores(row as Input, (pod, node) =>
        leastAllocated(nonZero(pod), node, (row as Input).strategy?.resources ?? []),
      ),
  },
  {
    file: "scheduler-most-allocated.json",
    run: ({ in: row }) =>
      rawScores(row as Input, (pod, node) =>
        mostAllocated(nonZero(pod), node, (row as Input).strategy?.resources ?? []),
      ),
  },
  {
    file: "scheduler-node-affinity.json",
    run: ({ in: row, want }) =>
      (row as Input).node
        ? filterCase(nodeAffinity, row as Input, want)
        : scoreAll(nodeAffinity, row as Input),
  },
  { file: "scheduler-node-misc.json", run: ({ name, in: row }) => miscCase(name, row as Input) },
  {
    file: "scheduler-requested-to-capacity.json",
    run: ({ in: row }) => capacityCase(row as Input),
  },
  {
    file: "scheduler-spread.json",
    run: ({ in: row }) =>
      (row as Input).filteredNodes
        ? scoreAll(podTopologySpread, row as Input)
        : filterAll(podTopologySpread, row as Input, false),
  },
  {
    file: "scheduler-taints.json",
    run: ({ in: row }) => {
      const input = row as Input;
      const plugin = createTaintToleration({
        comparesNumbers: input.featureGates?.["TaintTolerationComparisonOperators"] ?? false,
      });
      return input.node ? filterCase(plugin, input) : scoreAll(plugin, input);
    },
  },
];

function balancedCase(input: Input): VectorOutcome {
  const { nodes, context } = worldOf(input, input.nodes ?? []);
  const pod = completePod(input.pod);
  const prepared = nodeResourcesBalancedAllocation.preScore?.(pod, nodes, context);
  if (prepared?.status.code === "Skip") return { got: { skip: true } };
  return rawScores(input, (each, node) =>
    balancedAllocation(podRequests(each), node, input.resources ?? []),
  );
}

function capacityCase(input: Input): VectorOutcome {
  const curve = input as unknown as {
    readonly shapePoints?: readonly ShapePoint[];
    readonly utilizations?: readonly number[];
  };
  if (curve.shapePoints) {
    const points = curve.shapePoints;
    return {
      got: {
        scores: (curve.utilizations ?? []).map((utilization) => onCurve(points, utilization)),
      },
    };
  }
  const shape = input.strategy?.requestedToCapacityRatio?.shape ?? [];
  return rawScores(input, (pod, node) =>
    requestedToCapacity(nonZero(pod), node, input.strategy?.resources ?? [], shape),
  );
}
