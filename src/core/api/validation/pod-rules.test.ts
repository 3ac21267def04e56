import { describe, expect, test } from "vitest";
import type { Draft } from "../define.ts";
import { pod } from "../kinds/core/pod.ts";
import type { Pod, Volume } from "../schema/generated/types.ts";
import { validateEphemeralContainersUpdate } from "./pods.ts";
import { validatePodStatus } from "./pod-status.ts";
import { newPod, texts, type PodEdit } from "./testing/new-pod.ts";

const first = ({ spec }: Draft<Pod>) => spec.containers[0] as Draft<Pod>["spec"]["containers"][0];
const volume =
  (source: Partial<Draft<Volume>>): PodEdit =>
  ({ spec }) =>
    (spec.volumes = [{ name: "v", ...source }]);
const annotation =
  (key: string, value: string): PodEdit =>
  ({ metadata }) =>
    (metadata.annotations = { [key]: value });

test.each<[string, PodEdit, string[]]>([
  [
    "a mirror of nothing",
    annotation("kubernetes.io/config.mirror", "x"),
    [
      'metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set',
    ],
  ],
  [
    "a cost that is no number",
    annotation("controller.kubernetes.io/pod-deletion-cost", "08"),
    [
      'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "08": must be a 32bit integer',
    ],
  ],
  [
    "a seccomp annotation of old",
    annotation("seccomp.security.alpha.kubernetes.io/pod", "x"),
    [
      'metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "x": must be a valid seccomp profile',
    ],
  ],
  [
    "AppArmor for nobody",
    annotation("container.apparmor.security.beta.kubernetes.io/other", "runtime/default"),
    [
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: "other": container not found',
    ],
  ],
  [
    "AppArmor told twice and differently",
    (draft) => {
      annotation("container.apparmor.security.beta.kubernetes.io/c", "unconfined")(draft);
      first(draft).securityContext = { appArmorProfile: { type: "RuntimeDefault" } };
    },
    [
      "spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match",
    ],
  ],
  [
    "an initiator that is none",
    volume({
      iscsi: {
        targetPortal: "1.2.3.4",
        iqn: "iqn.2001-04.com.example:a",
        lun: 0,
        initiatorName: "x",
      },
    }),
    [
      'spec.volumes[0].iscsi.initiatorname: Invalid value: "x": must be valid format starting with iqn, eui, or naa',
    ],
  ],
  [
    "fibre channel without a number",
    volume({ fc: { targetWWNs: ["a"] } }),
    ["spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified"],
  ],
  [
    "an option of Kubernetes' own",
    volume({ flexVolume: { driver: "d", options: { "x.kubernetes.io/y": "z" } } }),
    [
      'spec.volumes[0].flexVolume.options[x.kubernetes.io/y]: Invalid value: "x.kubernetes.io/y": kubernetes.io and k8s.io namespaces are reserved',
    ],
  ],
  [
    "a disk at the wrong home",
    volume({ azureDisk: { diskName: "d", diskURI: "x", kind: "Managed" } }),
    [
      'spec.volumes[0].azureDisk.diskURI: Unsupported value: "x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"',
    ],
  ],
  [
    "a driver with a bad name",
    volume({ csi: { driver: "a b" } }),
    [
      "spec.volumes[0].csi.driver: Invalid value: \"a b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
        "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    "a claim with a name of its own",
    volume({
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { name: "x" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      },
    }),
    ["spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set"],
  ],
  [
    "a projection of two sources in one",
    volume({ projected: { sources: [{ secret: { name: "s" }, configMap: { name: "c" } }] } }),
    [
      "spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source",
    ],
  ],
  [
    "a broken huge page",
    (draft) =>
      (first(draft).resources = { limits: { "hugepages-2Mi": "3Mi", cpu: "1" }, requests: {} }),
    [
      'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
    ],
  ],
  [
    "a pod that asks for less than its containers",
    (draft) => {
      draft.spec.resources = { requests: { cpu: "1" } };
      first(draft).resources = { requests: { cpu: "2", "ephemeral-storage": "1Gi" } };
    },
    [
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
  ],
  [
    "rules without a policy, and without a reason",
    (draft) => (first(draft).restartPolicyRules = [{ action: "Stop" }]),
    [
      "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used",
      'spec.containers[0].restartPolicyRules[0].action: Unsupported value: "Stop": supported values: "Restart"',
      "spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified",
    ],
  ],
  [
    "a Linux pod that speaks of Windows",
    (draft) => {
      draft.spec.os = { name: "linux" };
      draft.spec.securityContext = { windowsOptions: { runAsUserName: "a\\b\\c" } };
    },
    [
      'spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash',
      "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod",
    ],
  ],
  [
    "a Windows pod that speaks of Linux",
    (draft) => {
      draft.spec.os = { name: "windows" };
      draft.spec.securityContext = { fsGroup: 1 };
      first(draft).securityContext = { privileged: true };
    },
    [
      "spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod",
      "spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
    ],
  ],
  [
    "a process of the host on a network of its own",
    (draft) => (draft.spec.securityContext = { windowsOptions: { hostProcess: true } }),
    [
      "spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers",
    ],
  ],
  [
    "overhead of what is no resource of containers",
    (draft) => (draft.spec.overhead = { pods: "1" }),
    [
      'spec.overhead.limits[pods]: Invalid value: "pods": must be a standard resource for containers',
    ],
  ],
])("%s", (_name, edit, expected) => {
  expect(texts(pod.validate(newPod(edit)))).toEqual(expected);
});

describe("changes", () => {
  const plain = newPod(() => undefined);

  test("AppArmor annotations of a running pod stay", () => {
    const key = "container.apparmor.security.beta.kubernetes.io/c";
    const changed = newPod(annotation(key, "runtime/default"));
    expect(texts(pod.validateUpdate(changed, plain))).toEqual([
      `metadata.annotations[${key}]: Forbidden: may not add AppArmor annotations`,
    ]);
  });

  test("a look inside stays as it is, says little and mounts whole volumes", () => {
    const debug = { name: "d", image: "busybox" } as const;
    const old = newPod(({ spec }) => (spec.ephemeralContainers = [{ ...debug }]));
    const now = newPod(({ spec }) => {
      spec.volumes = [{ name: "v" }];
      spec.ephemeralContainers = [
        {
          ...debug,
          restartPolicy: "Always",
          volumeMounts: [{ name: "v", mountPath: "/v", subPath: "a" }],
        },
      ];
    });
    const at = "spec.ephemeralContainers[0]";
    const detail = "Forbidden: cannot be set for an Ephemeral Container";
    const [policy, path, change] = texts(validateEphemeralContainersUpdate(now, old));
    expect(policy).toBe(`${at}.restartPolicy: ${detail}`);
    expect(path).toBe(`${at}.volumeMounts[0].subPath: ${detail}`);
    expect(change).toContain('existing ephemeral containers "d" may not be changed\n@@');
  });

  test("a status is looked at closely", () => {
    const now = newPod((draft) => {
      draft.status = {
        podIP: "10.0.0.1",
        podIPs: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }],
        resourceClaimStatuses: [{ name: "gpu" }],
      };
    });
    expect(texts(validatePodStatus(now, plain))).toEqual([
      'status.resourceClaimStatuses[0].name: Invalid value: "gpu": must match the name of an entry in `spec.resourceClaims`',
      'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family',
    ]);
  });
});

test("a pod asks as a whole for what its containers ask for, and else for what it may use", () => {
  const { spec } = newPod((draft) => {
    first(draft).resources = { requests: { cpu: "100m" }, limits: { "hugepages-2Mi": "4Mi" } };
    draft.spec.resources = { limits: { cpu: "1", memory: "1Gi" } };
  });
  expect(spec.resources).toEqual({
    limits: { cpu: "1", memory: "1Gi", "hugepages-2Mi": "4Mi" },
    requests: { cpu: "100m", memory: "1Gi", "hugepages-2Mi": "4Mi" },
  });
});

test("what only features that are off would read is taken out", () => {
  const { spec } = newPod((draft) => {
    first(draft).lifecycle = { stopSignal: "SIGUSR1" };
    draft.spec.workloadRef = { name: "w", podGroup: "g" };
    const sources = [{ clusterTrustBundle: { path: "a" } }];
    draft.spec.volumes = [{ name: "v", projected: { sources } }];
  });
  expect(spec.containers[0]?.lifecycle).toBeUndefined();
  expect(spec.workloadRef).toBeUndefined();
  expect(spec.volumes?.[0]?.projected?.sources).toEqual([{}]);
});

test("a name of its own for the host is a subdomain", () => {
  const named = (hostnameOverride: string) =>
    pod.validate(newPod(({ spec }) => Object.assign(spec, { hostnameOverride })));
  expect(named("a.b")).toEqual([]);
  expect(named("A_b").map(({ field }) => field)).toEqual(["spec.hostnameOverride"]);
});
