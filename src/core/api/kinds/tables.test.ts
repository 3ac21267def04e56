import { describe, expect, test } from "vitest";
import { parseTime } from "#core/base/time.ts";
import type { KubeObject } from "../meta.ts";
import { kinds } from "./index.ts";

/** Everything is looked at ten minutes after it was made. */
const MADE = "2026-01-05T09:00:00Z";
const NOW = (parseTime(MADE) ?? 0) + 600_000;

type Cells = readonly unknown[];
/** The fields of an object beside its name, and its row without name and age; `|` stands before the cells of `-o wide`. */
type Case = readonly [fields: Readonly<Record<string, unknown>>, cells: Cells];

function kindOf(name: string) {
  const found = kinds.find(({ kind, version }) => kind === name && version !== "v1beta1");
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}

function rowOf(name: string, { metadata, ...fields }: Readonly<Record<string, unknown>>): Cells {
  const object = {
    metadata: { name: "x", creationTimestamp: MADE, ...(metadata as object | undefined) },
    ...fields,
  } as unknown as KubeObject;
  const { columns } = kindOf(name);
  const cellsAt = (isWide: boolean) =>
    columns
      .filter((column) => column.priority > 0 === isWide)
      .filter(({ name: title }) => !["Age", "Created At"].includes(title))
      .map((column) => column.cell(object, { nowEpochMs: NOW }));
  const [first, ...shown] = cellsAt(false);
  const wide = cellsAt(true);
  return [...(first === "x" ? [] : [first]), ...shown, ...(wide.length > 0 ? ["|", ...wide] : [])];
}

const template = {
  spec: {
    containers: [
      { name: "a", image: "img1" },
      { name: "b", image: "img2" },
    ],
  },
};
const labels = { app: "web", tier: "x" };
const condition = (type: string, status = "True") => ({ type, status });
const rules = (...hosts: string[]) => ({ rules: hosts.map((host) => (host ? { host } : {})) });
const ports = (...numbers: number[]) => numbers.map((port) => ({ port, protocol: "TCP" }));
const addresses = (...ips: string[]) => ips.map((ip) => ({ ip }));
const deleted = { metadata: { deletionTimestamp: MADE } };

const utilization = (averageUtilization?: number) => ({
  type: "Resource",
  resource: { name: "cpu", target: { ...(averageUtilization && { averageUtilization }) } },
});
const scaled = (metrics: readonly unknown[], currentMetrics: readonly unknown[]) => ({
  spec: { scaleTargetRef: { kind: "Deployment", name: "d" }, maxReplicas: 9, metrics },
  status: { currentReplicas: 4, currentMetrics },
});

/** Models the cases of pkg/printers/internalversion/printers_test.go. */
const TABLES: Readonly<Record<string, readonly Case[]>> = {
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
  Service: [
    [
      {
        spec: {
          type: "ClusterIP",
          clusterIPs: ["10.9.8.7"],
          ports: ports(80, 90),
          selector: labels,
        },
        status: { loadBalancer: {} },
      },
      ["ClusterIP", "10.9.8.7", "<none>", "80/TCP,90/TCP", "|", "app=web,tier=x"],
    ],
    [
      {
        spec: { type: "ClusterIP", clusterIPs: ["None"], externalIPs: ["1.1.1.1", "2.2.2.2"] },
        status: { loadBalancer: {} },
      },
      ["ClusterIP", "None", "1.1.1.1,2.2.2.2", "<none>", "|", "<none>"],
    ],
    [
      {
        spec: {
          type: "NodePort",
          clusterIPs: ["10.9.8.7"],
          ports: [{ port: 53, nodePort: 30053, protocol: "UDP" }],
        },
        status: { loadBalancer: {} },
      },
      ["NodePort", "10.9.8.7", "<none>", "53:30053/UDP", "|", "<none>"],
    ],
    [
      {
        spec: { type: "LoadBalancer", clusterIPs: ["10.9.8.7"], ports: ports(80) },
        status: { loadBalancer: {} },
      },
      ["LoadBalancer", "10.9.8.7", "<pending>", "80/TCP", "|", "<none>"],
    ],
    [
      {
        spec: {
          type: "LoadBalancer",
          clusterIPs: ["10.9.8.7"],
          externalIPs: ["3.3.3.3"],
          ports: ports(80),
        },
        status: {
          loadBalancer: {
            ingress: [
              { ip: "2.2.2.2" },
              { hostname: "a-long-name.elb.example.com" },
              { ip: "1.1.1.1" },
              { ip: "2.2.2.2" },
            ],
          },
        },
      },
      [
        "LoadBalancer",
        "10.9.8.7",
        "1.1.1.1,2.2.2.2,a-long-name.elb.example.com,3.3.3.3",
        "80/TCP",
        "|",
        "<none>",
      ],
    ],
    [
      {
        spec: { type: "ExternalName", externalName: "my.database.example.com" },
        status: { loadBalancer: {} },
      },
      ["ExternalName", "<none>", "my.database.example.com", "<none>", "|", "<none>"],
    ],
  ],
  Ingress: [
    [{ spec: rules() }, ["<none>", "*", "", "80"]],
    [
      { spec: { ...rules("a.com", "b.com", "c.com"), ingressClassName: "nginx", tls: [{}] } },
      ["nginx", "a.com,b.com,c.com", "", "80, 443"],
    ],
    [
      { spec: rules("a.com", "b.com", "c.com", "d.com", "") },
      ["<none>", "a.com,b.com,c.com + 2 more...", "", "80"],
    ],
    [{ spec: rules("", "a.com", "", "b.com") }, ["<none>", "a.com,b.com", "", "80"]],
    [
      {
        spec: rules("a.com"),
        status: {
          loadBalancer: { ingress: [{ hostname: "z.long.example.com" }, { ip: "10.11.12.13" }] },
        },
      },
      ["<none>", "a.com", "10.11.12.13,z.long.example.com", "80"],
    ],
  ],
  IngressClass: [
    [{ spec: { controller: "example.com/c" } }, ["example.com/c", "<none>"]],
    [
      { spec: { controller: "example.com/c", parameters: { kind: "P", name: "p" } } },
      ["example.com/c", "P/p"],
    ],
    [
      { spec: { controller: "c", parameters: { apiGroup: "example.com", kind: "P", name: "p" } } },
      ["c", "P.example.com/p"],
    ],
  ],
  NetworkPolicy: [
    [{ spec: { podSelector: {} } }, ["<none>"]],
    [
      {
        spec: {
          podSelector: { matchExpressions: [{ key: "a", operator: "In", values: ["y", "x"] }] },
        },
      },
      ["a in (x,y)"],
    ],
  ],
  Endpoints: [
    [{}, ["<none>"]],
    [
      { subsets: [{ addresses: addresses("1.1.1.1", "2.2.2.2"), ports: [{ port: 8001 }] }] },
      ["1.1.1.1:8001,2.2.2.2:8001"],
    ],
    [
      { subsets: [{ addresses: addresses("1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4") }] },
      ["1.1.1.1,2.2.2.2,3.3.3.3 + 1 more..."],
    ],
    [
      {
        subsets: [
          { addresses: addresses("1.1.1.1", "fd00::2"), ports: [{ port: 1 }, { port: 2 }] },
        ],
      },
      ["1.1.1.1:1,[fd00::2]:1,1.1.1.1:2 + 1 more..."],
    ],
    [{ subsets: [{ notReadyAddresses: addresses("1.1.1.1"), ports: [{ port: 1 }] }] }, [""]],
  ],
  EndpointSlice: [
    [{ addressType: "IPv4", endpoints: null, ports: null }, ["IPv4", "<unset>", "<unset>"]],
    [
      {
        addressType: "IPv4",
        endpoints: [{ addresses: ["10.1.2.3", "2001::1"] }],
        ports: [{ name: "http", port: 80 }, { name: "all" }, {}],
      },
      ["IPv4", "80,all,*", "10.1.2.3,2001::1"],
    ],
    [
      {
        addressType: "IPv6",
        endpoints: [1, 2, 3, 4, 5].map((n) => ({ addresses: [`2001::${n}`] })),
        ports: ports(4, 3, 2, 1),
      },
      ["IPv6", "4,3,2 + 1 more...", "2001::1,2001::2,2001::3 + 2 more..."],
    ],
  ],
  ReplicaSet: [
    [
      {
        spec: { replicas: 5, template, selector: { matchLabels: labels } },
        status: { replicas: 3, readyReplicas: 2 },
      },
      [5, 3, 2, "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  ReplicationController: [
    [
      { spec: { replicas: 5, selector: labels }, status: { replicas: 3 } },
      [5, 3, 0, "|", "", "", "app=web,tier=x"],
    ],
  ],
  Deployment: [
    [
      {
        spec: { replicas: 5, template, selector: { matchLabels: labels } },
        status: {
          replicas: 10,
          updatedReplicas: 2,
          availableReplicas: 1,
          readyReplicas: 4,
          unavailableReplicas: 4,
        },
      },
      ["4/5", 2, 1, "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  StatefulSet: [
    [
      { spec: { replicas: 5, template }, status: { replicas: 4, readyReplicas: 2 } },
      ["2/5", "|", "a,b", "img1,img2"],
    ],
  ],
  DaemonSet: [
    [
      {
        spec: {
          template: { spec: { ...template.spec, nodeSelector: { role: "x" } } },
          selector: { matchLabels: labels },
        },
        status: {
          desiredNumberScheduled: 3,
          currentNumberScheduled: 2,
          numberReady: 1,
          updatedNumberScheduled: 2,
        },
      },
      [3, 2, 1, 2, 0, "role=x", "|", "a,b", "img1,img2", "app=web,tier=x"],
    ],
  ],
  ControllerRevision: [
    [{ revision: 1 }, ["<none>", 1]],
    [
      {
        revision: 4,
        metadata: {
          ownerReferences: [
            { apiVersion: "apps/v1", kind: "DaemonSet", name: "d", uid: "u", controller: true },
          ],
        },
      },
      ["daemonset.apps/d", 4],
    ],
  ],
  Job: [
    [
      { spec: { template, completions: 2 }, status: { succeeded: 1 } },
      ["Running", "1/2", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: { template, parallelism: 20 },
        status: { startTime: MADE, conditions: [condition("Suspended")] },
      },
      ["Suspended", "0/1 of 20", "10m", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: { template, parallelism: 1 },
        status: {
          startTime: MADE,
          completionTime: "2026-01-05T09:01:40Z",
          conditions: [condition("Complete")],
        },
      },
      ["Complete", "0/1", "100s", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      { ...deleted, spec: { template, completions: 1 }, status: {} },
      ["Terminating", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        ...deleted,
        spec: { template, completions: 1 },
        status: { conditions: [condition("FailureTarget"), condition("Failed")] },
      },
      ["Failed", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      { spec: { template, completions: 1 }, status: { conditions: [condition("FailureTarget")] } },
      ["FailureTarget", "0/1", "", "|", "a,b", "img1,img2", "<none>"],
    ],
  ],
  CronJob: [
    [
      { spec: { schedule: "0/5 * * * ?", jobTemplate: { spec: { template } } }, status: {} },
      ["0/5 * * * ?", "<none>", "<unset>", 0, "<none>", "|", "a,b", "img1,img2", "<none>"],
    ],
    [
      {
        spec: {
          schedule: "@daily",
          timeZone: "Asia/Seoul",
          suspend: false,
          jobTemplate: { spec: { template } },
        },
        status: { lastScheduleTime: "2026-01-05T09:09:30Z", active: [{}, {}] },
      },
      ["@daily", "Asia/Seoul", "False", 2, "30s", "|", "a,b", "img1,img2", "<none>"],
    ],
  ],
  HorizontalPodAutoscaler: [
    [scaled([], []), ["Deployment/d", "<none>", "<unset>", 9, 4]],
    [
      scaled(
        [utilization(80), utilization()],
        [{ resource: { current: { averageUtilization: 50 } } }],
      ),
      ["Deployment/d", "cpu: 50%/80%, cpu: <unknown>/<auto>", "<unset>", 9, 4],
    ],
    [
      scaled(
        [
          { type: "External", external: { target: { averageValue: "100m" } } },
          { type: "Object", object: { target: { value: "2k" } } },
          { type: "Pods", pods: { target: { averageValue: "1" } } },
        ],
        [{}, { object: { current: { value: "1k" } } }],
      ),
      ["Deployment/d", "<unknown>/100m (avg), 1k/2k + 1 more...", "<unset>", 9, 4],
    ],
  ],
  PodTemplate: [
    [{ template: { metadata: { labels }, ...template } }, ["a,b", "img1,img2", "app=web,tier=x"]],
  ],
  PodDisruptionBudget: [
    [{ spec: { minAvailable: 22 }, status: { disruptionsAllowed: 5 } }, ["22", "N/A", 5]],
    [{ spec: { maxUnavailable: "30%" }, status: { disruptionsAllowed: 0 } }, ["N/A", "30%", 0]],
  ],
  PersistentVolume: [
    [
      {
        spec: {
          capacity: { storage: "4Gi" },
          accessModes: ["ReadWriteMany", "ReadOnlyMany"],
          persistentVolumeReclaimPolicy: "Retain",
        },
        status: { phase: "Bound" },
      },
      ["4Gi", "ROX,RWX", "Retain", "Bound", "", "", "<unset>", "", "|", "<unset>"],
    ],
    [
      {
        ...deleted,
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "s",
          claimRef: { namespace: "ns", name: "c" },
          volumeMode: "Block",
          volumeAttributesClassName: "gold",
        },
        status: { phase: "Released", reason: "Why" },
      },
      ["0", "RWO", "", "Terminating", "ns/c", "s", "gold", "Why", "|", "Block"],
    ],
  ],
  PersistentVolumeClaim: [
    [
      { spec: {}, status: { phase: "Pending" } },
      ["Pending", "", "", "", "", "<unset>", "|", "<unset>"],
    ],
    [
      {
        metadata: { annotations: { "volume.beta.kubernetes.io/storage-class": "old" } },
        spec: {
          volumeName: "pv",
          storageClassName: "new",
          volumeMode: "Filesystem",
          volumeAttributesClassName: "gold",
        },
        status: { phase: "Bound", capacity: { storage: "4Gi" }, accessModes: ["ReadWriteOncePod"] },
      },
      ["Bound", "pv", "4Gi", "RWOP", "old", "gold", "|", "Filesystem"],
    ],
  ],
  StorageClass: [
    [
      { provisioner: "kubernetes.io/glusterfs" },
      ["kubernetes.io/glusterfs", "Delete", "Immediate", false],
    ],
    [
      {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "p",
        reclaimPolicy: "Retain",
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      },
      ["x (default)", "p", "Retain", "WaitForFirstConsumer", true],
    ],
  ],
  VolumeAttributesClass: [
    [{ driverName: "d" }, ["d"]],
    [
      {
        metadata: {
          annotations: { "volumeattributesclass.alpha.kubernetes.io/is-default-class": "true" },
        },
        driverName: "d",
      },
      ["x (default)", "d"],
    ],
  ],
  VolumeAttachment: [
    [
      {
        spec: { attacher: "a", nodeName: "n", source: { persistentVolumeName: "pv" } },
        status: { attached: true },
      },
      ["a", "pv", "n", true],
    ],
  ],
  CSINode: [[{ spec: { drivers: [{ name: "a" }] } }, [1]]],
  CSIDriver: [
    [{ spec: {} }, [true, false, false, "<unset>", false, "<none>"]],
    [
      {
        spec: {
          attachRequired: false,
          podInfoOnMount: true,
          storageCapacity: true,
          tokenRequests: [{ audience: "a" }, { audience: "b" }],
          requiresRepublish: true,
          volumeLifecycleModes: ["Persistent", "Ephemeral"],
        },
      },
      [false, true, true, "a,b", true, "Persistent,Ephemeral"],
    ],
  ],
  CSIStorageCapacity: [
    [{ storageClassName: "s" }, ["s", "<unset>"]],
    [{ storageClassName: "s", capacity: "1Gi" }, ["s", "1Gi"]],
  ],
  ConfigMap: [[{ data: { a: "1" }, binaryData: { b: "Mg==" } }, [2]]],
  Secret: [[{ type: "Opaque", data: { a: "MQ==" } }, ["Opaque", 1]]],
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

describe("rows of server-side tables", () => {
  for (const [name, cases] of Object.entries(TABLES))
    test.each(cases)(`${name} %#`, (fields, cells) => {
      expect(rowOf(name, fields)).toEqual(cells);
    });

  test.each([
    ["2026-01-05T09:00:00Z", "10m"],
    ["2025-01-05T09:00:00Z", "365d"],
    ["2026-01-05T09:10:01Z", "0s"],
    [undefined, "<unknown>"],
  ])("an age since %s reads %s", (creationTimestamp, text) => {
    const age = kindOf("ConfigMap").columns.find(({ name }) => name === "Age");
    const object = { metadata: { name: "x", creationTimestamp } } as unknown as KubeObject;
    expect(age?.cell(object, { nowEpochMs: NOW })).toBe(text);
  });

  test("a row tells that its pod has come to its end", () => {
    const conditionsOf = (phase: string) =>
      kindOf("Pod").rowConditions?.({ metadata: {}, spec: {}, status: { phase } } as never);
    expect(conditionsOf("Running")).toEqual([]);
    expect(conditionsOf("Failed")).toEqual([
      { type: "Completed", status: "True", reason: "Failed", message: "The pod failed." },
    ]);
    expect(conditionsOf("Succeeded")?.[0]?.message).toBe("The pod has completed successfully.");
  });
});
