import { callObject, getObject, print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { argumentFailure, failure, throwGathered } from "../failure.ts";
import { goJson, textsAt } from "../json.ts";
import { LAST_APPLIED, lastApplied } from "../last-applied.ts";
import { CHANGE_FLAGS, dryRunOf, dryRunSuffix, OUTPUT_FLAGS } from "../output.ts";
import { requestOptions } from "../request-options.ts";
import { resultName } from "../resources.ts";
import {
  FILE_FLAGS,
  fetchTargets,
  fileTargets,
  NOTHING_GIVEN,
  SELECTOR_FLAGS,
  targetsOf,
} from "../target.ts";
import { printYaml } from "../yaml/print.ts";

export const viewLastApplied = defineCommand({
  name: "view-last-applied",
  flags: [
    ...SELECTOR_FLAGS,
    ...FILE_FLAGS,
    { name: "all", type: "bool" },
    { name: "output", short: "o", type: "text", choices: ["yaml", "json"] },
  ],
  *run(invocation) {
    const { args, flags, path } = invocation;
    const output = flags.text("output", "yaml");
    if (output !== "yaml" && output !== "json")
      throw argumentFailure(
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
        path,
      );
    const targets = targetsOf(invocation, args, { all: flags.on("all") });
    const { found, failures } = yield* fetchTargets(targets);
    throwGathered(failures);
    for (const { object } of found) {
      const applied = lastApplied(object);
      if (applied === undefined) continue;
      yield* print(output === "yaml" ? printYaml(applied) : `${goJson(applied, "  ")}\n`);
    }
  },
});

export const editLastApplied = defineCommand({
  name: "edit-last-applied",
  flags: [...FILE_FLAGS, ...OUTPUT_FLAGS, ...CHANGE_FLAGS],
  *run(invocation) {
    const { failures } = yield* fetchTargets(targetsOf(invocation, invocation.args));
    throwGathered(failures);
    throw failure(
      "kubectl apply edit-last-applied needs a terminal editor: apply the file once more in the editor panel",
    );
  },
});

export const setLastApplied = defineCommand({
  name: "set-last-applied",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    { name: "create-annotation", type: "bool" },
  ],
  *run(invocation) {
    const { flags } = invocation;
    const files = flags.list("filename");
    if (files.length === 0) throw failure(NOTHING_GIVEN);
    const { targets, failures } = fileTargets(invocation, files);
    throwGathered(failures);
    const dryRun = dryRunOf(invocation);
    for (const { resource, namespace, name, object } of targets) {
      const live = yield* getObject(resource, namespace, name);
      if (lastApplied(live) === undefined && !flags.on("create-annotation"))
        throw failure(
          `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
        );
      const text = `${goJson(object)}\n`;
      if (textsAt(live, "metadata", "annotations")[LAST_APPLIED] === text) {
        yield* print(`set-last-applied ${name}: no changes required.\n`);
        continue;
      }
      const options = requestOptions(invocation, { fieldManager: "kubectl", dryRun });
      if (dryRun !== "client")
        yield* callObject({
          verb: "patch",
          resource,
          namespace,
          name,
          patchType: "merge",
          body: { metadata: { annotations: { [LAST_APPLIED]: text } } },
          options,
        });
      yield* print(`${resultName(resource, name)} configured${dryRunSuffix(dryRun)}\n`);
    }
  },
});
