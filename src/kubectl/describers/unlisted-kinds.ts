import type { KubeObject } from "#core/api/meta.ts";
import type {
  LabelSelector,
  ObjectReference,
  PodTemplateSpec,
} from "#core/api/schema/generated/types.ts";

/** Kinds the generated field tables do not hold, as far as describers read them. */
export interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule?: string;
    readonly concurrencyPolicy?: string;
    readonly suspend?: boolean;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly startingDeadlineSeconds?: number;
    readonly jobTemplate: { readonly spec?: JobSpec };
  };
  readonly status?: {
    readonly lastScheduleTime?: string;
    readonly active?: readonly ObjectReference[];
  };
}

interface JobSpec {
  readonly selector?: LabelSelector;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly activeDeadlineSeconds?: number;
  readonly template: PodTemplateSpec;
}

export interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly active?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly completedIndexes?: string;
  };
}

export interface MetricTarget {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

export interface MetricValueStatus {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

interface NamedMetric {
  readonly metric: { readonly name: string };
  readonly target: MetricTarget;
}

export interface MetricSpec {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly target: MetricTarget };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly target: MetricTarget;
  };
  readonly pods?: NamedMetric;
  readonly object?: NamedMetric & {
    readonly describedObject: { readonly kind: string; readonly name: string };
  };
  readonly external?: NamedMetric;
}

type MetricSource = "containerResource" | "external" | "object" | "pods" | "resource";

export type MetricStatus = {
  readonly [Source in MetricSource]?: { readonly current?: MetricValueStatus };
};

export interface HPAScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly {
    readonly type: string;
    readonly value: number;
    readonly periodSeconds: number;
  }[];
}

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly metrics?: readonly MetricSpec[];
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly behavior?: {
      readonly scaleUp?: HPAScalingRules;
      readonly scaleDown?: HPAScalingRules;
    };
  };
  readonly status?: {
    readonly currentMetrics?: readonly MetricStatus[];
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly conditions?: readonly Readonly<
      Record<"message" | "reason" | "status" | "type", string>
    >[];
  };
}

export interface IngressBackend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
  readonly resource?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
}

export interface Ingress extends KubeObject {
  readonly spec: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly secretName?: string; readonly hosts?: readonly string[] }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths: readonly { readonly path?: string; readonly backend: IngressBackend }[];
      };
    }[];
  };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

export interface NetworkPolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}

export interface NetworkPolicyPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly {
      readonly ports?: readonly NetworkPolicyPort[];
      readonly from?: readonly NetworkPolicyPeer[];
    }[];
    readonly egress?: readonly {
      readonly ports?: readonly NetworkPolicyPort[];
      readonly to?: readonly NetworkPolicyPeer[];
    }[];
  };
}

export interface PodDisruptionBudget extends KubeObject {
  readonly spec: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelector;
  };
  readonly status?: Readonly<
    Partial<
      Record<"currentHealthy" | "desiredHealthy" | "disruptionsAllowed" | "expectedPods", number>
    >
  >;
}

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
  readonly description?: string;
}

export interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly allowVolumeExpansion?: boolean;
  readonly mountOptions?: readonly string[];
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly {
      readonly key: string;
      readonly values?: readonly string[];
    }[];
  }[];
}
