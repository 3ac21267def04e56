import { isEqual } from "#core/base/equal.ts";
import { nameOf, namespaceOf } from "#core/api/meta.ts";
import type {
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
  Volume,
} from "#core/api/schema/generated/types.ts";
import { podFromTemplate } from "../shared/pod-control.ts";
import { REVISION_HASH } from "../shared/revisions.ts";
import { statefulSet as statefulSetKind } from "#core/api/kinds/apps/stateful-set.ts";

const POD_NAME = "statefulset.kubernetes.io/pod-name";
const POD_INDEX = "apps.kubernetes.io/pod-index";

/** The set and the number that a name such as `web-2` speaks of; the number is -1 when it is none. Models getParentNameAndOrdinal. */
export function parentAndOrdinal(name: string): {
  readonly parent: string;
  readonly ordinal: number;
} {
  const match = /^(.*)-([0-9]+)$/.exec(name);
  return match
    ? { parent: match[1] ?? "", ordinal: Number(match[2]) }
    : { parent: "", ordinal: -1 };
}

/** The number of a pod in its set, -1 when its name has none. */
export function ordinalOf(pod: Pod): number {
  return parentAndOrdinal(nameOf(pod)).ordinal;
}

/** The first number of a set's pods. */
export function startOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

/** Whether a pod's number is one that the set wants. */
export function isInRange(set: StatefulSet, ordinal: number): boolean {
  const start = startOrdinal(set);
  return ordinal >= start && ordinal < start + (set.spec.replicas ?? 1);
}

/** The name of the claim that a pod has by a template. */
export function claimName(
  set: StatefulSet,
  template: PersistentVolumeClaim,
  ordinal: number,
): string {
  return `${nameOf(template)}-${nameOf(set)}-${ordinal}`;
}

/** The claims of one pod. Models getPersistentVolumeClaims. */
export function claimsFor(set: StatefulSet, ordinal: number): readonly unknown[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace: namespaceOf(set),
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
  }));
}

/** The pod of a number, with its name, labels, host name and claims. Models newStatefulSetPod. */
export function statefulPod(
  set: StatefulSet,
  {
    ordinal,
    revision,
    template,
  }: { readonly ordinal: number; readonly revision: string; readonly template: PodTemplateSpec },
): Pod {
  const pod = podFromTemplate({ owner: set, ownerKind: statefulSetKind, template }) as Pod;
  const name = `${nameOf(set)}-${ordinal}`;
  const identified = withIdentity(set, { ...pod, metadata: { ...pod.metadata, name } });
  const { metadata } = identified;
  return {
    ...identified,
    metadata: { ...metadata, labels: { ...metadata.labels, [REVISION_HASH]: revision } },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      volumes: volumesFor(set, pod.spec.volumes, ordinal),
    },
  };
}

/** A pod with the labels that tell who it is. Models updateIdentity. */
export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const name = nameOf(pod);
  const identity = { [POD_NAME]: name, [POD_INDEX]: String(ordinalOf(pod)) };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      namespace: namespaceOf(set),
      labels: { ...pod.metadata.labels, ...identity },
    },
  };
}

/** Whether a pod is who its name says. Models identityMatches. */
export function hasIdentity({ metadata }: Pod): boolean {
  return metadata.labels?.[POD_NAME] === metadata.name;
}

function volumesFor(
  set: StatefulSet,
  volumes: readonly Volume[] = [],
  ordinal: number,
): readonly Volume[] {
  const templates = set.spec.volumeClaimTemplates ?? [];
  const names = new Set(templates.map(nameOf));
  return [
    ...templates.map((template) => ({
      name: nameOf(template),
      persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
    })),
    ...volumes.filter(({ name }) => !names.has(name)),
  ];
}

/** Whether an object names this one as its controller, or only as an owner, or names another of the same name. */
type Named = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly uid?: string };
};

/**
 * The owners that a claim should have by the set's retention policy: the pod when it is scaled away and its claim is to go with it,
 * else the set when the claim is to go with that. Undefined when they are as they should be, or are somebody else's business. Models isClaimOwnerUpToDate.
 */
export function planClaimOwners(
  set: StatefulSet,
  pod: Pod,
  { metadata }: PersistentVolumeClaim,
): PersistentVolumeClaim["metadata"]["ownerReferences"] | undefined {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const owners = metadata.ownerReferences ?? [];
  const isOf = (named: Named) => (owner: (typeof owners)[number]) =>
    owner.uid === named.metadata.uid;
  const isStale = (named: Named) =>
    owners.some(
      (each) =>
        each.kind === named.kind &&
        each.name === named.metadata.name &&
        each.uid !== named.metadata.uid,
    );
  const others = owners.filter((each) => !isOf(set)(each) && !isOf(pod)(each));
  if (isStale(set) || isStale(pod)) return undefined;
  const isForeign = others.some(({ controller }) => controller === true);
  const goesWithPod = whenScaled === "Delete" && !isInRange(set, ordinalOf(pod));
  const goesWithSet = whenDeleted === "Delete" && !goesWithPod;
  const wanted = isForeign
    ? others
    : [...others, ...(goesWithSet ? [ownerOf(set)] : []), ...(goesWithPod ? [ownerOf(pod)] : [])];
  return isEqual(wanted, owners) ? undefined : wanted;
}

function ownerOf({ apiVersion, kind, metadata }: Named) {
  return {
    apiVersion,
    kind,
    name: metadata.name ?? "",
    uid: metadata.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}
