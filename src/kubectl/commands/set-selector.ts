import type { KubeObject } from "#core/api/meta.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { valueAt } from "../json.ts";
import { selectorObject } from "../label-selector-object.ts";
import { withValue } from "../pod-template.ts";
import { fetchTargets, targetsOf } from "../target.ts";
import { patchObjects, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

export const setSelector = defineCommand({
  name: "selector",
  summary: "Set the selector on a resource",
  usage: "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
  examples: ["kubectl set selector svc/web app=web,tier=front"],
  flags: [
    ...TEMPLATE_EDIT_FLAGS,
    { name: "resource-version", type: "text", usage: "Change only this version of the object." },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const text = args.find((word) => word.includes("="));
    const words = args.filter((word) => word !== text);
    if (text === undefined) throw failure("one selector is required");
    const labels = valueAt(selectorObject(text), "matchLabels") ?? {};
    const targets = targetsOf(invocation, words, { all: flags.on("all") });
    yield* patchObjects(invocation, yield* fetchTargets(targets), {
      did: "selector updated",
      change(object) {
        if (object.kind !== "Service")
          throw failure(`setting a selector is only supported for Services`);
        return withValue(object, ["spec", "selector"], labels) as KubeObject;
      },
    });
  },
});
