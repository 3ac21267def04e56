import { callObject, getObject, print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { failure, throwGathered } from "../failure.ts";
import { goJson } from "../json.ts";
import { LAST_APPLIED, lastApplied } from "../last-applied.ts";
import { CHANGE_FLAGS, dryRunOf, dryRunSuffix, OUTPUT_FLAGS } from "../output.ts";
import { requestOptions } from "../request-options.ts";
import { resultName } from "../resources.ts";
import { FILE_FLAGS, fetchTargets, fileTargets, SELECTOR_FLAGS, targetsOf } from "../target.ts";
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
    const { args, flags } = invocation;
    const output = flags.text("output", "yaml");
    if (output !== "yaml" && output !== "json")
      throw failure(
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      );
    const targets = targetsOf(invocation, args, { allowAll: true, all: flags.on("all") });
    const { found, failures } = yield* fetchTargets(targets);
    throwGathered(failures);
    for (const { object } of found) {
      const applied = lastApplied(object);
      if (applied === undefined)
        throw failure(
          `no last-applied-configuration annotation found on resource: ${object.metadata.name ?? ""}`,
        );
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
    const { targets, failures } = fileTargets(invocation, flags.list("filename"));
    throwGathered(failures);
    const dryRun = dryRunOf(invocation);
    for (const { resource, namespace, name, object } of targets) {
      const live = yield* getObject(resource, namespace, name);
      if (lastApplied(live) === undefined && !flags.on("create-annotation"))
        throw failure(
          `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
        );
      const text = `${goJson(object)}\n`;
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
