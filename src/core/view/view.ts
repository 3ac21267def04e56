import { keyOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import type { Deployment, Lease, Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { cloneState } from "#core/base/clone.ts";
import { parseTime } from "#core/base/time.ts";
import { isNodeLost, nodeRow } from "./node-row.ts";
import { podRow } from "./pod-row.ts";
import type { EtcdView, PodView, ViewOp, ViewTable, ViewTables } from "./rows.ts";
import { eventRow, serviceRow } from "./service-row.ts";
import {
  copyObjects,
  emptyObjects,
  findByKey,
  findObject,
  objectsOf,
  podsOf,
  putObject,
  VIEW_KINDS,
  type Span,
  type ViewFacts,
  type ViewKind,
  type ViewObjects,
} from "./source.ts";
import { deploymentRow, replicaSetRow, revisionOf, revisionRoles } from "./workload-rows.ts";

/** A write as the view needs it; a core/client Change fits. */
export interface ViewChange {
  readonly type: "added" | "updated" | "deleted";
  readonly kind: string;
  readonly object: KubeObject;
}

/** All that the view remembers. Plain data. */
export interface ViewState {
  objects: ViewObjects;
  /** node -> uid by cell; a freed cell is "". */
  slots: Map<string, string[]>;
  slotOfPod: Map<string, number>;
  /** node -> virtual time of its last Lease renewal, ms since the learner arrived. */
  heartbeats: Map<string, number>;
  /** table -> ids whose rows must be made anew. */
  dirty: Map<ViewTable, Set<string>>;
  revision: number;
}

/** What surrounds the cluster: not objects, and fixed for its life. */
export interface ViewSetting {
  readonly facts: ViewFacts;
  /** Unix ms that the rows' times count from. */
  readonly zeroEpochMs: number;
  /** The same instant in ms since the cluster's start. */
  readonly zeroAt: number;
  readonly etcdMembers: readonly string[];
  readonly etcdLeader: string;
  readonly leader: string;
  readonly nowEpochMs: () => number;
}

const TABLE_OF_KIND: Readonly<Partial<Record<string, ViewTable>>> = {
  Pod: "pods",
  Node: "nodes",
  Deployment: "deployments",
  ReplicaSet: "replicaSets",
  Service: "services",
  Event: "events",
};
const TABLES: readonly ViewTable[] = [
  "nodes",
  "deployments",
  "replicaSets",
  "services",
  "pods",
  "etcd",
  "events",
];

/**
 * Keeps the rows of the picture up to date with the objects: takes every write, hands out the rows that changed.
 * A pod's cell on its node is the lowest free one at binding and stays its own for life.
 */
export class View {
  state: ViewState;
  private readonly setting: ViewSetting;

  constructor(setting: ViewSetting) {
    this.setting = setting;
    this.state = {
      objects: emptyObjects(),
      slots: new Map(),
      slotOfPod: new Map(),
      heartbeats: new Map(),
      dirty: new Map(TABLES.map((table) => [table, new Set<string>()])),
      revision: 0,
    };
    for (const member of setting.etcdMembers) this.touch("etcd", member);
  }

  /** A state that shares the objects, which are frozen. */
  copyState({ objects, ...rest }: ViewState): ViewState {
    return { ...cloneState(rest), objects: copyObjects(objects) };
  }

  /** Takes one committed write in. */
  apply(change: ViewChange): void {
    this.state.revision = Number(change.object.metadata.resourceVersion ?? this.state.revision);
    for (const member of this.setting.etcdMembers) this.touch("etcd", member);
    if (change.kind === "Lease") this.applyLease(change.object as Lease);
    if (!isViewKind(change.kind)) return;
    const before = findObject(this.state.objects, change.kind, uidOf(change.object));
    putObject(this.state.objects, change.kind, change.object, change.type === "deleted");
    const table = TABLE_OF_KIND[change.kind];
    if (table) this.touch(table, uidOf(change.object));
    this.touchNeighbours(change, before);
  }

  /** Says that facts about a pod changed which no object tells (a pull that began). */
  touchPod(uid: string): void {
    this.touch("pods", uid);
  }

  /** Says that the load of a Service changed. */
  touchService(uid: string): void {
    this.touch("services", uid);
  }

  /** Says that a node's machine changed in a way no object tells (power). */
  touchNodes(): void {
    for (const node of objectsOf(this.state.objects, "Node")) this.touch("nodes", uidOf(node));
  }

  /** Rows changed since the last call, and forgets which they were. */
  takeOps(): ViewOp[] {
    const ops: ViewOp[] = [];
    for (const table of TABLES) {
      const ids = this.state.dirty.get(table) as Set<string>;
      if (ids.size === 0) continue;
      this.state.dirty.set(table, new Set());
      for (const id of ids) ops.push(this.op(table, id));
    }
    return ops;
  }

  /** Makes every row count as changed: for a snapshot. */
  touchAll(): void {
    for (const [kind, table] of Object.entries(TABLE_OF_KIND)) {
      for (const object of objectsOf(this.state.objects, kind as ViewKind))
        this.touch(table as ViewTable, uidOf(object));
    }
    for (const member of this.setting.etcdMembers) this.touch("etcd", member);
  }

  private op(table: ViewTable, id: string): ViewOp {
    const row = this.row(table, id);
    return (row === undefined ? { table, id } : { table, id, row }) as ViewOp;
  }

  private row(table: ViewTable, id: string): ViewTables[ViewTable] | undefined {
    const { objects } = this.state;
    const { facts, zeroEpochMs } = this.setting;
    switch (table) {
      case "pods": {
        const pod = findObject(objects, "Pod", id);
        return pod && this.podRow(pod);
      }
      case "nodes":
        return this.nodeRow(id);
      case "deployments": {
        const deployment = findObject(objects, "Deployment", id);
        return deployment && this.deploymentRow(deployment);
      }
      case "replicaSets": {
        const replicaSet = findObject(objects, "ReplicaSet", id);
        return replicaSet && replicaSetRow(replicaSet, this.roleOf(replicaSet) === "new");
      }
      case "services": {
        const service = findObject(objects, "Service", id);
        if (!service) return undefined;
        const slices = [...(objects.slicesByService.get(keyOf(service)) ?? [])].flatMap(
          (uid) => findObject(objects, "EndpointSlice", uid) ?? [],
        );
        return serviceRow(service, slices, facts.rate(id));
      }
      case "events": {
        const event = findObject(objects, "Event", id);
        return event && eventRow(event, zeroEpochMs);
      }
      case "etcd":
        return this.etcdRow(id);
    }
  }

  private etcdRow(name: string): EtcdView {
    return {
      name,
      role: name === this.setting.etcdLeader ? "leader" : "follower",
      revision: this.state.revision,
    };
  }

  private podRow(pod: Pod): PodView {
    const { objects } = this.state;
    const { facts, zeroEpochMs, nowEpochMs } = this.setting;
    const uid = uidOf(pod);
    const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
    const replicaSet =
      owner?.kind === "ReplicaSet" ? findObject(objects, "ReplicaSet", owner.uid) : undefined;
    const deployment = replicaSet?.metadata.ownerReferences?.find(
      (reference) => reference.controller === true,
    );
    return podRow(pod, {
      zeroEpochMs,
      nowEpochMs: nowEpochMs(),
      slot: this.state.slotOfPod.get(uid) ?? -1,
      isNodeLost: this.isOnLostNode(pod),
      pull: this.shifted(facts.pull(uid)),
      backoff: this.shifted(facts.backoff(uid)),
      deployment: deployment?.kind === "Deployment" ? deployment.name : "",
      revision: replicaSet ? revisionOf(replicaSet) : 0,
      revisionRole: replicaSet && deployment ? this.roleOf(replicaSet) : "none",
    });
  }

  private shifted(span: Span | undefined): Span | undefined {
    return (
      span && { from: span.from - this.setting.zeroAt, until: span.until - this.setting.zeroAt }
    );
  }

  private isOnLostNode(pod: Pod): boolean {
    if (!pod.spec.nodeName) return false;
    const node = findByKey(this.state.objects, "Node", pod.spec.nodeName);
    return node !== undefined && isNodeLost(node);
  }

  private nodeRow(uid: string): ViewTables["nodes"] | undefined {
    const { objects, heartbeats } = this.state;
    const { facts, leader } = this.setting;
    const node = findObject(objects, "Node", uid);
    if (!node) return undefined;
    const name = node.metadata.name ?? "";
    return nodeRow(node, {
      pods: podsOf(objects, objects.podsByNode, name).map((pod) => this.podRow(pod)),
      powered: facts.isPowered(name),
      heartbeatAt: heartbeats.get(name) ?? 0,
      usage: facts.usage(name),
      leader,
    });
  }

  private deploymentRow(deployment: Deployment): ViewTables["deployments"] {
    const { objects } = this.state;
    const replicaSets = this.replicaSetsOf(uidOf(deployment));
    const pods = replicaSets.flatMap((replicaSet) =>
      podsOf(objects, objects.podsByOwner, uidOf(replicaSet)),
    );
    const active = pods.filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status.phase !== "Failed" &&
        status.phase !== "Succeeded",
    );
    const ready = active.filter(({ status }) =>
      status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True"),
    );
    return deploymentRow(deployment, replicaSets, { current: active.length, ready: ready.length });
  }

  private replicaSetsOf(deploymentUid: string): ReplicaSet[] {
    const uids = this.state.objects.replicaSetsByOwner.get(deploymentUid) ?? [];
    return [...uids].flatMap((uid) => findObject(this.state.objects, "ReplicaSet", uid) ?? []);
  }

  private roleOf(replicaSet: ReplicaSet): PodView["revisionRole"] {
    const owner = replicaSet.metadata.ownerReferences?.find(
      (reference) => reference.controller === true,
    );
    if (!owner) return "none";
    return revisionRoles(this.replicaSetsOf(owner.uid)).get(uidOf(replicaSet)) ?? "none";
  }

  private applyLease(lease: Lease): void {
    const name = lease.metadata.name ?? "";
    if (lease.metadata.namespace !== "kube-node-lease") return;
    const renewed = parseTime(lease.spec?.renewTime ?? "");
    if (renewed === undefined) return;
    this.state.heartbeats.set(name, renewed - this.setting.zeroEpochMs);
    this.touchNode(name);
  }

  private touchNeighbours(change: ViewChange, before: KubeObject | undefined): void {
    switch (change.kind) {
      case "Pod":
        this.placePod(change.object as Pod, change.type === "deleted");
        this.touchOwners(change.object);
        this.touchNode((change.object as Pod).spec.nodeName ?? "");
        return;
      case "Node":
        this.touchPodsOf(this.state.objects.podsByNode, change.object.metadata.name ?? "");
        return;
      case "ReplicaSet":
        this.touchFamily(change.object, before);
        return;
      case "EndpointSlice":
        this.touchServiceOf(change.object);
    }
  }

  /** A new revision changes the ribbons of every pod of the Deployment. */
  private touchFamily(object: KubeObject, before: KubeObject | undefined): void {
    const owner = object.metadata.ownerReferences?.find(
      (reference) => reference.controller === true,
    );
    if (!owner) return;
    this.touch("deployments", owner.uid);
    const isNews =
      !before ||
      revisionOf(object as ReplicaSet) !== revisionOf(before as ReplicaSet) ||
      (object as ReplicaSet).status.replicas > 0 !== (before as ReplicaSet).status.replicas > 0;
    if (!isNews) return;
    for (const replicaSet of this.replicaSetsOf(owner.uid)) {
      this.touch("replicaSets", uidOf(replicaSet));
      this.touchPodsOf(this.state.objects.podsByOwner, uidOf(replicaSet));
    }
  }

  private touchOwners(pod: KubeObject): void {
    const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
    if (owner?.kind !== "ReplicaSet") return;
    const replicaSet = findObject(this.state.objects, "ReplicaSet", owner.uid);
    const deployment = replicaSet?.metadata.ownerReferences?.find(
      (reference) => reference.controller === true,
    );
    if (deployment) this.touch("deployments", deployment.uid);
  }

  private touchServiceOf(slice: KubeObject): void {
    const name = slice.metadata.labels?.["kubernetes.io/service-name"];
    const service = findByKey(
      this.state.objects,
      "Service",
      `${slice.metadata.namespace ?? ""}/${name ?? ""}`,
    );
    if (service) this.touch("services", uidOf(service));
  }

  private touchNode(name: string): void {
    if (name === "") return;
    const node = findByKey(this.state.objects, "Node", name);
    if (node) this.touch("nodes", uidOf(node));
  }

  private touchPodsOf(index: ReadonlyMap<string, ReadonlySet<string>>, key: string): void {
    for (const uid of index.get(key) ?? []) this.touch("pods", uid);
  }

  private touch(table: ViewTable, id: string): void {
    this.state.dirty.get(table)?.add(id);
  }

  private placePod(pod: Pod, isDeleted: boolean): void {
    const uid = uidOf(pod);
    const node = pod.spec.nodeName ?? "";
    if (node === "") return;
    const cells = this.state.slots.get(node) ?? [];
    const slot = this.state.slotOfPod.get(uid);
    if (isDeleted) {
      if (slot !== undefined) cells[slot] = "";
      this.state.slotOfPod.delete(uid);
    } else if (slot === undefined) {
      const free = cells.indexOf("");
      const place = free < 0 ? cells.length : free;
      cells[place] = uid;
      this.state.slotOfPod.set(uid, place);
      this.state.slots.set(node, cells);
    }
  }
}

function isViewKind(kind: string): kind is ViewKind {
  return (VIEW_KINDS as readonly string[]).includes(kind);
}
