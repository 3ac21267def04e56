import { duplicate, type FieldError } from "../field-error.ts";
import { isEqual } from "#core/base/equal.ts";
import type { RuntimeClass, Toleration } from "../schema/generated/types.ts";
import { immutable } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { labels } from "./labels.ts";
import { invalidFor, labelProblems } from "./problems.ts";
import { validateContainerResources } from "./resources.ts";
import { validateTolerations } from "./scheduling.ts";

/** Every mistake of a RuntimeClass. Models node validation.ValidateRuntimeClass. */
export function validateRuntimeClass({
  handler,
  overhead,
  scheduling,
}: RuntimeClass): FieldError[] {
  const tolerations = scheduling?.tolerations ?? [];
  const limits = overhead?.podFixed ?? {};
  return [
    ...invalidFor("handler", handler, labelProblems(handler)),
    ...(overhead ? validateContainerResources("overhead", { limits }, new Set()) : []),
    ...labels("scheduling.nodeSelector", scheduling?.nodeSelector),
    ...validateTolerations("scheduling.tolerations", tolerations),
    ...tolerations.flatMap((each, i) =>
      tolerations.slice(0, i).some((other) => isEqual(keyOf(each), keyOf(other)))
        ? [duplicate(`scheduling.tolerations[${i}]`, internalStruct("Toleration", each))]
        : [],
    ),
  ];
}

/** What tells two tolerations apart: not for how long they hold, and an empty word is none. */
function keyOf({ key, operator, value, effect }: Toleration): unknown {
  return [key, operator, value, effect].map((each) => each ?? "");
}

/** A class keeps its handler. Models ValidateRuntimeClassUpdate. */
export function validateRuntimeClassUpdate(next: RuntimeClass, old: RuntimeClass): FieldError[] {
  return [...validateRuntimeClass(next), ...immutable("handler", next.handler, old.handler)];
}
