import { call, listObjects, print } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import type { ApiResource } from "./define.ts";
import { failure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { textsAt } from "./json.ts";
import { LAST_APPLIED } from "./last-applied.ts";
import { type DryRun, dryRunSuffix, printerOf } from "./output.ts";
import { resourceOfKind, resultName } from "./resources.ts";

export const PRUNE_FLAGS: readonly FlagSpec[] = [
  { name: "prune", type: "bool" },
  { name: "all", type: "bool" },
  { name: "prune-allowlist", type: "list" },
];

/** What is pruned when nothing is named. Models cmd/util/prune. */
const NAMESPACED = [
  "core/v1/ConfigMap",
  "core/v1/Endpoints",
  "core/v1/PersistentVolumeClaim",
  "core/v1/Pod",
  "core/v1/ReplicationController",
  "core/v1/Secret",
  "core/v1/Service",
  "batch/v1/Job",
  "batch/v1/CronJob",
  "networking.k8s.io/v1/Ingress",
  "apps/v1/DaemonSet",
  "apps/v1/Deployment",
  "apps/v1/ReplicaSet",
  "apps/v1/StatefulSet",
];
const CLUSTER_WIDE = ["core/v1/Namespace", "core/v1/PersistentVolume"];

/** What a run of apply has touched. */
export interface Applied {
  readonly uids: ReadonlySet<string>;
  /** Namespaces of the objects, without the empty one. */
  readonly namespaces: ReadonlySet<string>;
}

/** Refuses a prune that says neither what nor that all is meant. */
export function checkPrune({ flags }: Pick<Invocation, "flags">): void {
  if (!flags.on("prune")) return;
  const [all, selector] = [flags.on("all"), flags.text("selector")];
  if (!all && selector === "")
    throw failure(
      "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector",
    );
  if (all && selector !== "") throw failure("cannot set --all and --selector at the same time");
  for (const text of flags.list("prune-allowlist"))
    if (text.split("/").length !== 3)
      throw failure(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
}

/** Deletes what apply has made before and does not name any more. Models apply.pruner. */
export function* prune(invocation: Invocation, applied: Applied, dryRun: DryRun): Steps<void> {
  const { session, flags } = invocation;
  const listed = flags.list("prune-allowlist");
  const kinds = (listed.length > 0 ? listed : [...NAMESPACED, ...CLUSTER_WIDE]).map((text) => {
    const [group = "", version = "", kind = ""] = text.split("/");
    const apiVersion = group === "core" ? version : `${group}/${version}`;
    return resourceOfKind(session, apiVersion, kind);
  });
  const resources = kinds.filter((each): each is ApiResource => each !== undefined);
  const namespaces = [...applied.namespaces].sort();
  for (const namespace of namespaces)
    for (const resource of resources.filter((each) => each.namespaced))
      yield* pruneIn(invocation, { resource, namespace, applied, dryRun });
  for (const resource of resources.filter((each) => !each.namespaced))
    yield* pruneIn(invocation, { resource, namespace: "", applied, dryRun });
}

function* pruneIn(
  { flags, session }: Invocation,
  {
    resource,
    namespace,
    applied,
    dryRun,
  }: {
    readonly resource: ApiResource;
    readonly namespace: string;
    readonly applied: Applied;
    readonly dryRun: DryRun;
  },
): Steps<void> {
  const labelSelector = flags.text("selector");
  const objects = yield* listObjects(resource, namespace, {
    ...(labelSelector !== "" && { labelSelector }),
  });
  for (const object of objects) {
    const { uid = "", name = "" } = object.metadata;
    const wasApplied = textsAt(object, "metadata", "annotations")[LAST_APPLIED] !== undefined;
    if (!wasApplied || applied.uids.has(uid)) continue;
    if (dryRun !== "client") {
      const options = {
        propagationPolicy: "Background",
        ...(dryRun === "server" && { dryRun: true }),
      } as const;
      yield* call({ verb: "delete", resource, namespace, name, options });
    }
    if (printerOf({ flags, session }, { withTables: false })) continue;
    yield* print(`${resultName(resource, name)} pruned${dryRunSuffix(dryRun)}\n`);
  }
}
