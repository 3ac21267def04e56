import { expect, test } from "vitest";
import type {
  LimitRange,
  PersistentVolume,
  PersistentVolumeSpec,
  ResourceQuota,
  Service,
} from "../schema/generated/types.ts";
import { service } from "../kinds/core/service.ts";
import { validateLimitRange } from "./limit-ranges.ts";
import { validatePersistentVolume, validatePersistentVolumeUpdate } from "./persistent-volumes.ts";
import { validateResourceQuota } from "./quotas.ts";
import { texts } from "./testing/new-pod.ts";

function volumeOf(spec: Partial<PersistentVolumeSpec>): PersistentVolume {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "pv" },
    spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], ...spec },
    status: {},
  };
}

const nfs = { server: "s", path: "/p" };

test.each<[string, Partial<PersistentVolumeSpec>, string[]]>([
  [
    "room below nothing",
    { nfs, capacity: { storage: "-1Ki" } },
    [
      "spec.capacity[storage]: Invalid value: -1024: must be a valid resource quantity",
      'spec.capacity[storage]: Invalid value: "-1Ki": must be greater than zero',
    ],
  ],
  [
    "a target that is none",
    { iscsi: { targetPortal: "", iqn: "x", lun: 256 } },
    [
      "spec.iscsi.targetPortal: Required value",
      'spec.iscsi.iqn: Invalid value: "x": must be valid format',
      "spec.iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive",
    ],
  ],
  [
    "secrets and endpoints nowhere",
    { azureFile: { secretName: "s", shareName: "h", secretNamespace: "" } },
    ["spec.azureFile.secretNamespace: Required value"],
  ],
])("a volume: %s", (_name, spec, expected) => {
  expect(texts(validatePersistentVolume(volumeOf(spec)))).toEqual(expected);
});

test("a volume may call its zone by the newer label, and by no other", () => {
  const near = (key: string) =>
    volumeOf({
      nfs,
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In", values: ["a"] }] }],
        },
      },
    });
  const old = near("failure-domain.beta.kubernetes.io/zone");
  expect(validatePersistentVolumeUpdate(near("topology.kubernetes.io/zone"), old)).toEqual([]);
  expect(validatePersistentVolumeUpdate(near("zone"), old)).toHaveLength(1);
});

function serviceOf(annotations: Readonly<Record<string, string>>): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s", annotations },
    spec: {
      type: "ClusterIP",
      sessionAffinity: "None",
      internalTrafficPolicy: "Cluster",
      trafficDistribution: "PreferClose",
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    },
    status: { loadBalancer: {} },
  };
}

test("a Service's annotations of old agree with its fields", () => {
  const ranges = "service.beta.kubernetes.io/load-balancer-source-ranges";
  const [hints, mode] = [
    "service.kubernetes.io/topology-aware-hints",
    "service.kubernetes.io/topology-mode",
  ];
  expect(texts(service.validate(serviceOf({ [ranges]: "10.0.0.0/8,x" })))).toEqual([
    `metadata.annotations[${ranges}]: Forbidden: may only be used when \`type\` is 'LoadBalancer'`,
    `metadata.annotations[${ranges}]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)`,
  ]);
  expect(texts(service.validate(serviceOf({ [hints]: "auto", [mode]: "x" })))).toEqual([
    `metadata.annotations[${mode}]: Invalid value: "x": must match annotations[${hints}] when both are specified`,
  ]);
});

test("the old word for the nearest endpoints is warned of", () => {
  expect(service.warnings(serviceOf({}), undefined)).toEqual([
    'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
  ]);
});

test("limits outside their range show the end of the range", () => {
  const range = {
    spec: { limits: [{ type: "Container", default: { cpu: "3" }, max: { cpu: "2" } }] },
  } as unknown as LimitRange;
  expect(texts(validateLimitRange(range))).toEqual([
    'spec.limits[0].default[cpu]: Invalid value: "2": default value 3 is greater than max value 2',
  ]);
});

test("selected scopes that exclude each other show the plain scopes", () => {
  const expressions = ["BestEffort", "NotBestEffort"].map((scopeName) => ({
    scopeName,
    operator: "Exists",
  }));
  const quota = {
    spec: { hard: { pods: "1" }, scopeSelector: { matchExpressions: expressions } },
  } as unknown as ResourceQuota;
  expect(texts(validateResourceQuota(quota))).toEqual([
    "spec.scopeSelector.matchExpressions: Invalid value: null: conflicting scopes",
  ]);
});
