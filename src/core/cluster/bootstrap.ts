import { configMap } from "#core/api/kinds/core/config-map.ts";
import { namespace } from "#core/api/kinds/core/namespace.ts";
import { storageClass } from "#core/api/kinds/storage/storage-class.ts";
import { serviceCidr } from "#core/api/kinds/networking/service-cidr.ts";
import { service } from "#core/api/kinds/core/service.ts";
import type { Client } from "#core/client/client.ts";
import { createFlowControl } from "./bootstrap-flows.ts";
import { bindClusterRole, createSystemPolicy } from "./bootstrap-roles.ts";
import type { ClusterShape } from "./options.ts";

/** One machine of the cluster, as its kubelet is told to register it. */
export interface MachineSpec {
  readonly name: string;
  readonly role: "control-plane" | "worker";
  readonly cpu: string;
  readonly memory: string;
  readonly podCidr: string;
  readonly internalIp: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly effect: "NoSchedule" }[];
}

const SYSTEM_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

/** The machines of a shape: control-plane nodes first. */
export function machinesOf(
  shape: ClusterShape,
  workerName: (index: number) => string,
): MachineSpec[] {
  const machines: MachineSpec[] = [];
  for (let i = 1; i <= shape.controlPlanes; i++) {
    machines.push(
      machine({
        name: `master-${i}`,
        role: "control-plane",
        cpu: "4",
        memory: "8Gi",
        place: machines.length,
        labels: {
          [CONTROL_PLANE]: "",
          "node.kubernetes.io/exclude-from-external-load-balancers": "",
        },
        taints: [{ key: CONTROL_PLANE, effect: "NoSchedule" }],
      }),
    );
  }
  for (let i = 1; i <= shape.workers; i++) {
    machines.push(
      machine({
        name: workerName(i),
        role: "worker",
        cpu: shape.workerCpu,
        memory: shape.workerMemory,
        place: machines.length,
        labels: {},
        taints: [],
      }),
    );
  }
  return machines;
}

function machine({
  place,
  ...spec
}: Omit<MachineSpec, "podCidr" | "internalIp"> & { place: number }): MachineSpec {
  const subnet = Math.floor(place / 256);
  // The first two addresses of the machines' network are its own and the router's.
  const host = place + 2;
  return {
    ...spec,
    podCidr: `10.${(244 + subnet) % 256}.${place % 256}.0/24`,
    internalIp: `172.18.${Math.floor(host / 256)}.${host % 256}`,
    labels: {
      "beta.kubernetes.io/arch": "amd64",
      "beta.kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "kubernetes.io/hostname": spec.name,
      "kubernetes.io/os": "linux",
      ...spec.labels,
    },
  };
}

/** The group that the administrators of a cluster made by kubeadm belong to. */
export const ADMINISTRATORS = "kubeadm:cluster-admins";

/** Gives the administrators every right, as kubeadm does; first, so that they are found first. */
export function createAdministrators(client: Client): void {
  bindClusterRole(client, {
    name: ADMINISTRATORS,
    role: "cluster-admin",
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: ADMINISTRATORS }],
    isOwn: false,
  });
}

/** Makes what a fresh control plane makes for itself: namespaces, the Service `kubernetes`, two config maps, roles and priority classes. */
export function createSystemObjects(client: Client): void {
  for (const name of SYSTEM_NAMESPACES)
    client.create(namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  client.create(serviceCidr, {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    metadata: { name: "kubernetes" },
    spec: { cidrs: ["10.96.0.0/16"] },
  });
  client.create(service, {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    },
    spec: {
      clusterIP: "10.96.0.1",
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 6443 }],
    },
  });
  for (const name of [
    "extension-apiserver-authentication",
    "kube-apiserver-legacy-service-account-token-tracking",
  ]) {
    client.create(configMap, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "kube-system" },
    });
  }
  createSystemPolicy(client);
  createFlowControl(client);
}

/** The class of claims that name none: a volume is made on the node of the first pod that uses it, as kind clusters have it. */
export function createDefaultStorageClass(client: Client): void {
  client.create(storageClass, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: "standard",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "rancher.io/local-path",
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
  });
}
