import { expect, test } from "vitest";
import type { Draft } from "#core/api/define.ts";
import { node } from "#core/api/kinds/core/node.ts";
import { pod } from "#core/api/kinds/core/pod.ts";
import type { KindDefinition } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import type { AdmissionAttributes, AdmissionLookup } from "../admission.ts";
import { admissionPlugins } from "./index.ts";

const STORED: Readonly<Record<string, object>> = {
  "Namespace//default": { status: { phase: "Active" } },
  "Namespace//gone": { status: { phase: "Terminating" } },
  "ServiceAccount/default/default": {},
  "Node//n1": { metadata: { labels: { "topology.kubernetes.io/zone": "a" } } },
};
const lookup: AdmissionLookup = {
  get: (kind, { namespace, name }) =>
    STORED[`${kind}/${namespace}/${name}`] as KubeObject | undefined,
  list: () => [],
  generateSuffix: () => "abcde",
};

function admit(
  kind: KindDefinition<never>,
  draft: Draft<KubeObject>,
  more: Partial<AdmissionAttributes> = {},
): void {
  const attributes: AdmissionAttributes = {
    operation: "create",
    kind: kind as unknown as KindDefinition,
    subresource: "",
    namespace: "default",
    name: "",
    user: { name: "jane", groups: [] },
    dryRun: false,
    draft,
    old: undefined,
    ...more,
  };
  for (const plugin of admissionPlugins) plugin.admit?.(attributes, lookup);
}

function newPod(spec: Partial<Draft<Pod>["spec"]> = {}): Draft<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default" },
    spec: { containers: [{ name: "c", image: "nginx", resources: {} }], ...spec },
    status: {},
  };
}

test("a new pod gets account, token, priority and tolerations", () => {
  const draft = newPod();
  admit(pod, draft);
  expect(draft.spec).toMatchObject({
    serviceAccountName: "default",
    serviceAccount: "default",
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
  });
  expect(draft.spec.volumes?.map((volume) => volume.name)).toEqual(["kube-api-access-abcde"]);
  expect(draft.spec.containers[0]?.volumeMounts).toEqual([
    {
      name: "kube-api-access-abcde",
      readOnly: true,
      mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
    },
  ]);
  expect(
    draft.spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds]),
  ).toEqual([
    ["node.kubernetes.io/not-ready", 300],
    ["node.kubernetes.io/unreachable", 300],
  ]);
});

test("a pod that wants no token gets none", () => {
  const draft = newPod({ automountServiceAccountToken: false });
  admit(pod, draft);
  expect(draft.spec.volumes).toBeUndefined();
});

test("system classes are known", () => {
  const draft = newPod({ priorityClassName: "system-node-critical" });
  admit(pod, draft);
  expect(draft.spec.priority).toBe(2_000_001_000);
});

test("a pod born on a node carries its zone", () => {
  const draft = newPod({ nodeName: "n1" });
  admit(pod, draft);
  expect(draft.metadata.labels).toEqual({ "topology.kubernetes.io/zone": "a" });
});

test.each<[string, Partial<AdmissionAttributes>, Partial<Draft<Pod>["spec"]>, string]>([
  ["a missing namespace", { namespace: "nope" }, {}, 'namespaces "nope" not found'],
  [
    "a namespace on its way out",
    { namespace: "gone" },
    {},
    'pods "p" is forbidden: unable to create new content in namespace gone because it is being terminated',
  ],
  [
    "a missing account",
    {},
    { serviceAccountName: "robot" },
    'pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
  ],
  [
    "a missing class",
    {},
    { priorityClassName: "high" },
    'pods "p" is forbidden: no PriorityClass with name high was found',
  ],
])("%s is refused", (_name, more, spec, message) => {
  expect(() => admit(pod, newPod(spec), more)).toThrow(message);
});

test("a new node is not ready", () => {
  const draft = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n2" },
    spec: {},
    status: {},
  } as unknown as Draft<Node>;
  admit(node, draft, { namespace: "" });
  expect(draft.spec.taints).toEqual([
    { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" },
  ]);
});
