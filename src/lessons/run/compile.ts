import { assert } from "#core/base/assert.ts";
import type { LessonDefinition, LessonPrediction } from "#protocol/lesson.ts";
import { parseCheck, type Check } from "../check.ts";

/** A prediction with its expressions read. */
export interface CompiledPrediction {
  readonly prediction: LessonPrediction;
  readonly when: Check;
  readonly until: Check;
  readonly answer: Check | undefined;
  readonly options: readonly { readonly id: string; readonly holds: Check }[];
}

/** A lesson with every expression read. */
export interface CompiledLesson {
  readonly definition: LessonDefinition;
  readonly steps: readonly { readonly check: Check; readonly predict: string }[];
  readonly predictions: ReadonlyMap<string, CompiledPrediction>;
  readonly forbid: readonly { readonly id: string; readonly when: Check }[];
  readonly followedKinds: readonly string[];
  readonly needsTraffic: boolean;
}

/** Reads every expression of a definition. They are known to parse: an unreadable one is our own mistake. */
export function compileLesson(definition: LessonDefinition): CompiledLesson {
  const all: Check[] = [];
  const read = (text: string): Check => {
    const parsed = parseCheck(text);
    assert(parsed.ok, `the check ${text} of lesson ${definition.id} cannot be read`);
    all.push(parsed.check);
    return parsed.check;
  };
  const steps = definition.steps.map(({ check, predict }) => ({
    check: read(check),
    predict: predict ?? "",
  }));
  const predictions = new Map(
    definition.predictions.map((prediction) => [
      prediction.id,
      {
        prediction,
        when: read(prediction.when),
        until: read(prediction.until),
        answer: prediction.answer === undefined ? undefined : read(prediction.answer),
        options: prediction.options.map(({ id, holds }) => ({ id, holds: read(holds) })),
      },
    ]),
  );
  const forbid = definition.forbid.map(({ id, when }) => ({ id, when: read(when) }));
  return {
    definition,
    steps,
    predictions,
    forbid,
    followedKinds: [...new Set(all.flatMap(({ followedKinds }) => followedKinds))].sort(),
    needsTraffic: all.some(({ needsTraffic }) => needsTraffic),
  };
}
