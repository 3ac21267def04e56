import type { Pod } from "#core/api/schema/generated/types.ts";
import { parseLabelSelector } from "#core/api/label-selector.ts";
import { controllerOf } from "#core/api/meta.ts";
import { findObject, listObjects, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { evictPods } from "../eviction.ts";
import { CommandFailure, failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { type DryRun, dryRunOf, dryRunSuffix } from "../output.ts";
import { resourceFor, resourceOfKind } from "../resources.ts";
import { fetchTargets, SELECTOR_FLAGS } from "../target.ts";
import { cordonNode, nodeTargets } from "./cordon.ts";

export const drain = defineCommand({
  name: "drain",
  flags: [
    ...SELECTOR_FLAGS,
    { name: "dry-run", type: "text", bare: "unchanged" },
    { name: "ignore-daemonsets", type: "bool" },
    { name: "force", type: "bool" },
    { name: "delete-emptydir-data", type: "bool" },
    {
      name: "disable-eviction",
      type: "bool",
    },
    { name: "grace-period", type: "int" },
    { name: "timeout", type: "duration" },
    { name: "pod-selector", type: "text" },
    { name: "skip-wait-for-delete-timeout", type: "int" },
    { name: "chunk-size", type: "int" },
  ],
  *run(invocation) {
    const dryRun = dryRunOf(invocation);
    checkSelector(invocation.flags.text("pod-selector"));
    const { found, failures } = yield* fetchTargets(nodeTargets(invocation));
    throwGathered(failures);
    for (const node of found) yield* cordonNode(node, true, dryRun);
    const drained = new Set<string>();
    const all: string[] = [];
    for (const { object } of found) {
      const name = object.metadata.name ?? "";
      const problems = yield* drainNode(invocation, name, dryRun);
      const [problem] = problems;
      if (problem === undefined) {
        drained.add(name);
        yield* print(`node/${name} drained${dryRunSuffix(dryRun)}\n`);
        continue;
      }
      all.push(...problems);
      const told = problems.length === 1 ? problem : `[${problems.join(", ")}]`;
      yield* printError(
        `error: unable to drain node ${JSON.stringify(name)} due to error: ${told}, continuing command...\n`,
      );
    }
    if (all.length === 0) return;
    const pending = found
      .map(({ object }) => object.metadata.name ?? "")
      .filter((name) => !drained.has(name));
    yield* printError(
      `There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join("")}`,
    );
    throw new CommandFailure(all.map((problem) => `${problem}\n`).join(""), {
      verbatim: true,
    });
  },
});

function checkSelector(text: string): void {
  try {
    parseLabelSelector(text);
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    throw failure("--pod-selector=<pod_selector> must be a valid label selector");
  }
}

/** What stands in the way; nothing when every pod is gone. */
function* drainNode(
  invocation: Invocation,
  node: string,
  dryRun: DryRun,
): Steps<readonly string[]> {
  const { flags, session } = invocation;
  const labelSelector = flags.text("pod-selector");
  const options = {
    fieldSelector: `spec.nodeName=${node}`,
    ...(labelSelector !== "" && { labelSelector }),
  };
  const pods = (yield* listObjects(resourceFor(session, "pods"), "", options)) as readonly Pod[];
  const verdicts: Verdict[] = [];
  for (const pod of pods) verdicts.push(yield* judge(invocation, pod));
  const problems = groupTexts(
    verdicts.filter((verdict) => verdict.refusal !== undefined),
    (verdict) => verdict.refusal ?? "",
  );
  if (problems.length > 0) return problems;
  const warnings = groupTexts(
    verdicts.filter((verdict) => verdict.warning !== undefined),
    (verdict) => verdict.warning ?? "",
  );
  if (warnings.length > 0) yield* printError(`Warning: ${warnings.join("; ")}\n`);
  const leaving = verdicts.filter((verdict) => verdict.leaves).map((verdict) => verdict.pod);
  return yield* evictPods(invocation, leaving, dryRun);
}

interface Verdict {
  readonly pod: Pod;
  readonly leaves: boolean;
  readonly refusal?: string;
  readonly warning?: string;
}

const DOUBLED =
  "cannot delete cannot delete Pods that declare no controller (use --force to override)";

/** Models drain filters: daemon set, mirror, local storage, unreplicated. */
function* judge({ flags, session }: Invocation, pod: Pod): Steps<Verdict> {
  if (pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined)
    return { pod, leaves: false };
  const isFinished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  const controller = controllerOf(pod);
  if (controller?.kind === "DaemonSet" && !isFinished) {
    const resource = resourceOfKind(session, controller.apiVersion, "DaemonSet");
    const owner = resource
      ? yield* findObject(resource, pod.metadata.namespace ?? "", controller.name)
      : undefined;
    if (owner) {
      if (!flags.on("ignore-daemonsets")) {
        return {
          pod,
          leaves: false,
          refusal: "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)",
        };
      }
      return { pod, leaves: false, warning: "ignoring DaemonSet-managed Pods" };
    }
  }
  const hasLocalData =
    pod.spec?.volumes?.some((volume) => volume.emptyDir !== undefined) === true && !isFinished;
  if (hasLocalData && !flags.on("delete-emptydir-data")) {
    return {
      pod,
      leaves: false,
      refusal: "cannot delete Pods with local storage (use --delete-emptydir-data to override)",
    };
  }
  if (!controller && !isFinished) {
    if (!flags.on("force")) return { pod, leaves: false, refusal: DOUBLED };
    return { pod, leaves: true, warning: "deleting Pods that declare no controller" };
  }
  return {
    pod,
    leaves: true,
    ...(hasLocalData && { warning: "deleting Pods with local storage" }),
  };
}

/** `text: ns/a, ns/b` for each text, in order of first use. */
function groupTexts(verdicts: readonly Verdict[], textOf: (verdict: Verdict) => string): string[] {
  const groups = new Map<string, string[]>();
  for (const verdict of verdicts) {
    const text = textOf(verdict);
    groups.set(text, [...(groups.get(text) ?? []), podName(verdict.pod)]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, pods]) => `${text}: ${pods.join(", ")}`);
}

function podName({ metadata }: Pod): string {
  return `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}
