import type { PodSpec } from "../schema/generated/types.ts";
export function internalPodSpec(spec: PodSpec): unknown {
  return spec;
}
