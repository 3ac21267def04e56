import { RECORD_FLAG } from "../record.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { editTargets, patchTemplates, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

export const setServiceAccount = defineCommand({
  name: "serviceaccount",
  aliases: ["sa"],
  flags: [...TEMPLATE_EDIT_FLAGS, RECORD_FLAG],
  *run(invocation) {
    const { args } = invocation;
    const serviceAccountName = args.at(-1);
    if (serviceAccountName === undefined) throw failure("serviceaccount is required");
    const fetched = yield* editTargets(invocation, args.slice(0, -1));
    yield* patchTemplates(invocation, fetched, {
      did: "serviceaccount updated",
      failing: "failed to patch ServiceAccountName",
      tellsAlways: true,
      change: (spec) => ({ ...spec, serviceAccountName }),
    });
  },
});
