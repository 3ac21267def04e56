import { failure } from "../failure.ts";
import { defineCommand } from "../command.ts";
import { splitPairs } from "../pairs.ts";
import {
  mapContainers,
  editTargets,
  patchTemplates,
  podSpecOf,
  TEMPLATE_EDIT_FLAGS,
} from "../template-edit.ts";

export const setImage = defineCommand({
  name: "image",
  flags: TEMPLATE_EDIT_FLAGS,
  *run(invocation) {
    const { args } = invocation;
    const { objects, pairs } = splitPairs(args, "image");
    const { found, failures } = yield* editTargets(invocation, objects);
    if (pairs.length === 0) throw failure("at least one image update is required");
    const images = pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return { container: pair.slice(0, equals), image: pair.slice(equals + 1) };
    });
    for (const { object, resource } of found) {
      const { spec } = podSpecOf(object, resource);
      const names = [...spec.containers, ...(spec.initContainers ?? [])].map(
        (container) => container.name,
      );
      const unknown = images.find(
        ({ container }) => container !== "*" && !names.includes(container),
      );
      if (unknown)
        throw failure(`unable to find container named ${JSON.stringify(unknown.container)}`);
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
