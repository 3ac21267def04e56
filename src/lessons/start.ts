import { assertPresent } from "#core/base/assert.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { Scenario } from "#protocol/scenario.ts";

/** The session a lesson starts as: to be opened together with the lesson. */
export function lessonScenario({ definition, files }: Lesson): Scenario {
  const [first, second] = definition.worlds;
  return {
    version: 1,
    seed: definition.seed,
    cluster: assertPresent(first, "a lesson has a world").cluster,
    files: definition.files.flatMap((name) => files.filter((file) => file.name === name)),
    journal: [],
    at: 0,
    speed: 1,
    playing: definition.paused !== true,
    view: {},
    ...(second && { second: second.cluster }),
    lesson: definition.id,
  };
}
