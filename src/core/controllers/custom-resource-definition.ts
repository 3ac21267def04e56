import { customKindOf } from "#core/api/custom-kinds.ts";
import {
  CLEANUP_FINALIZER,
  customResourceDefinition,
} from "#core/api/kinds/apiextensions/custom-resource-definition.ts";
import { isBeingDeleted, nameOf, namespaceOf } from "#core/api/meta.ts";
import type { CustomResourceDefinition } from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { planStatus } from "./custom-resource-definition/plan.ts";

const RETRY_MS = 1000;

/**
 * Accepts the names of new definitions, so that their resources are served, and empties a definition before it goes.
 * Models the naming, establishing and finalizing controllers of the apiextensions-apiserver.
 */
export const customResourceDefinitionController = defineController({
  name: "custom-resource-definition-controller",
  kind: "CustomResourceDefinition",
  watches: [],
  reconcile(key, context) {
    const lister = context.lister<CustomResourceDefinition>("CustomResourceDefinition");
    const definition = lister.get(key);
    if (!definition) return undefined;
    if (isBeingDeleted(definition)) return finish(context, definition);
    const now = formatTime(context.nowEpochMs);
    const status = planStatus(definition, lister.list(), now);
    if (!isEqual(status, definition.status))
      context.client.update(customResourceDefinition, { ...definition, status }, "status");
    return undefined;
  },
});

/** Deletes what the definition has made, then lets it go. Models the crd finalizer. */
function finish(
  context: ControllerContext,
  definition: CustomResourceDefinition,
): { readonly requeueAfterMs: number } | undefined {
  const finalizers = definition.metadata.finalizers ?? [];
  if (!finalizers.includes(CLEANUP_FINALIZER)) return undefined;
  const kind = customKindOf(definition);
  if (kind) {
    const objects = context.client.list(kind);
    for (const object of objects)
      if (!isBeingDeleted(object))
        context.client.delete(kind, { namespace: namespaceOf(object), name: nameOf(object) });
    // Who owns something is known for as long as the definition is there: whoever cleans up behind these objects gets the time to.
    if (objects.length > 0) return { requeueAfterMs: RETRY_MS };
  }
  context.client.update(customResourceDefinition, {
    ...definition,
    metadata: {
      ...definition.metadata,
      finalizers: finalizers.filter((each) => each !== CLEANUP_FINALIZER),
    },
  });
  return undefined;
}
