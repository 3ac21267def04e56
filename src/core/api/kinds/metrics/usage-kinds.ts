import { defineKind, type KindDefinition } from "../../define.ts";
import type { KubeObject } from "../../meta.ts";
import type { JSONSchemaProps } from "../../schema/generated/types.ts";
import { nameColumn, textColumn } from "../columns.ts";

type Amounts = Readonly<Record<string, string>>;

/** How much cpu and memory a node uses. Models metrics.k8s.io/v1beta1 NodeMetrics. */
export interface NodeMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly usage: Amounts;
}

/** How much cpu and memory the containers of a pod use. Models metrics.k8s.io/v1beta1 PodMetrics. */
export interface PodMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Amounts }[];
}

/** The APIService behind which these kinds are. */
export const METRICS_SERVICE = "v1beta1.metrics.k8s.io";
/** Their group. */
export const METRICS_GROUP = "metrics.k8s.io";

const text: JSONSchemaProps = { type: "string" };
const amounts: JSONSchemaProps = { type: "object", additionalProperties: text as never };
const common = { timestamp: text, window: text };

function usageKind<T extends KubeObject>(
  options: Pick<KindDefinition<T>, "kind" | "plural" | "namespaced" | "columns">,
  properties: Readonly<Record<string, JSONSchemaProps>>,
): KindDefinition<T> {
  const schema: JSONSchemaProps = { type: "object", properties: { ...common, ...properties } };
  return defineKind<T>({
    ...options,
    group: METRICS_GROUP,
    version: "v1beta1",
    singular: "",
    schemaName: "",
    custom: {
      schema,
      fieldSchema: schema as never,
      listKind: `${options.kind}List`,
      isTerminating: false,
    },
    verbs: ["get", "list"],
  });
}

const windowColumn = textColumn<NodeMetrics | PodMetrics>("Window", "", ({ window }) => window);

const nodeMetrics = usageKind<NodeMetrics>(
  {
    kind: "NodeMetrics",
    plural: "nodes",
    namespaced: false,
    columns: [
      nameColumn,
      textColumn("cpu", "", ({ usage }) => usage["cpu"] ?? ""),
      textColumn("memory", "", ({ usage }) => usage["memory"] ?? ""),
      windowColumn,
    ],
  },
  { usage: amounts },
);

/** What the containers of a pod use, as a metrics server tells it. */
export const podMetrics = usageKind<PodMetrics>(
  {
    kind: "PodMetrics",
    plural: "pods",
    namespaced: true,
    columns: [nameColumn, windowColumn],
  },
  {
    containers: {
      type: "array",
      items: { type: "object", properties: { name: text, usage: amounts } },
    },
  },
);

/** What a metrics server answers with; nothing of it is stored. */
export const usageKinds: readonly KindDefinition[] = [
  nodeMetrics as unknown as KindDefinition,
  podMetrics as unknown as KindDefinition,
];
