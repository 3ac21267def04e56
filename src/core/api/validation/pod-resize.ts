import { isSemanticallyEqual } from "#core/base/equal.ts";
import { forbiddenField, invalid, type FieldError } from "../field-error.ts";
import { qosClassOf } from "../kinds/core/pod-qos.ts";
import type { Container, Pod, ResourceRequirements } from "../schema/generated/types.ts";
import { podSpecDiff } from "./pod-spec-diff.ts";
import { validatePod } from "./pods.ts";

const MIRROR = "kubernetes.io/config.mirror";
const RESIZABLE: ReadonlySet<string> = new Set(["cpu", "memory"]);
const PARTS = ["requests", "limits"] as const;

/** Every mistake of a change to what the containers of a pod may use. Models validation.ValidatePodResize. */
export function validatePodResize(pod: Pod, old: Pod): FieldError[] {
  if ([old, pod].some(hasOwnResources))
    return [forbiddenField("", "pods with pod-level resources cannot be resized")];
  if (old.metadata.annotations?.[MIRROR] !== undefined)
    return [forbiddenField("", "static pods cannot be resized")];
  if (old.spec.os?.name === "windows")
    return [forbiddenField("", "windows pods cannot be resized")];
  const qos = qosClassOf(pod.spec);
  const detail = "Pod QOS Class may not change as a result of resizing";
  const order = orderErrors(pod, old);
  const errors = [
    ...validateFixed(pod),
    ...(old.status.qosClass === qos ? [] : [invalid("spec", old.status.qosClass ?? "", detail)]),
    ...(isSupported(old)
      ? []
      : [forbiddenField("spec", "Pod running on node without support for resize")]),
    ...order,
  ];
  return order.length > 0 ? errors : [...errors, ...partErrors(pod, old)];
}

function hasOwnResources({ spec: { resources } }: Pod): boolean {
  return PARTS.some((part) => Object.keys(resources?.[part] ?? {}).length > 0);
}

/** A pod that was bound long ago is looked at as a new one, its node and its ephemeral containers aside. */
function validateFixed(pod: Pod): FieldError[] {
  const { ephemeralContainers: _ephemeral, nodeName: _node, ...spec } = pod.spec;
  return validatePod({ ...pod, spec: spec as Pod["spec"] });
}

/** Only what a kubelet can see to is worth asking for. Models isPodResizeRequestSupported. */
function isSupported({ status }: Pod): boolean {
  const running = (status.containerStatuses ?? []).filter(({ state }) => state?.running);
  return running.every(({ resources }) => resources !== undefined);
}

function orderErrors(pod: Pod, old: Pod): FieldError[] {
  return (["containers", "initContainers"] as const).flatMap((list) => {
    const [now, before] = [pod.spec[list] ?? [], old.spec[list] ?? []];
    if (now.length !== before.length)
      return [forbiddenField("spec", `${list} may not be added or removed on resize`)];
    return now.flatMap(({ name }, i) =>
      name === before[i]?.name
        ? []
        : [
            forbiddenField(
              `spec.${list}[${i}].name`,
              `${list} may not be renamed or reordered on resize`,
            ),
          ],
    );
  });
}

function partErrors(pod: Pod, old: Pod): FieldError[] {
  const removed = (["containers", "initContainers"] as const).flatMap((list) =>
    (pod.spec[list] ?? []).flatMap((container, i) => {
      const before = old.spec[list]?.[i] as Container;
      const at = `spec.${list}[${i}].resources`;
      const isPlainInit = list === "initContainers" && before.restartPolicy !== "Always";
      if (isPlainInit && !isSemanticallyEqual(container.resources, before.resources))
        return [forbiddenField(at, "resources for non-sidecar init containers are immutable")];
      return PARTS.flatMap((part) =>
        isMissing(container.resources, before.resources, part)
          ? [forbiddenField(`${at}.${part}`, `resource ${part} cannot be removed`)]
          : [],
      );
    }),
  );
  const undone = { ...pod.spec, ...undoneLists(pod, old) };
  if (isSemanticallyEqual(undone, old.spec)) return removed;
  const diff = podSpecDiff(old.spec, undone);
  return [...removed, forbiddenField("spec", `only cpu and memory resources are mutable\n${diff}`)];
}

function isMissing(
  now: ResourceRequirements | undefined,
  before: ResourceRequirements | undefined,
  part: "requests" | "limits",
): boolean {
  return Object.keys(before?.[part] ?? {}).some((name) => now?.[part]?.[name] === undefined);
}

/** The containers with what may be resized put back. */
function undoneLists(pod: Pod, old: Pod): Pick<Pod["spec"], "containers" | "initContainers"> {
  const undone = (list: readonly Container[], before: readonly Container[]) =>
    list.map((container, i) => {
      const was = before[i] as Container;
      const parts = PARTS.flatMap((part) => {
        const kept = Object.entries(container.resources?.[part] ?? {}).filter(
          ([name]) => !RESIZABLE.has(name),
        );
        const own = Object.entries(was.resources?.[part] ?? {}).filter(([name]) =>
          RESIZABLE.has(name),
        );
        const all = Object.fromEntries([...own, ...kept]);
        return Object.keys(all).length > 0 ? [[part, all] as const] : [];
      });
      const resources = { ...container.resources, requests: undefined, limits: undefined };
      return {
        ...container,
        resources: { ...resources, ...Object.fromEntries(parts) },
        resizePolicy: was.resizePolicy,
      };
    });
  return {
    containers: undone(pod.spec.containers, old.spec.containers) as unknown as readonly Container[],
    ...(pod.spec.initContainers && {
      initContainers: undone(
        pod.spec.initContainers,
        old.spec.initContainers ?? [],
      ) as unknown as readonly Container[],
    }),
  };
}
