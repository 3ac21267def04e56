import type { Container, ObjectMeta, PodSpec } from "#core/api/schema/generated/types.ts";

/** What a level looks at. */
export interface JudgedPod {
  readonly metadata: Pick<ObjectMeta, "annotations">;
  readonly spec: PodSpec;
}

/** One thing a level forbids. Models pod-security-admission policy.CheckResult. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** One rule of a level. */
export type Check = (pod: JudgedPod) => Violation | undefined;

/** Every container of a pod, those that run first and those added later included. */
export function containersOf({ spec }: JudgedPod): readonly Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ];
}

/** `"a", "b"`. */
export function quoted(names: Iterable<string>): string {
  return [...names].map((name) => JSON.stringify(name)).join(", ");
}

/** `container "a"`, or `containers "a", "b"`. */
export function containerText(names: readonly string[]): string {
  return `${names.length === 1 ? "container" : "containers"} ${quoted(names)}`;
}

/** The names of the containers that something is true of. */
export function namesWhere(pod: JudgedPod, isBad: (container: Container) => boolean): string[] {
  return containersOf(pod)
    .filter(isBad)
    .map(({ name }) => name);
}

/** A violation by containers, in the words that follow their names; none without such containers. */
export function byContainers(
  reason: string,
  names: readonly string[],
  words: string,
): Violation | undefined {
  return names.length === 0 ? undefined : { reason, detail: `${containerText(names)} ${words}` };
}

/** `pod and container "a"`: who set something. */
export function settersText(isPod: boolean, names: readonly string[]): string {
  return [...(isPod ? ["pod"] : []), ...(names.length > 0 ? [containerText(names)] : [])].join(
    " and ",
  );
}

/** Distinct texts in order. */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}
