import type { Node } from "#core/api/schema/generated/types.ts";
import { callObject, print } from "../api.ts";
import { defineCommand, type Command, type Invocation, type Steps } from "../command.ts";
import { argumentFailure, throwGathered } from "../failure.ts";
import { type DryRun, dryRunOf, dryRunSuffix } from "../output.ts";
import { resourceFor } from "../resources.ts";
import { type Found, fetchTargets, SELECTOR_FLAGS, type Target } from "../target.ts";

/** The nodes that `cordon`, `uncordon` or `drain` mean. */
export function nodeTargets(invocation: Invocation): readonly Target[] {
  const { args, flags, session, path } = invocation;
  const labelSelector = flags.text("selector");
  const verb = path.split(" ").at(-1) ?? "";
  if (args.length > 0 && labelSelector !== "")
    throw argumentFailure("cannot specify both a node name and a --selector option", path);
  if (args.length === 0 && labelSelector === "")
    throw argumentFailure(`USAGE: ${verb} NODE [flags]`, path);
  const resource = resourceFor(session, "nodes");
  if (labelSelector !== "")
    return [{ type: "select", resource, namespace: "", options: { labelSelector } }];
  return args.map((word) => ({
    type: "name",
    resource,
    namespace: "",
    name: word.replace(/^(nodes?|no)\//, ""),
  }));
}

/** Marks a node (un)schedulable and says so. Models drain.RunCordonOrUncordon. */
export function* cordonNode(
  { resource, object }: Found,
  unschedulable: boolean,
  dryRun: DryRun,
): Steps<void> {
  const name = object.metadata.name ?? "";
  const verb = unschedulable ? "cordoned" : "uncordoned";
  const isNow = (object as Node).spec?.unschedulable === true;
  if (isNow === unschedulable)
    return yield* print(`node/${name} already ${verb}${dryRunSuffix(dryRun)}\n`);
  if (dryRun !== "client") {
    const body = { spec: { unschedulable: unschedulable ? true : null } };
    const options = dryRun === "server" ? { dryRun: true } : {};
    yield* callObject({
      verb: "patch",
      resource,
      namespace: "",
      name,
      patchType: "strategic",
      body,
      options,
    });
  }
  yield* print(`node/${name} ${verb}${dryRunSuffix(dryRun)}\n`);
}

function cordonCommand(name: "cordon" | "uncordon"): Command {
  return defineCommand({
    name,
    flags: [...SELECTOR_FLAGS, { name: "dry-run", type: "text", bare: "unchanged" }],
    *run(invocation) {
      const dryRun = dryRunOf(invocation);
      const { found, failures } = yield* fetchTargets(nodeTargets(invocation));
      for (const one of found) yield* cordonNode(one, name === "cordon", dryRun);
      throwGathered(failures);
    },
  });
}

export const cordon = cordonCommand("cordon");
export const uncordon = cordonCommand("uncordon");
