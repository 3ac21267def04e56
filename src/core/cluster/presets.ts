/** What runs in a cluster when the learner arrives: objects as `kubectl apply` would have sent them. */
export interface Preset {
  readonly objects: readonly PresetObject[];
  /** Requests a second that customers send from the start. */
  readonly load: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly ratePerSecond: number;
  }[];
}

/** One object of a preset and the resource path it is created at. */
export interface PresetObject {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const SHOP_LABELS = { app: "shop" };

const SHOP_DEPLOYMENT = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", namespace: "default" },
  spec: {
    replicas: 3,
    selector: { matchLabels: SHOP_LABELS },
    template: {
      metadata: { labels: SHOP_LABELS },
      spec: {
        containers: [
          {
            name: "shop",
            image: "jangteo/shop:v1",
            ports: [{ containerPort: 8080 }],
            resources: { requests: { cpu: "200m", memory: "256Mi" } },
            readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 2 },
          },
        ],
      },
    },
  },
};

const SHOP_SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop", namespace: "default" },
  spec: { selector: SHOP_LABELS, ports: [{ port: 80, targetPort: 8080 }] },
};

/** A small shop behind a Service, with customers. */
export const shopPreset: Preset = {
  objects: [
    {
      group: "apps",
      version: "v1",
      resource: "deployments",
      namespace: "default",
      body: SHOP_DEPLOYMENT,
    },
    { group: "", version: "v1", resource: "services", namespace: "default", body: SHOP_SERVICE },
  ],
  load: [{ namespace: "default", service: "shop", ratePerSecond: 24 }],
};

/** Nothing but the control plane and empty workers. */
export const emptyPreset: Preset = { objects: [], load: [] };

/** A body with the annotation that client-side apply leaves, so that a later apply can tell what was removed. */
export function withLastApplied(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const metadata = body["metadata"] as Record<string, unknown>;
  const applied = { ...body, metadata: { annotations: {}, ...metadata } };
  const annotations = {
    "kubectl.kubernetes.io/last-applied-configuration": `${sortedJson(applied)}\n`,
  };
  return { ...body, metadata: { ...metadata, annotations } };
}

/** Compact JSON with sorted keys, as Go's encoder prints maps. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${sortedJson(part)}`).join(",")}}`;
}
