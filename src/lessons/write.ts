import { stringify } from "yaml";
import {
  LANGUAGES,
  type Lesson,
  type LessonChip,
  type LessonDefinition,
  type LessonEvent,
  type LessonLanguage,
  type LessonPrediction,
  type LessonText,
  type LessonWorld,
} from "#protocol/lesson.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";

/** The files of a lesson folder: what `parseLessonFolder` reads back to the same lesson. Languages without texts are left out. */
export function writeLessonFolder(
  { definition, files, solution, wrong }: Lesson,
  texts: Readonly<Partial<Record<LessonLanguage, LessonText>>>,
): readonly ScenarioFile[] {
  const steps = definition.steps.map(({ id }) => id);
  return [
    {
      name: "lesson.yaml",
      text: stringify(definitionOut(definition), {
        lineWidth: 0,
        aliasDuplicateObjects: false,
      }),
    },
    ...LANGUAGES.flatMap((language) => {
      const text = texts[language];
      return text ? [{ name: `${language}.md`, text: textOut(text, definition) }] : [];
    }),
    { name: "solution.txt", text: scriptOut(solution, steps) },
    { name: "wrong.txt", text: scriptOut(wrong, steps) },
    ...files,
  ];
}

function definitionOut(definition: LessonDefinition): unknown {
  const { worlds, events, steps, predictions, forbid, budget } = definition;
  const [first] = worlds;
  const isTwo = worlds.length > 1;
  return compact({
    id: definition.id,
    minutes: definition.minutes,
    exam: definition.exam,
    seed: definition.seed,
    paused: definition.paused,
    ...(!isTwo && first && worldOut(first)),
    worlds: isTwo ? Object.fromEntries(worlds.map((world) => [world.id, worldOut(world)])) : [],
    files: definition.files,
    picture: definition.picture,
    events: events.map(({ at, world, action }) =>
      compact({
        at: durationOut(at),
        world: world === "b" ? "b" : undefined,
        ...actionOut(action),
      }),
    ),
    steps: steps.map(({ id, focus, check, predict, chips }) =>
      compact({ id, focus: focus?.target, predict, check, chips: chips.map(chipOut) }),
    ),
    predictions: predictions.map(predictionOut),
    forbid,
    budget: { inputs: budget.inputs, time: durationOut(budget.timeMs) },
    lights: definition.lights,
  });
}

function worldOut({ cluster, apply, load, figure }: LessonWorld): Record<string, unknown> {
  return compact({
    cluster,
    apply,
    load: load.map(({ service, ratePerSecond }) => ({ service, rate: ratePerSecond })),
    figure: figure === "stage" ? undefined : figure,
  });
}

function predictionOut(prediction: LessonPrediction): unknown {
  const { id, kind, when, until, horizonMs, answer, options } = prediction;
  return compact({ id, kind, when, until, horizon: durationOut(horizonMs), answer, options });
}

function chipOut({ id, world, action }: LessonChip): unknown {
  const place = { id, world: world === "b" ? "b" : undefined };
  if (action.type === "file") return compact({ ...place, file: action.name });
  if (action.type === "edit")
    return compact({ ...place, edit: action.name, line: action.line, text: action.text });
  return compact({ ...place, ...actionOut(action) });
}

function actionOut(action: LessonEvent["action"]): Record<string, unknown> {
  switch (action.type) {
    case "kubectl":
      return { kubectl: action.line };
    case "load":
      return { load: { service: action.service, rate: action.ratePerSecond } };
    case "fault":
      return { [action.on ? "fault" : "heal"]: `${action.name} ${action.target}` };
  }
}

/** Without what is absent or empty. */
function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function durationOut(ms: number): string {
  if (ms % 60_000 === 0 && ms > 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

function scriptOut(acts: Readonly<Record<string, readonly string[]>>, steps: readonly string[]) {
  return steps.map((id) => [`# step ${id}`, ...(acts[id] ?? []), ""].join("\n")).join("");
}

function textOut(text: LessonText, definition: LessonDefinition): string {
  const parts: string[] = [
    ["---", `title: ${line(text.title)}`, `objective: ${line(text.objective)}`].join("\n") +
      `\nofficial: ${line(text.official)}\n---`,
  ];
  for (const { id } of definition.worlds) {
    const world = text.worlds[id];
    if (world) parts.push(`# world ${id}: ${line(world.title)}\n${body(world.subtitle)}`);
  }
  for (const { id } of definition.steps) {
    const step = text.steps[id];
    if (!step) continue;
    parts.push(`# step ${id}: ${line(step.title)}\n${body(step.say)}`);
    if (step.caption !== undefined) parts.push(`> caption: ${line(step.caption)}`);
    parts.push(...step.hints.map((hint) => `## hint\n${body(hint)}`));
    parts.push(
      ...Object.entries(step.chips).map(([chip, words]) => `## chip ${chip}: ${line(words)}`),
    );
    if (step.notes !== undefined) parts.push(`## notes\n${body(step.notes)}`);
  }
  for (const { id } of definition.predictions) {
    const prediction = text.predictions[id];
    if (!prediction) continue;
    const options = Object.entries(prediction.options).map(
      ([key, words]) => `- ${key}: ${line(words)}`,
    );
    parts.push([`# predict ${id}`, body(prediction.question), ...options].join("\n"));
    parts.push(`## why\n${body(prediction.why)}`);
  }
  for (const [id, words] of Object.entries(text.forbid))
    parts.push(`# forbid ${id}\n${body(words)}`);
  for (const { then, now, say } of text.thenNow)
    parts.push(`# then-now ${line(then)}: ${line(now)}\n${body(say)}`);
  parts.push(`# debrief\n${body(text.debrief)}`);
  return `${parts.join("\n\n")}\n`;
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Lines that would be read as headings are set in: they stay text. */
function body(text: string): string {
  return text.trim().replace(/^#/gm, " #");
}
