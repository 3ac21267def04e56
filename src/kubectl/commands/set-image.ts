import { RECORD_FLAG } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { PodSpec } from "#core/api/schema/generated/types.ts";
import { failure } from "../failure.ts";
import { defineCommand } from "../command.ts";
import { splitPairs } from "../pairs.ts";
import { templateOf, templatePath } from "../pod-template.ts";
import {
  mapContainers,
  editTargets,
  patchTemplates,
  TEMPLATE_EDIT_FLAGS,
} from "../template-edit.ts";

export const setImage = defineCommand({
  name: "image",
  flags: [...TEMPLATE_EDIT_FLAGS, RECORD_FLAG],
  *run(invocation) {
    const { args } = invocation;
    const { objects, pairs } = splitPairs(args, "image");
    const { found, failures } = yield* editTargets(invocation, objects);
    if (pairs.length === 0) throw failure("at least one image update is required");
    const images = pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return { container: pair.slice(0, equals), image: pair.slice(equals + 1) };
    });
    for (const { object } of found) {
      // What has no containers is told of when its turn comes.
      if (!templatePath(object)) continue;
      const names = containerNames(object);
      for (const { container } of images)
        if (container !== "*" && !names.includes(container))
          failures.push(
            failure(`error: unable to find container named ${JSON.stringify(container)}`),
          );
    }
    yield* patchTemplates(
      invocation,
      { found, failures },
      {
        did: "image updated",
        failing: "failed to patch image update to pod template:",
        change: (spec) =>
          mapContainers(spec, (container) => {
            const wanted = images
              .filter((each) => each.container === "*" || each.container === container.name)
              .at(-1);
            return wanted ? { ...container, image: wanted.image } : container;
          }),
      },
    );
  },
});

function containerNames(object: KubeObject): readonly string[] {
  const spec: Partial<PodSpec> = templateOf(object)?.spec ?? {};
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name);
}
