import { RECORD_FLAG } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { listAt, textAt, valueAt } from "../json.ts";
import { selectorObject } from "../label-selector-object.ts";
import { withValue } from "../pod-template.ts";
import { editTargets, patchObjects, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

function expressionText(expression: unknown): string {
  const values = listAt(expression, "values").map(String).join(" ");
  return `{${textAt(expression, "key")} ${textAt(expression, "operator")} [${values}]}`;
}

export const setSelector = defineCommand({
  name: "selector",
  flags: [...TEMPLATE_EDIT_FLAGS, RECORD_FLAG, { name: "resource-version", type: "text" }],
  *run(invocation) {
    const { args, flags } = invocation;
    const text = args.at(-1);
    if (text === undefined) throw failure("one selector is required");
    const fetched = yield* editTargets(invocation, args.slice(0, -1));
    const selector = selectorObject(text);
    const expressions = listAt(selector, "matchExpressions");
    if (expressions.length > 0)
      throw failure(
        `match expression [${expressions.map(expressionText).join(" ")}] not supported on this object`,
      );
    const labels = valueAt(selector, "matchLabels") ?? {};
    const resourceVersion = flags.text("resource-version");
    yield* patchObjects(invocation, fetched, {
      did: "selector updated",
      tellsAlways: true,
      ...(resourceVersion !== "" && { resourceVersion }),
      change(object) {
        if (object.kind !== "Service")
          throw failure(`setting a selector is only supported for Services`);
        return withValue(object, ["spec", "selector"], labels) as KubeObject;
      },
    });
  },
});
