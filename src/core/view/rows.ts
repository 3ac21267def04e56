/** View rows: flat facts derived from API objects, all that the stage needs. Ids are uids. Plain JSON, frozen. */

/** The five families of pod state; shape, border and hue follow them. */
export type PodFamily = "waiting" | "progress" | "healthy" | "failing" | "leaving";

/** The states of a pod that a learner tells apart. */
export type PodState =
  | "pending"
  | "unschedulable"
  | "gated"
  | "init"
  | "creating"
  | "pulling"
  | "starting"
  | "not-ready"
  | "ready"
  | "succeeded"
  | "crash-loop"
  | "image-error"
  | "oom-killed"
  | "error"
  | "terminating"
  | "evicted"
  | "unknown";

/** One container of a pod, for slots inside the capsule. */
export interface ContainerView {
  readonly name: string;
  readonly image: string;
  readonly state: "waiting" | "running" | "terminated";
  /** waiting or terminated reason, "" when running. */
  readonly reason: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly sidecar: boolean;
  readonly init: boolean;
}

/** One pod. */
export interface PodView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** The last part of the name, unique enough for a card: `x7k2p`; the whole name for bare pods. */
  readonly shortName: string;
  /** Node name, "" while unscheduled. */
  readonly node: string;
  /** Cell inside the node: lowest free one at binding, kept for life. -1 while unscheduled. */
  readonly slot: number;
  readonly family: PodFamily;
  readonly state: PodState;
  /** The STATUS cell of `kubectl get pods`. */
  readonly status: string;
  readonly ready: boolean;
  readonly readyText: string;
  readonly restarts: number;
  /** Controlling owner: kind and name, "" when bare. */
  readonly ownerKind: string;
  readonly ownerName: string;
  /** Deployment behind the ReplicaSet, "" when none. */
  readonly deployment: string;
  /** Revision number of the ReplicaSet, 0 when none. */
  readonly revision: number;
  /** `new` = current template of its Deployment, `old` = the one before, `older` = anything earlier, `none` = no revisions. */
  readonly revisionRole: "new" | "old" | "older" | "none";
  readonly ip: string;
  readonly containers: readonly ContainerView[];
  /** Virtual ms. */
  readonly createdAt: number;
  /** Virtual ms at which the running image pull ends and began; 0 when none. */
  readonly pullFrom: number;
  readonly pullUntil: number;
  /** Virtual ms at which the back-off ends and began; 0 when none. */
  readonly backoffFrom: number;
  readonly backoffUntil: number;
  /** Virtual ms of the end of the grace period; 0 when not being deleted. */
  readonly graceFrom: number;
  readonly graceUntil: number;
  readonly qosClass: string;
  readonly app: string;
  /** Milli-CPU and bytes asked for. */
  readonly cpuRequestMilli: number;
  readonly memoryRequestBytes: number;
}

/** How a node stands, as a learner would put it. */
export type NodeState = "ready" | "not-ready" | "cordoned" | "draining" | "off";

/** One node. */
export interface NodeView {
  readonly uid: string;
  readonly name: string;
  readonly role: "control-plane" | "worker";
  readonly state: NodeState;
  /** STATUS cell of `kubectl get nodes`. */
  readonly status: string;
  readonly taints: readonly string[];
  readonly zone: string;
  /** The machine is switched on (the API may not know yet). */
  readonly powered: boolean;
  /** Virtual ms of the last heartbeat seen by the API. */
  readonly heartbeatAt: number;
  readonly cpuAllocatableMilli: number;
  readonly cpuRequestedMilli: number;
  readonly cpuUsedMilli: number;
  readonly memoryAllocatableBytes: number;
  readonly memoryRequestedBytes: number;
  readonly memoryUsedBytes: number;
  readonly podCapacity: number;
  /** On control-plane nodes: which parts run and lead here. */
  readonly apiServer: "up" | "down" | "none";
  readonly scheduler: "leader" | "standby" | "down" | "none";
  readonly controllers: "leader" | "standby" | "down" | "none";
}

/** One etcd member. */
export interface EtcdView {
  readonly name: string;
  readonly role: "leader" | "follower" | "down";
  readonly revision: number;
}

/** One ReplicaSet. */
export interface ReplicaSetView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly deployment: string;
  readonly revision: number;
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
  readonly isNew: boolean;
  readonly image: string;
}

/** One Deployment. */
export interface DeploymentView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  /** Pods that exist and are not being deleted. */
  readonly current: number;
  readonly ready: number;
  readonly available: number;
  readonly updated: number;
  /** Never fewer available than this while rolling; 0 for Recreate. */
  readonly floor: number;
  /** Never more pods than this while rolling. */
  readonly ceiling: number;
  readonly strategy: "RollingUpdate" | "Recreate";
  readonly paused: boolean;
  readonly revision: number;
  readonly previousRevision: number;
  readonly progress: "complete" | "progressing" | "stalled" | "paused";
  readonly image: string;
}

/** One Service. */
export interface ServiceView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIp: string;
  /** Text such as `80` or `80:30080`. */
  readonly ports: string;
  /** uids of ready endpoint pods. */
  readonly endpoints: readonly string[];
  /** Number of pods the selector matches, ready or not. */
  readonly matched: number;
  /** Requests a second that customers send now; 0 = no customers. */
  readonly rate: number;
}

/** Counters of one Service over the last second of virtual time. */
export interface TrafficView {
  /** Service uid. */
  readonly service: string;
  readonly okPerSecond: number;
  readonly failedPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly totalOk: number;
  readonly totalFailed: number;
}

/** Figures of the whole yard at one moment, for curves. */
export interface GaugeView {
  /** Virtual ms since the learner arrived; negative during the warm-up. */
  readonly at: number;
  /** Requests of the last second, over all Services. */
  readonly ok: number;
  readonly failed: number;
  /** Of the slowest Service. */
  readonly p95Ms: number;
  /** CPU that pods on workers ask for, and all that workers have to give. */
  readonly cpuAskedMilli: number;
  readonly cpuTotalMilli: number;
}

/** One request that is on its way now (a sample when there are many). */
export interface RequestView {
  readonly id: number;
  readonly service: string;
  /** Pod uid that answers, "" when nobody does. */
  readonly pod: string;
  readonly sentAt: number;
  readonly doneAt: number;
  readonly outcome: "ok" | "error" | "refused" | "timeout";
  /** How many requests this one stands for. */
  readonly weight: number;
}

/** One mark of the timeline. */
export interface MarkView {
  /** Trace id: ask the Explain panel with it. */
  readonly id: number;
  readonly at: number;
  readonly lane: "you" | "controllers" | "scheduler" | "kubelets" | "faults" | "network";
  readonly actor: string;
  readonly verb: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly cause: number;
  /** because code, "" when unknown; facts beside it. */
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** An Event object as the feed shows it. */
export interface EventView {
  readonly uid: string;
  readonly at: number;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly objectUid: string;
  readonly message: string;
  readonly count: number;
  readonly source: string;
}

/** Rows by table. */
export interface ViewTables {
  readonly pods: PodView;
  readonly nodes: NodeView;
  readonly deployments: DeploymentView;
  readonly replicaSets: ReplicaSetView;
  readonly services: ServiceView;
  readonly etcd: EtcdView;
  readonly events: EventView;
}

/** Name of a table of rows. */
export type ViewTable = keyof ViewTables;

/** One change of one row: `row` absent = the row is gone. */
export type ViewOp = {
  readonly [Table in ViewTable]: {
    readonly table: Table;
    readonly id: string;
    readonly row?: ViewTables[Table];
  };
}[ViewTable];
