import { expect, test } from "vitest";
import type { KindDefinition } from "../define.ts";
import { fieldErrorBody } from "../field-error.ts";
import { deployment } from "../kinds/apps/deployment.ts";
import { replicaSet } from "../kinds/apps/replica-set.ts";
import { node } from "../kinds/core/node.ts";
import { service } from "../kinds/core/service.ts";

const LATE = "status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas";
const balancer = (ingress: object, type = "LoadBalancer") => ({
  spec: { type },
  status: { loadBalancer: { ingress: [ingress] } },
});
const at = "status.loadBalancer.ingress[0]";

test.each<[string, KindDefinition<never>, object, readonly string[]]>([
  [
    "counts of a Deployment, in its own order",
    deployment,
    {
      status: { observedGeneration: -1, replicas: -1, unavailableReplicas: -2, collisionCount: 1 },
    },
    [
      "status.observedGeneration: Invalid value: -1: must be greater than or equal to 0",
      "status.replicas: Invalid value: -1: must be greater than or equal to 0",
      "status.unavailableReplicas: Invalid value: -2: must be greater than or equal to 0",
      "status.updatedReplicas: Invalid value: 0: cannot be greater than status.replicas",
      "status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas",
      "status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas",
      "status.collisionCount: Invalid value: 1: cannot be decremented",
    ],
  ],
  [
    "more available than ready",
    deployment,
    { status: { replicas: 3, availableReplicas: 3, collisionCount: 2 } },
    [LATE],
  ],
  [
    "counts of a ReplicaSet, which knows nothing of updates",
    replicaSet,
    {
      status: {
        replicas: 1,
        fullyLabeledReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 3,
        observedGeneration: -1,
      },
    },
    [
      "status.observedGeneration: Invalid value: -1: must be greater than or equal to 0",
      "status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas",
      "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
      "status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas",
      LATE,
    ],
  ],
  [
    "an address of a Service that has no load balancer",
    service,
    balancer({ ip: "1.2.3.4", ipMode: "VIP" }, "NodePort"),
    ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"],
  ],
  ["an address of a load balancer", service, balancer({ ip: "1.2.3.4", ipMode: "Proxy" }), []],
  [
    "an address that is none",
    service,
    balancer({ ip: "1.2.3", ipMode: "Vip" }),
    [
      `${at}.ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)`,
      `${at}.ipMode: Unsupported value: "Vip": supported values: "Proxy", "VIP"`,
    ],
  ],
  [
    "a name that is an address, with a way to reach it",
    service,
    balancer({ hostname: "1.2.3.4", ipMode: "VIP" }),
    [
      `${at}.ipMode: Forbidden: may not be specified when \`ip\` is not set`,
      `${at}.hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address`,
    ],
  ],
  [
    "one address of a Node twice",
    node,
    {
      status: {
        addresses: [
          { type: "InternalIP", address: "10.0.0.1" },
          { type: "InternalIP", address: "10.0.0.1" },
        ],
      },
    },
    ['status.addresses[1]: Duplicate value: {"Type":"InternalIP","Address":"10.0.0.1"}'],
  ],
])("%s", (_name, kind, object, expected) => {
  const old = { metadata: {}, spec: {}, status: { collisionCount: 2 } };
  const { validateUpdate } = kind.subresources.status ?? {};
  const errors = validateUpdate?.({ ...old, ...object } as never, old as never) ?? [];
  expect(errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`)).toEqual(expected);
});
