/** The machine park of a cluster. Equal in shape to the protocol's ClusterSpec. */
export interface ClusterShape {
  readonly controlPlanes: number;
  readonly workers: number;
  readonly etcdMembers: number;
  readonly workerCpu: string;
  readonly workerMemory: string;
  readonly startTime: string;
  readonly preset: "shop" | "empty";
}

/** Everything that decides a cluster's history besides its inputs. */
export interface ClusterOptions {
  readonly seed: number;
  readonly spec: ClusterShape;
  /** Virtual ms the cluster runs before the learner arrives; default 60 s. */
  readonly warmupMs?: number;
  /** False stops every controller: only the API server answers. */
  readonly hasControllers?: boolean;
  /** `imitated` kubelets behave as those of the recorded traces. */
  readonly kubeletProfile?: "modelled" | "imitated";
  /** Names of workers; default `worker-1` and so on. */
  readonly workerName?: (index: number) => string;
  /** Keep view rows; switch off for benchmarks. Default true. */
  readonly hasView?: boolean;
  /** Put whole objects into the history hash. Default false. */
  readonly hashBodies?: boolean;
}
