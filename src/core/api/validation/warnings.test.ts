import { expect, test } from "vitest";
import type { Pod, PodTemplateSpec } from "../schema/generated/types.ts";
import { newPodWarnings, podTemplateWarnings } from "./warnings.ts";

const NO_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const SECCOMP = "container.seccomp.security.alpha.kubernetes.io/c";
const ARMOR = "container.apparmor.security.beta.kubernetes.io/c";

function podOf(spec: object, annotations: Record<string, string> = {}): Pod {
  const containers = [{ name: "c", image: "i" }];
  const pod = { metadata: { name: "p", annotations }, spec: { containers, ...spec } };
  return pod as unknown as Pod;
}

test.each<[object, Record<string, string>, string[]]>([
  [
    { volumes: [{ name: "v", gitRepo: { repository: "r" } }] },
    {},
    ["spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+"],
  ],
  [
    { overhead: { memory: "100m", cpu: "1m" } },
    {},
    ['spec.overhead[memory]: fractional byte value "100m" is invalid, must be an integer'],
  ],
  [
    {
      containers: [
        { name: "c", ports: [{ containerPort: 80, protocol: "TCP", hostIP: "1.2.3.4" }] },
      ],
    },
    {},
    [
      "spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.2.3.4}",
    ],
  ],
  [{}, { [SECCOMP]: "x" }, [`metadata.annotations[${SECCOMP}]: ${NO_SECCOMP}`]],
  [
    {},
    { "seccomp.security.alpha.kubernetes.io/pod": "x" },
    [`metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: ${NO_SECCOMP}`],
  ],
  [
    { containers: [{ name: "c", securityContext: { seccompProfile: {} } }] },
    { [SECCOMP]: "x" },
    [],
  ],
  [{}, { [ARMOR]: "x" }, []],
  [
    { hostAliases: [{ ip: "010.0.0.1" }] },
    {},
    [
      'spec.hostAliases[0].ip: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
    ],
  ],
  [
    {
      volumes: [
        {
          name: "v",
          configMap: { name: "m", items: [{ path: "a/" }, { path: "b" }, { path: "a" }] },
        },
        { name: "w", secret: { secretName: "s", items: [{ path: "a/b" }, { path: "a" }] } },
        { name: "x", downwardAPI: { items: [{ path: "ab" }, { path: "a" }] } },
      ],
    },
    {},
    [
      'volume "v" (ConfigMap "m"): overlapping paths: "a" with "a"',
      'volume "w" (Secret "s"): overlapping paths: "a" with "a/b"',
    ],
  ],
  [
    {
      volumes: [
        {
          name: "v",
          projected: {
            sources: [
              { serviceAccountToken: { path: "token" } },
              {},
              { secret: { name: "s" } },
              { configMap: { name: "m", items: [{ path: "token/a" }] } },
              { clusterTrustBundle: { signerName: "x.io/y", path: "token" } },
            ],
          },
        },
      ],
    },
    {},
    [
      'volume "v" (Projected) has no sources provided',
      'volume "v" (Projected): overlapping paths: "token/a" (ConfigMap "m") with "token" (ServiceAccountToken)',
      'volume "v" (Projected): overlapping paths: "token" (ClusterTrustBundle "x.io/y") with "token" (ServiceAccountToken)',
      'volume "v" (Projected): overlapping paths: "token" (ClusterTrustBundle "x.io/y") with "token/a" (ConfigMap "m")',
    ],
  ],
  [
    {
      volumes: [
        {
          name: "v",
          ephemeral: {
            volumeClaimTemplate: { spec: { resources: { requests: { storage: "1m" } } } },
          },
        },
      ],
    },
    {},
    [
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1m" is invalid, must be an integer',
    ],
  ],
])("a pod with %j and %j", (spec, annotations, warnings) => {
  expect(newPodWarnings(podOf(spec, annotations))).toEqual(warnings);
});

test("AppArmor annotations are warned of in templates", () => {
  const template = podOf({}, { [ARMOR]: "x" }) as unknown as PodTemplateSpec;
  expect(podTemplateWarnings("template", template)).toEqual([
    `template.metadata.annotations[${ARMOR}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
  ]);
});
