import { controllerOf } from "#core/api/meta.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import { intOrStringText } from "#core/api/int-or-string.ts";
import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { resourceFor } from "../resources.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { writePodTemplate } from "./pod-template.ts";
import { DescribeText, longTime } from "./text.ts";

/** Models describe.DeploymentDescriber. */
export const deploymentDescriber = defineDescriber<Deployment>({
  group: "apps",
  kind: "Deployment",
  *describe(deployment, context) {
    const sets = yield* ownReplicaSets(deployment, context);
    const events = yield* eventsOf(deployment, context);
    const text = new DescribeText();
    writeSpec(text, deployment);
    const { status } = deployment;
    const conditions = status?.conditions ?? [];
    if (conditions.length > 0) {
      text.put("Conditions:\n  Type\tStatus\tReason\n");
      text.line(1, "----\t------\t------");
      for (const { type, status: value, reason = "" } of conditions)
        text.line(1, `${type} \t${value}\t${reason}`);
    }
    const current = sets.find((set) => hasTemplateOf(set, deployment));
    const old = sets.filter((set) => set !== current);
    text.line(0, `OldReplicaSets:\t${setsText(old)}`);
    text.line(0, `NewReplicaSet:\t${setsText(current ? [current] : [])}`);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeSpec(text: DescribeText, { metadata, spec, status }: Deployment): void {
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
  text.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, `Selector:\t${formatLabelSelector(spec?.selector)}`);
  const {
    updatedReplicas = 0,
    replicas = 0,
    availableReplicas = 0,
    unavailableReplicas = 0,
  } = status ?? {};
  text.line(
    0,
    `Replicas:\t${spec?.replicas ?? 0} desired | ${updatedReplicas} updated | ${replicas} total | ` +
      `${availableReplicas} available | ${unavailableReplicas} unavailable`,
  );
  text.line(0, `StrategyType:\t${spec?.strategy?.type ?? ""}`);
  text.line(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling) {
    const [unavailable, surge] = [
      intOrStringText(rolling.maxUnavailable ?? 0),
      intOrStringText(rolling.maxSurge ?? 0),
    ];
    text.line(0, `RollingUpdateStrategy:\t${unavailable} max unavailable, ${surge} max surge`);
  }
  writePodTemplate(text, spec?.template);
}

/** The Deployment's ReplicaSets, oldest first. */
function* ownReplicaSets(
  deployment: Deployment,
  { session }: DescribeContext,
): Steps<readonly ReplicaSet[]> {
  const labelSelector = formatLabelSelector(deployment.spec?.selector);
  const sets = yield* listObjects(
    resourceFor(session, "replicasets.apps"),
    deployment.metadata.namespace ?? "",
    { labelSelector },
  );
  const own = (sets as readonly ReplicaSet[]).filter(
    (set) => controllerOf(set)?.uid === deployment.metadata.uid,
  );
  return [...own].sort((a, b) => {
    const [first, second] = [
      a.metadata.creationTimestamp ?? "",
      b.metadata.creationTimestamp ?? "",
    ];
    if (first !== second) return first < second ? -1 : 1;
    return (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1;
  });
}

/** Models deploymentutil.EqualIgnoreHash. */
function hasTemplateOf(set: ReplicaSet, { spec }: Deployment): boolean {
  const template = set.spec?.template;
  const { "pod-template-hash": _hash, ...labels } = template?.metadata?.labels ?? {};
  const { "pod-template-hash": _own, ...wanted } = spec?.template.metadata?.labels ?? {};
  const bare = { ...template, metadata: { ...template?.metadata, labels } };
  return isSemanticallyEqual(bare, {
    ...spec?.template,
    metadata: { ...spec?.template.metadata, labels: wanted },
  });
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) =>
      `${metadata.name ?? ""} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
  );
  return texts.length === 0 ? "<none>" : texts.join(", ");
}
