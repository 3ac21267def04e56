import { defineKind, type Column, type Draft } from "../../define.ts";
import { cidrWarnings } from "../../validation/ip-warnings.ts";
import { validateNode, validateNodeStatus, validateNodeUpdate } from "../../validation/nodes.ts";
import type { Node } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";

const ROLE_PREFIX = "node-role.kubernetes.io/";
const OLD_ROLE_LABEL = "kubernetes.io/role";

/** Node. Models pkg/registry/core/node. */
export const node = defineKind<Node>({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  namespaced: false,
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.core.v1.Node",
  storageName: "minions",
  extraSubresources: ["proxy"],
  subresources: {
    status: {
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<Node>["spec"];
        delete draft.status.declaredFeatures;
      },
      validateUpdate: validateNodeStatus,
    },
  },
  setDefaults(draft) {
    agreeOnPodCidrs(draft.spec);
    const { capacity, allocatable } = draft.status;
    if (capacity && !allocatable) draft.status.allocatable = { ...capacity };
  },
  prepareCreate(draft) {
    dropOldConfig(draft, undefined);
    delete draft.status.declaredFeatures;
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<Node>["status"];
    dropOldConfig(draft, old);
  },
  warnings: ({ spec }) => [
    ...(spec.configSource ? ["spec.configSource: the feature is removed"] : []),
    ...(spec.externalID
      ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"]
      : []),
    ...(spec.podCIDRs ?? []).flatMap((range, i) => cidrWarnings(`spec.podCIDRs[${i}]`, range)),
  ],
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  columns: columns(),
  selectableFields: [
    { path: "spec.unschedulable", read: (each) => String(each.spec.unschedulable ?? false) },
  ],
});

/** Settings handed out by the server are no longer written; where there are some they stay. Models node strategy.dropDisabledFields. */
function dropOldConfig(draft: Draft<Node>, old: Node | undefined): void {
  if (!old?.spec.configSource) delete draft.spec.configSource;
  if (!old?.status.config) delete draft.status.config;
}

/** The older of the two fields has the say, and both end up telling the same. */
function agreeOnPodCidrs(spec: Draft<Node>["spec"]): void {
  if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
  const [first] = spec.podCIDRs ?? [];
  if (first) spec.podCIDR = first;
}

function columns(): Column<Node>[] {
  return [
    nameColumn,
    textColumn("Status", "The status of the node", nodeStatusText),
    textColumn("Roles", "The roles of the node", nodeRolesText),
    ageColumn,
    textColumn(
      "Version",
      "Kubelet Version reported by the node.",
      (each) => each.status.nodeInfo?.kubeletVersion ?? "",
    ),
    wideColumn(
      "Internal-IP",
      "List of addresses reachable to the node. Queried from cloud provider, if available. More info: " +
        "https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is " +
        "not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. " +
        "See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. " +
        "However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or " +
        "consumers of the downward API (status.hostIP).",
      (each) => addressOf(each, "InternalIP"),
    ),
    wideColumn(
      "External-IP",
      "List of addresses reachable to the node. Queried from cloud provider, if available. More info: " +
        "https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is " +
        "not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. " +
        "See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. " +
        "However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or " +
        "consumers of the downward API (status.hostIP).",
      (each) => addressOf(each, "ExternalIP"),
    ),
    wideColumn(
      "OS-Image",
      "OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).",
      (each) => each.status.nodeInfo?.osImage || "<unknown>",
    ),
    wideColumn(
      "Kernel-Version",
      "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).",
      (each) => each.status.nodeInfo?.kernelVersion || "<unknown>",
    ),
    wideColumn(
      "Container-Runtime",
      "ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).",
      (each) => each.status.nodeInfo?.containerRuntimeVersion || "<unknown>",
    ),
  ];
}

/** What the STATUS cell of a node says. Models printers.printNode. */
export function nodeStatusText(each: Node): string {
  const ready = each.status.conditions?.find((condition) => condition.type === "Ready");
  const text = ready ? (ready.status === "True" ? "Ready" : "NotReady") : "Unknown";
  return each.spec.unschedulable ? `${text},SchedulingDisabled` : text;
}

/** What the ROLES cell of a node says. Models printers.findNodeRoles. */
export function nodeRolesText(each: Node): string {
  const roles = new Set<string>();
  for (const [label, value] of Object.entries(each.metadata.labels ?? {})) {
    const role = label.startsWith(ROLE_PREFIX)
      ? label.slice(ROLE_PREFIX.length)
      : label === OLD_ROLE_LABEL
        ? value
        : "";
    if (role !== "") roles.add(role);
  }
  return roles.size > 0 ? [...roles].sort().join(",") : "<none>";
}

function addressOf(each: Node, type: string): string {
  return each.status.addresses?.find((address) => address.type === type)?.address || "<none>";
}
