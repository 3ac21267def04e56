import type { Container, PodSpec } from "../schema/generated/types.ts";

/** A container with the path of its field. */
export interface LocatedContainer {
  readonly path: string;
  readonly container: Container;
}

/** Every container of a pod, init containers first. Models podshelper.VisitContainersWithPath. */
export function allContainers(path: string, spec: PodSpec): LocatedContainer[] {
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((list) =>
    ((spec[list] ?? []) as readonly Container[]).map((container, i) => ({
      path: `${path}.${list}[${i}]`,
      container,
    })),
  );
}
