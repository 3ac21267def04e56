import { flowSchema } from "#core/api/kinds/flowcontrol/flow-schema.ts";
import { priorityLevelConfiguration } from "#core/api/kinds/flowcontrol/priority-level-configuration.ts";
import type {
  FlowcontrolSubject,
  NonResourcePolicyRule,
  ResourcePolicyRule,
} from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";

const API_VERSION = "flowcontrol.apiserver.k8s.io/v1";
const ANNOTATIONS = { "apf.kubernetes.io/autoupdate-spec": "true" };
const QUEUE_LENGTH = 50;

/** Levels as `name shares lendable queues handSize`. Models apiserver pkg/apis/flowcontrol/bootstrap. */
const LEVELS = `
global-default 20 50 128 6
leader-election 10 0 16 4
node-high 40 25 64 6
system 30 33 64 6
workload-high 40 50 128 6
workload-low 100 90 128 6
`;

/** Flows as `name level precedence method subjects rule`. Subjects are `group:name`, `user:name` or `account:name`. */
const FLOWS = `
exempt exempt 1 - group:system:masters all
probes exempt 2 - group:system:unauthenticated,group:system:authenticated probes
system-leader-election leader-election 100 ByUser user:system:kube-controller-manager,user:system:kube-scheduler,account:* lead
endpoint-controller workload-high 150 ByUser user:system:kube-controller-manager,account:endpoint-controller,account:endpointslicemirroring-controller endpoints
workload-leader-election leader-election 200 ByUser account:* lead
system-node-high node-high 400 ByUser group:system:nodes nodes
system-nodes system 500 ByUser group:system:nodes all
kube-controller-manager workload-high 800 ByNamespace user:system:kube-controller-manager all
kube-scheduler workload-high 800 ByNamespace user:system:kube-scheduler all
kube-system-service-accounts workload-high 900 ByNamespace account:* all
service-accounts workload-low 9000 ByUser group:system:serviceaccounts all
global-default global-default 9900 ByUser group:system:unauthenticated,group:system:authenticated all
catch-all catch-all 10000 ByUser group:system:unauthenticated,group:system:authenticated all
`;

interface Rules {
  readonly resourceRules?: readonly ResourcePolicyRule[];
  readonly nonResourceRules?: readonly NonResourcePolicyRule[];
}

const LEADING = ["get", "create", "update"];
const RULES: Readonly<Record<string, Rules>> = {
  all: {
    resourceRules: [
      { verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"] },
    ],
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  },
  probes: {
    nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/readyz", "/livez"] }],
  },
  lead: {
    resourceRules: [
      {
        verbs: LEADING,
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        namespaces: ["*"],
      },
    ],
  },
  endpoints: {
    resourceRules: [
      { verbs: LEADING, apiGroups: [""], resources: ["endpoints"], namespaces: ["*"] },
    ],
  },
  nodes: {
    resourceRules: [
      {
        verbs: ["*"],
        apiGroups: [""],
        resources: ["nodes", "nodes/status"],
        clusterScope: true,
        namespaces: ["*"],
      },
      {
        verbs: ["*"],
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        namespaces: ["*"],
      },
    ],
  },
};

/** Makes the flows and priority levels that an API server makes for itself. */
export function createFlowControl(client: Client): void {
  const level = (name: string, spec: object) =>
    client.create(priorityLevelConfiguration, {
      apiVersion: API_VERSION,
      kind: "PriorityLevelConfiguration",
      metadata: { name, annotations: ANNOTATIONS },
      spec,
    });
  level("exempt", {
    type: "Exempt",
    exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 },
  });
  level("catch-all", {
    type: "Limited",
    limited: {
      nominalConcurrencyShares: 5,
      limitResponse: { type: "Reject" },
      lendablePercent: 0,
    },
  });
  for (const [name = "", ...numbers] of rows(LEVELS)) {
    const [shares = 0, lendable = 0, queues = 0, handSize = 0] = numbers.map(Number);
    const queuing = { queues, handSize, queueLengthLimit: QUEUE_LENGTH };
    level(name, {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: shares,
        limitResponse: { type: "Queue", queuing },
        lendablePercent: lendable,
      },
    });
  }
  for (const [name = "", to = "", precedence, method = "", who = "", rule = ""] of rows(FLOWS))
    client.create(flowSchema, {
      apiVersion: API_VERSION,
      kind: "FlowSchema",
      metadata: { name, annotations: ANNOTATIONS },
      spec: {
        priorityLevelConfiguration: { name: to },
        matchingPrecedence: Number(precedence),
        ...(method !== "-" && { distinguisherMethod: { type: method } }),
        rules: [{ subjects: who.split(",").map(subjectOf), ...RULES[rule] }],
      },
    });
}

function rows(text: string): readonly (readonly string[])[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
}

function subjectOf(text: string): FlowcontrolSubject {
  const [kind, ...rest] = text.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "group":
      return { kind: "Group", group: { name } };
    case "user":
      return { kind: "User", user: { name } };
    default:
      return { kind: "ServiceAccount", serviceAccount: { namespace: "kube-system", name } };
  }
}
