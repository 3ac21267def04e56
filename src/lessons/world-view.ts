import type { KubeObject } from "#core/api/meta.ts";

/** Requests of one Service, as customers saw them. Totals count from the start of the cluster. */
export interface ServiceTraffic {
  readonly totalOk: number;
  readonly totalFailed: number;
  /** Over the last second. */
  readonly okPerSecond: number;
  readonly failedPerSecond: number;
  readonly p95Ms: number;
}

/** All that a lesson may see of one cluster. The host plugs it with the cluster itself. */
export interface LessonWorldView {
  /** Grows with every write. */
  readonly revision: number;
  /** Objects of a kind (`Pod`) in every namespace, in order of creation. */
  list(kind: string): readonly KubeObject[];
  /** Faults in force: `node-power worker-2`. */
  faults(): readonly string[];
  /** What the customers of a Service saw; undefined when it never had any. */
  traffic(serviceUid: string): ServiceTraffic | undefined;
}
