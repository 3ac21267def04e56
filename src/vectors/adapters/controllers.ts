import type { VectorAdapter, VectorCase } from "../adapter.ts";
import {
  runFenceposts,
  runProgress,
  runProportional,
  runRolling,
} from "./controllers-deployment.ts";
import { runBehavior, runReplicas } from "./controllers-autoscaler.ts";
import { runCronSchedule, runCronSync } from "./controllers-cronjob.ts";
import { runDaemonSet } from "./controllers-daemonset.ts";
import { runDisruption } from "./controllers-disruption.ts";
import { runEndpoints } from "./controllers-endpoints.ts";
import { runCollector } from "./controllers-gc.ts";
import { runFailurePolicy, runJobBackoff, runJobIndexed } from "./controllers-job.ts";
import { runStatefulSet } from "./controllers-statefulset.ts";
import { runRanking, runSync } from "./controllers-replicaset.ts";

const adapter = (file: string, run: (testCase: VectorCase) => unknown): VectorAdapter => ({
  file,
  run: (testCase) => ({ got: run(testCase) }),
});

/** The controllers. */
export const controllersAdapters: readonly VectorAdapter[] = [
  adapter("cronjob-schedule.json", runCronSchedule),
  adapter("cronjob-sync.json", runCronSync),
  adapter("daemonset.json", runDaemonSet),
  adapter("deployment-progress.json", runProgress),
  adapter("deployment-rolling.json", runRolling),
  adapter("endpoints.json", runEndpoints),
  adapter("gc.json", runCollector),
  adapter("hpa-behavior.json", runBehavior),
  adapter("hpa-replicas.json", runReplicas),
  adapter("job-backoff.json", runJobBackoff),
  adapter("job-indexed.json", runJobIndexed),
  adapter("job-podfailurepolicy.json", runFailurePolicy),
  adapter("maxsurge-resolve.json", runFenceposts),
  adapter("pdb-eviction.json", runDisruption),
  adapter("proportional-scaling.json", runProportional),
  adapter("replicaset-ranking.json", runRanking),
  adapter("replicaset-sync.json", runSync),
  adapter("statefulset.json", runStatefulSet),
];
