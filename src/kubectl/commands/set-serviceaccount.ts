import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { fetchTargets, targetsOf } from "../target.ts";
import { patchTemplates, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

export const setServiceAccount = defineCommand({
  name: "serviceaccount",
  aliases: ["sa"],
  summary: "Update the service account of a resource",
  usage: "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
  examples: ["kubectl set serviceaccount deploy/web robot"],
  flags: TEMPLATE_EDIT_FLAGS,
  *run(invocation) {
    const { args, flags } = invocation;
    const serviceAccountName = args.at(-1);
    if (serviceAccountName === undefined) throw failure("serviceaccount is required");
    const targets = targetsOf(invocation, args.slice(0, -1), { all: flags.on("all") });
    yield* patchTemplates(invocation, yield* fetchTargets(targets), {
      did: "serviceaccount updated",
      change: (spec) => ({ ...spec, serviceAccountName }),
    });
  },
});
