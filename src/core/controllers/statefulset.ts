import { isSemanticallyEqual } from "#core/base/equal.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { statefulSet as statefulSetKind } from "#core/api/kinds/apps/stateful-set.ts";
import { isBeingDeleted, keyOf, nameOf } from "#core/api/meta.ts";
import type {
  ControllerRevision,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { dependentsOf, keysForDependent, type OrphanMemory } from "./shared/dependents.ts";
import { claim } from "./shared/owner-ref.ts";
import { soonestAvailabilityCheck } from "./shared/pod-state.ts";
import {
  dropOldRevisions,
  revisionHashOf,
  syncRevisions,
  type Revisions,
} from "./shared/revisions.ts";
import { selectorTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";
import { parentAndOrdinal } from "./statefulset/identity.ts";
import {
  planStatefulSet,
  planStatefulSetStatus,
  type Scene,
  type Step,
} from "./statefulset/plan.ts";
import { carryOut, hasClaimsToFix } from "./statefulset/pods.ts";

const HASH_LABEL = "controller.kubernetes.io/hash";

/** Keeps pods with names, order and claims of their own. Models pkg/controller/statefulset. */
export const statefulSetController = defineController({
  name: "statefulset-controller",
  kind: "StatefulSet",
  watches: [
    { kind: "ControllerRevision", keysFor: keysForDependent("StatefulSet") },
    { kind: "PersistentVolumeClaim", keysFor: () => [] },
    { kind: "Pod", keysFor: keysForDependent("StatefulSet") },
  ],
  initialState: (): OrphanMemory => ({ orphaned: new Set() }),
  reconcile(key, context) {
    const set = context.lister<StatefulSet>("StatefulSet").get(key);
    if (!set) return undefined;
    const revisions = syncRevisions(context, {
      owner: set,
      ownerKind: statefulSetKind,
      hashLabel: HASH_LABEL,
    });
    const { all, update, collisionCount = 0 } = revisions;
    const current = all.find((each) => nameOf(each) === set.status.currentRevision) ?? update;
    const scene: Scene = {
      set,
      currentRevision: nameOf(current),
      updateRevision: nameOf(update),
      pods: podsOf(context, set),
      rule: { minReadySeconds: set.spec.minReadySeconds ?? 0, nowEpochMs: context.nowEpochMs },
      hasClaimsToFix: (pod) => hasClaimsToFix(context, set, pod),
    };
    const { steps } = isBeingDeleted(set) ? { steps: [] } : planStatefulSet(scene);
    const failure = runSteps(context, set, steps, revisions);
    writeStatus(context, scene, { steps, collisionCount });
    dropUnused(context, scene, all);
    if (failure) throw failure;
    const requeueAfterMs = soonestAvailabilityCheck(scene.pods, scene.rule);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  },
});

/** Pods that carry the set's labels and its name. */
function podsOf(context: ControllerContext, set: StatefulSet): readonly Pod[] {
  const selects = selectorTest(set.spec.selector);
  const isMember = (pod: Pod) => parentAndOrdinal(nameOf(pod)).parent === nameOf(set);
  const pods = claim<StatefulSet, Pod>({
    client: context.client,
    owner: set,
    ownerKind: statefulSetKind,
    itemKind: podKind,
    items: dependentsOf<Pod>(context, set, "Pod").filter(isMember),
    selects,
    explain(change, pod) {
      because(context, change === "adopt" ? "pod-adopted" : "pod-released", {
        owner: nameOf(set),
        pod: nameOf(pod),
      });
    },
  });
  (context.memory as OrphanMemory).orphaned.delete(keyOf(set));
  return pods;
}

function runSteps(
  context: ControllerContext,
  set: StatefulSet,
  steps: readonly Step[],
  { all }: Revisions,
) {
  const templates = new Map(all.map((each) => [nameOf(each), each]));
  const templateOf = (revision: string) => templateIn(templates.get(revision), set);
  let place = 0;
  return slowStart({ count: steps.length, initialBatchSize: 1 }, () => {
    const step = steps[place++];
    return step && carryOut(context, set, step, templateOf);
  }).failure;
}

type Patched = PodTemplateSpec & { readonly $patch?: string };

/** The pod template that a revision remembers. Models ApplyRevision. */
function templateIn(revision: ControllerRevision | undefined, set: StatefulSet): PodTemplateSpec {
  const data = revision?.data as { readonly spec?: { readonly template?: Patched } } | undefined;
  const { $patch: _patch, ...template } = data?.spec?.template ?? (set.spec.template as Patched);
  return template;
}

function writeStatus(
  context: ControllerContext,
  scene: Scene,
  { steps, collisionCount }: { readonly steps: readonly Step[]; readonly collisionCount: number },
): void {
  const { set } = scene;
  const status = planStatefulSetStatus(scene, steps, collisionCount);
  if (isSemanticallyEqual(set.status, status)) return;
  because(context, "status-counted", {
    kind: "StatefulSet",
    replicas: status.replicas,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  });
  context.client.update(statefulSetKind, { ...set, status }, "status");
}

/** Models truncateHistory: what a pod is of, or is to be of, is not counted. */
function dropUnused(
  context: ControllerContext,
  { set, currentRevision, updateRevision, pods }: Scene,
  all: readonly ControllerRevision[],
): void {
  const live = new Set([currentRevision, updateRevision, ...pods.map(revisionHashOf)]);
  dropOldRevisions(context, set, {
    old: all.filter((each) => !live.has(nameOf(each))),
    isLive: () => false,
  });
}
