import { Yard } from "../yard.ts";

/** A small cluster in which nobody runs anything: one control plane and as many workers as asked for. */
export function emptyYard({ workers }: { readonly workers: number }): Yard {
  return new Yard({
    seed: 1,
    spec: {
      controlPlanes: 1,
      workers,
      etcdMembers: 1,
      workerCpu: "4",
      workerMemory: "8Gi",
      startTime: "2026-01-05T09:00:00Z",
      preset: "empty",
    },
  });
}
