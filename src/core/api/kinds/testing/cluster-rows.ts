import { type Cases } from "./cases.ts";

const condition = (type: string, status = "True") => ({ type, status });

/** Rows of the cluster and of who may do what. Models the cases of pkg/printers/internalversion/printers_test.go. */
export const CLUSTER_ROWS: Cases = {
  Namespace: [
    [{ spec: {}, status: { phase: "Terminating" } }, ["Terminating"]],
    [{ spec: {}, status: {} }, [""]],
  ],
  Node: [
    [
      { spec: {}, status: { conditions: [condition("Ready")] } },
      ["Ready", "<none>", "", "|", "<none>", "<none>", "<unknown>", "<unknown>", "<unknown>"],
    ],
    [
      {
        metadata: {
          labels: {
            "node-role.kubernetes.io/worker": "",
            "node-role.kubernetes.io/": "",
            "kubernetes.io/role": "edge",
          },
        },
        spec: { unschedulable: true },
        status: {
          conditions: [condition("Ready", "Unknown"), condition("MemoryPressure")],
          addresses: [
            { type: "ExternalIP", address: "1.2.3.4" },
            { type: "InternalIP", address: "10.0.0.1" },
            { type: "InternalIP", address: "10.0.0.2" },
          ],
          nodeInfo: {
            kubeletVersion: "v1.35.0",
            osImage: "Os",
            kernelVersion: "6",
            containerRuntimeVersion: "c://2",
          },
        },
      },
      [
        "NotReady,SchedulingDisabled",
        "edge,worker",
        "v1.35.0",
        "|",
        "10.0.0.1",
        "1.2.3.4",
        "Os",
        "6",
        "c://2",
      ],
    ],
    [
      { spec: {}, status: {} },
      ["Unknown", "<none>", "", "|", "<none>", "<none>", "<unknown>", "<unknown>", "<unknown>"],
    ],
  ],
  ServiceAccount: [[{}, []]],
  ComponentStatus: [
    [{}, ["Unknown", "", ""]],
    [
      { conditions: [{ type: "Healthy", status: "False", message: "m", error: "e" }] },
      ["Unhealthy", "m", "e"],
    ],
    [{ conditions: [{ type: "Healthy", status: "True", message: "ok" }] }, ["Healthy", "ok", ""]],
  ],
  ResourceQuota: [
    [{ status: {} }, ["", ""]],
    [
      {
        status: {
          hard: { pods: "4", "limits.memory": "2Gi", "limits.cpu": "2", "requests.cpu": "1" },
          used: { pods: "1", "limits.cpu": "500m" },
        },
      },
      ["pods: 1/4, requests.cpu: 0/1", "limits.cpu: 500m/2, limits.memory: 0/2Gi"],
    ],
  ],
  PriorityClass: [
    [{ value: 1 }, [1, false, ""]],
    [
      { value: 1_000_000, globalDefault: true, preemptionPolicy: "Never" },
      [1_000_000, true, "Never"],
    ],
  ],
  RuntimeClass: [[{ handler: "runsc" }, ["runsc"]]],
  Lease: [
    [{ spec: {} }, [""]],
    [{ spec: { holderIdentity: "node-1" } }, ["node-1"]],
  ],
  ClusterRoleBinding: [
    [
      {
        roleRef: { kind: "ClusterRole", name: "view" },
        subjects: [
          { kind: "User", name: "u1" },
          { kind: "Group", name: "g" },
          { kind: "User", name: "u2" },
          { kind: "ServiceAccount", namespace: "ns", name: "sa" },
        ],
      },
      ["ClusterRole/view", "|", "u1, u2", "g", "ns/sa"],
    ],
  ],
  CertificateSigningRequest: [
    [{ spec: { signerName: "s", username: "u" }, status: {} }, ["s", "u", "<none>", "Pending"]],
    [
      {
        spec: { signerName: "s", username: "u", expirationSeconds: 7200 },
        status: { conditions: [condition("Failed"), condition("Approved")], certificate: "QQ==" },
      },
      ["s", "u", "120m", "Approved,Failed,Issued"],
    ],
    [
      {
        spec: { signerName: "s", username: "u" },
        status: { conditions: [condition("Approved"), condition("Denied")] },
      },
      ["s", "u", "<none>", "Denied"],
    ],
  ],
  ValidatingAdmissionPolicy: [
    [{ spec: { validations: [{}, {}] } }, [2, "<unset>"]],
    [{ spec: { paramKind: { apiVersion: "v1", kind: "ConfigMap" } } }, [0, "v1/ConfigMap"]],
  ],
  ValidatingAdmissionPolicyBinding: [
    [{ spec: { policyName: "p" } }, ["p", "<unset>"]],
    [{ spec: { policyName: "p", paramRef: { name: "q" } } }, ["p", "*/q"]],
    [{ spec: { policyName: "p", paramRef: { name: "q", namespace: "ns" } } }, ["p", "ns/q"]],
    [
      { spec: { policyName: "p", paramRef: { selector: { matchLabels: { a: "b" } } } } },
      [
        "p",
        "&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}",
      ],
    ],
  ],
  MutatingWebhookConfiguration: [[{ webhooks: [{}, {}] }, [2]]],
  Event: [
    [
      {
        involvedObject: { kind: "Pod", name: "p", fieldPath: "spec.containers{foo}" },
        reason: "R",
        message: " Item 1 \n",
        source: { component: "kubelet", host: "n1" },
        firstTimestamp: "2026-01-05T09:09:00Z",
        lastTimestamp: "2026-01-05T09:09:57Z",
        count: 6,
        type: "Normal",
      },
      [
        "3s",
        "Normal",
        "R",
        "pod/p",
        "Item 1",
        "|",
        "spec.containers{foo}",
        "kubelet, n1",
        "60s",
        6,
        "x",
      ],
    ],
    [
      {
        involvedObject: { kind: "Deployment" },
        reason: "R",
        message: "m",
        source: {},
        eventTime: "2026-01-05T09:08:00.000000Z",
        series: { count: 42, lastObservedTime: "2026-01-05T09:09:55.000000Z" },
        reportingComponent: "c",
        reportingInstance: "i",
        type: "Warning",
      },
      ["5s", "Warning", "R", "deployment", "m", "|", "", "c, i", "2m", 42, "x"],
    ],
    [
      {
        involvedObject: { kind: "Deployment", name: "d" },
        source: { component: "c" },
        reportingInstance: "i",
      },
      ["<unknown>", "", "", "deployment/d", "", "|", "", "c, i", "<unknown>", 1, "x"],
    ],
  ],
};
