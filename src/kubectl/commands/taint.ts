import { qualifiedNameProblems } from "#core/api/label-format.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Node, Taint } from "#core/api/schema/generated/types.ts";
import { callObject } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { argumentFailure, failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { CHANGE_FLAGS, dryRunOf, OUTPUT_FLAGS, report, VALIDATE_FLAG } from "../output.ts";
import { requestOptions } from "../request-options.ts";
import { type Found, fetchTargets, SELECTOR_FLAGS, targetsOf } from "../target.ts";

const EFFECTS: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

export const taint = defineCommand({
  name: "taint",
  flags: [
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    ...SELECTOR_FLAGS,
    VALIDATE_FLAG,
    { name: "all", type: "bool" },
    { name: "overwrite", type: "bool" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const at = args.findIndex(
      (word) => word.includes("=") || word.includes(":") || (word.endsWith("-") && word !== "-"),
    );
    const objects = at < 0 ? args : args.slice(0, at);
    const specs = at < 0 ? [] : args.slice(at);
    if (objects.length === 0)
      throw failure("one or more resources must be specified as <resource> <name>");
    if (specs.length === 0) throw failure("at least one taint update is required");
    const changes = readSpecs(specs, invocation.path);
    const targets = targetsOf(invocation, objects, { all: flags.on("all") });
    const other = targets.find((target) => target.resource.kind !== "Node");
    if (other)
      throw failure(`invalid resource type ${objects[0] ?? ""}, only node types are supported`);
    const { found, failures } = yield* fetchTargets(targets);
    throwGathered(failures);
    for (const one of found) {
      try {
        yield* taintNode(invocation, one, changes);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly { readonly key: string; readonly effect: string }[];
}

/** Models taint.parseTaints. */
function readSpecs(specs: readonly string[], path: string): Changes {
  const add: Taint[] = [];
  const remove: { key: string; effect: string }[] = [];
  for (const spec of specs) {
    const [front = "", effect = "", ...more] = spec.split(":");
    if (spec.endsWith("-")) {
      const [key = "", effectToRemove = ""] = spec.slice(0, -1).split(":");
      remove.push({ key: key.split("=")[0] ?? key, effect: effectToRemove });
      continue;
    }
    const [key = "", value = "", ...rest] = front.split("=");
    if (more.length > 0 || rest.length > 0)
      throw argumentFailure(`invalid taint spec: ${spec}`, path);
    if (!spec.includes(":")) {
      // Without an effect the whole text is taken for a key.
      const problems = qualifiedNameProblems(spec);
      throw argumentFailure(`invalid taint spec: ${spec}, ${problems.join("; ")}`, path);
    }
    if (!EFFECTS.includes(effect))
      throw argumentFailure(`invalid taint effect: ${effect}, unsupported taint effect`, path);
    const problems = qualifiedNameProblems(key);
    if (problems.length > 0)
      throw argumentFailure(`invalid taint spec: ${spec}, ${problems.join("; ")}`, path);
    if (add.some((each) => isSame(each, { key, effect })))
      throw argumentFailure(
        `duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`,
        path,
      );
    add.push({ key, ...(value !== "" && { value }), effect: effect as Taint["effect"] });
  }
  checkConflicts({ add, remove });
  return { add, remove };
}

/** Models taint.TaintOptions.Validate. */
function checkConflicts({ add, remove }: Changes): void {
  const conflicts = add.flatMap((taint) =>
    remove.filter((each) => isSame(taint, each)).map(({ key, effect }) => `${key}=${effect}`),
  );
  if (conflicts.length > 0)
    throw failure(
      `can not both modify and remove the following taint(s) in the same command: ${conflicts.join(", ")}`,
    );
}

function isSame(a: Taint, b: { readonly key: string; readonly effect: string }): boolean {
  return a.key === b.key && (b.effect === "" || a.effect === b.effect);
}

function* taintNode(
  invocation: Invocation,
  { resource, object }: Found,
  { add, remove }: Changes,
): Steps<void> {
  const before = (object as Node).spec?.taints ?? [];
  const name = object.metadata.name ?? "";
  const clashing = add.filter((taint) => before.some((each) => isSame(each, taint)));
  const clashes = clashing.length > 0;
  if (clashes && !invocation.flags.on("overwrite")) {
    const keys = clashing.map(({ key }) => key).join(",");
    throw failure(
      `node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const missing = remove.filter((spec) => !before.some((each) => isSame(each, spec)));
  throwGathered(
    missing.map(({ key, effect }) =>
      failure(
        effect === ""
          ? `taint ${JSON.stringify(key)} not found`
          : `taint ${JSON.stringify(`${key}:${effect}`)} not found`,
      ),
    ),
  );
  const kept = before.filter(
    (each) =>
      !add.some((taint) => isSame(each, taint)) && !remove.some((spec) => isSame(each, spec)),
  );
  const taints = [...add, ...kept];
  const did =
    add.length === 0 ? "untainted" : remove.length > 0 || clashes ? "modified" : "tainted";
  const dryRun = dryRunOf(invocation);
  const body = { spec: { taints: taints.length > 0 ? taints : null } };
  const options = requestOptions(invocation, { fieldManager: "kubectl-taint", dryRun });
  const { taints: _before, ...spec } = (object as Node).spec ?? {};
  const result =
    dryRun === "client"
      ? ({ ...object, spec: { ...spec, ...(taints.length > 0 && { taints }) } } as KubeObject)
      : yield* callObject({
          verb: "patch",
          resource,
          namespace: "",
          name,
          patchType: "merge",
          body,
          options,
        });
  yield* report(
    invocation,
    { resource, name, object: result, did },
    dryRun === "client" ? "none" : dryRun,
  );
}
