import type { JobSpec } from "../schema/generated/types.ts";
import { podTemplateWarnings } from "./warnings.ts";

const MANY_COMPLETIONS = 100_000;
const MANY_AT_ONCE = 10_000;

/** What a server warns of in a Job's spec. Models pkg/api/job WarningsForJobSpec. */
export function jobSpecWarnings(path: string, spec: JobSpec): string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec;
  const isHuge =
    completionMode === "Indexed" && completions > MANY_COMPLETIONS && parallelism > MANY_AT_ONCE;
  const huge =
    "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to " +
    "track completedIndexes when a big number of indexes fail";
  return [
    ...(isHuge ? [`${path}: ${huge}`] : []),
    ...podTemplateWarnings(`${path}.template`, template),
  ];
}
