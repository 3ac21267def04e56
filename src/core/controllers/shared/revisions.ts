import { isEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { controllerRevision } from "#core/api/kinds/apps/controller-revision.ts";
import { nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { ControllerRevision, PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { because } from "../because.ts";
import { dependentsOf, type SelectingOwner } from "./dependents.ts";
import { claim, controllerReference } from "./owner-ref.ts";
import { selectorTest } from "./selects.ts";
import { podTemplateHash } from "./template-hash.ts";

/** A workload that remembers its templates in ControllerRevisions: a DaemonSet or a StatefulSet. */
export interface RevisionOwner extends SelectingOwner {
  readonly spec: SelectingOwner["spec"] & {
    readonly template: PodTemplateSpec;
    readonly revisionHistoryLimit?: number;
  };
  readonly status: SelectingOwner["status"] & { readonly collisionCount?: number };
}

/** The history of a workload. */
export interface Revisions {
  /** The one of the template as it is now. */
  readonly update: ControllerRevision;
  /** All, oldest first, the newest included. */
  readonly all: readonly ControllerRevision[];
  readonly collisionCount: number | undefined;
}

/** What distinguishes the histories of two kinds. */
export interface RevisionRules<Owner extends RevisionOwner> {
  readonly owner: Owner;
  readonly ownerKind: KindDefinition<Owner>;
  /** The label that carries the hash. */
  readonly hashLabel: string;
}

/** A strategic merge patch that brings a template back. Models getPatch. */
export function templatePatch(template: PodTemplateSpec): Readonly<Record<string, unknown>> {
  return { spec: { template: { ...template, $patch: "replace" } } };
}

/** Finds, renumbers or creates the revision of the current template. Models constructHistory and getStatefulSetRevisions. */
export function syncRevisions<Owner extends RevisionOwner>(
  context: ControllerContext,
  rules: RevisionRules<Owner>,
): Revisions {
  const { owner } = rules;
  const known = revisionsOf(context, rules);
  const patch = templatePatch(owner.spec.template);
  const current = known.filter(({ data }) => isEqual(data, patch)).at(-1);
  const old = known.filter((each) => each !== current);
  const number = (old.at(-1)?.revision ?? 0) + 1;
  const { collisionCount } = owner.status;
  if (!current) {
    because(context, "revision-noted", { revision: number });
    const created = createRevision(context, rules, number);
    return { ...created, all: [...old, created.update] };
  }
  if (current.revision >= number) return { update: current, all: known, collisionCount };
  because(context, "rollback", {
    toRevision: current.revision,
    revision: number,
    replicaSet: nameOf(current),
  });
  const update = context.client.update(controllerRevision, { ...current, revision: number });
  return { update, all: [...old, update], collisionCount };
}

function revisionsOf<Owner extends RevisionOwner>(
  context: ControllerContext,
  { owner, ownerKind }: RevisionRules<Owner>,
): ControllerRevision[] {
  return claim<Owner, ControllerRevision>({
    client: context.client,
    owner,
    ownerKind,
    itemKind: controllerRevision,
    items: dependentsOf<ControllerRevision>(context, owner, "ControllerRevision"),
    selects: selectorTest(owner.spec.selector),
    explain: () => {},
  }).sort((a, b) => a.revision - b.revision || compareText(nameOf(a), nameOf(b)));
}

/** A name that is taken by another template makes the hash count on. */
function createRevision<Owner extends RevisionOwner>(
  { client }: ControllerContext,
  { owner, ownerKind, hashLabel }: RevisionRules<Owner>,
  revision: number,
): Pick<Revisions, "update" | "collisionCount"> {
  const { template } = owner.spec;
  const data = templatePatch(template);
  for (
    let collisionCount = owner.status.collisionCount;
    ;
    collisionCount = (collisionCount ?? 0) + 1
  ) {
    const hash = podTemplateHash(template, collisionCount || undefined);
    const name = `${nameOf(owner)}-${hash}`;
    const metadata = {
      name,
      namespace: namespaceOf(owner),
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(owner.metadata.annotations && { annotations: owner.metadata.annotations }),
      ownerReferences: [controllerReference(owner, ownerKind as unknown as KindDefinition<never>)],
    };
    try {
      const body = { apiVersion: "apps/v1", kind: "ControllerRevision", metadata, data, revision };
      return {
        update: client.create<ControllerRevision>(controllerRevision, body),
        collisionCount,
      };
    } catch (error) {
      if (!isStatusReason(error, "AlreadyExists")) throw error;
      const taken = client.get(controllerRevision, { namespace: namespaceOf(owner), name });
      if (isEqual(taken.data, data)) return { update: taken, collisionCount };
    }
  }
}

/** Deletes the oldest revisions beyond the limit, but none that a pod is of. Models cleanupHistory and truncateHistory. */
export function dropOldRevisions(
  context: ControllerContext,
  owner: RevisionOwner,
  {
    old,
    isLive,
  }: { readonly old: readonly ControllerRevision[]; isLive(revision: ControllerRevision): boolean },
): void {
  const limit = owner.spec.revisionHistoryLimit ?? 10;
  const surplus = limit < 0 ? 0 : old.length - limit;
  if (surplus <= 0) return;
  for (const revision of old.filter((each) => !isLive(each)).slice(0, surplus)) {
    const name = nameOf(revision);
    because(context, "history-over-limit", {
      replicaSet: name,
      revision: revision.revision,
      limit,
    });
    context.client.delete(controllerRevision, { namespace: namespaceOf(owner), name });
  }
}

/** The label of a pod that names its revision. */
export const REVISION_HASH = "controller-revision-hash";

/** The revision hash that an object carries. */
export function revisionHashOf(object: KubeObject): string {
  return object.metadata.labels?.[REVISION_HASH] ?? "";
}
