import type {
  LessonDefinition,
  LessonNumber,
  LessonPrediction,
  LessonProblem,
  LessonStep,
} from "#protocol/lesson.ts";
import type { Check } from "../check.ts";
import { readWorlds } from "./clusters.ts";
import { readChip, readEvent } from "./happenings.ts";
import { readNumbers } from "./numbers.ts";
import { YamlReader, type Place } from "./yaml-reader.ts";

const KEYS = [
  "id",
  "minutes",
  "exam",
  "seed",
  "paused",
  "cluster",
  "apply",
  "load",
  "worlds",
  "files",
  "picture",
  "events",
  "steps",
  "predictions",
  "forbid",
  "budget",
  "lights",
  "numbers",
] as const;
const STEP_KEYS = ["id", "focus", "check", "predict", "chips"] as const;
const PREDICTION_KEYS = ["id", "kind", "when", "until", "horizon", "answer", "options"] as const;
const PICTURES = ["eras", "worlds", "node", "template"] as const;
const KINDS = ["number", "choice", "node", "order"] as const;
const HORIZON_MS = 60_000;
const MAX_HORIZON_MS = 600_000;
const MAX_STEPS = 5;

/** A definition as far as it could be read, and what is wrong with it. */
export interface ReadDefinition {
  readonly definition: LessonDefinition;
  readonly problems: readonly LessonProblem[];
}

/** Reads `lesson.yaml`. `files` are the names of what lies beside it. */
export function readDefinition(
  text: string,
  { folder, files }: { readonly folder: string; readonly files: readonly string[] },
): ReadDefinition {
  const reader = new YamlReader(`${folder}/lesson.yaml`, text);
  const builder = new DefinitionBuilder(reader, files);
  return { definition: builder.read(folder), problems: reader.problems };
}

/** The numbers that a `lesson.yaml` offers, as far as they can be read; `readDefinition` tells what is wrong with them. */
export function numbersIn(folder: string, text: string): readonly LessonNumber[] {
  const reader = new YamlReader(`${folder}/lesson.yaml`, text);
  return readNumbers(reader, reader.record(reader.root, KEYS).get("numbers"));
}

class DefinitionBuilder {
  private readonly reader: YamlReader;
  private readonly files: readonly string[];
  private readonly checks: { readonly check: Check; readonly place: Place }[] = [];

  constructor(reader: YamlReader, files: readonly string[]) {
    this.reader = reader;
    this.files = files;
  }

  read(folder: string): LessonDefinition {
    const { reader } = this;
    const root = reader.record(reader.root, KEYS);
    const stepPlaces = reader.list(reader.required(root, "steps", reader.root));
    if (stepPlaces.length > MAX_STEPS)
      reader.fail(reader.root, `${stepPlaces.length} steps are too many; at most ${MAX_STEPS}`);
    const worlds = readWorlds(reader, root);
    for (const { apply } of worlds) this.mustExist(root.get("worlds") ?? root.get("apply"), apply);
    const steps = stepPlaces.map((place) => this.step(place));
    const predictions = reader.list(root.get("predictions")).map((place) => this.prediction(place));
    const files = reader.texts(root.get("files"));
    this.mustExist(root.get("files"), files);
    const budget = this.budget(root.get("budget"));
    const picture = root.get("picture");
    const numbers = readNumbers(reader, root.get("numbers"));
    const definition: LessonDefinition = {
      id: reader.text(reader.required(root, "id", reader.root)),
      folder,
      track: folder.split("/")[0] ?? "",
      minutes: reader.number(root.get("minutes"), 5),
      exam: reader.texts(root.get("exam")),
      seed: reader.number(root.get("seed"), 1),
      ...(reader.flag(root.get("paused")) && { paused: true }),
      worlds,
      files,
      ...(picture && { picture: reader.oneOf(picture, PICTURES, "worlds") }),
      events: reader
        .list(root.get("events"))
        .flatMap((place) => readEvent(reader, place))
        .sort((a, b) => a.at - b.at),
      steps,
      predictions,
      forbid: reader.list(root.get("forbid")).map((place) => this.forbidden(place)),
      budget,
      lights: reader.texts(root.get("lights")),
      ...(numbers.length > 0 && { numbers }),
    };
    this.crossCheck(definition, root);
    return definition;
  }

  private step(place: Place): LessonStep {
    const { reader } = this;
    const step = reader.record(place, STEP_KEYS);
    const focus = reader.text(step.get("focus"));
    const predict = reader.text(step.get("predict"));
    const chips = reader.list(step.get("chips")).flatMap((each) => readChip(reader, each));
    for (const { action } of chips)
      if (action.type === "file" || action.type === "edit")
        this.mustExist(step.get("chips"), [action.name]);
    return {
      id: reader.text(reader.required(step, "id", place)),
      ...(focus !== "" && { focus: { target: focus } }),
      check: this.check(reader.required(step, "check", place)),
      ...(predict !== "" && { predict }),
      chips,
    };
  }

  private prediction(place: Place): LessonPrediction {
    const { reader } = this;
    const given = reader.record(place, PREDICTION_KEYS);
    const kind = reader.oneOf(reader.required(given, "kind", place), KINDS, "choice");
    const options = reader.list(given.get("options")).map((each) => {
      const option = reader.record(each, ["id", "holds"]);
      return {
        id: reader.text(reader.required(option, "id", each)),
        holds: this.check(reader.required(option, "holds", each)),
      };
    });
    const needsOptions = kind === "choice" || kind === "order";
    if (needsOptions && options.length < 2) reader.fail(place, `${kind} needs options`);
    if (!needsOptions && !given.has("answer"))
      reader.fail(place, `${kind} needs an answer: the expression whose value is right`);
    const horizon = given.get("horizon");
    const horizonMs = reader.duration(horizon, HORIZON_MS);
    if (horizonMs > MAX_HORIZON_MS && horizon)
      reader.fail(horizon, "the horizon is too far: at most 10m");
    const answer = given.get("answer");
    return {
      id: reader.text(reader.required(given, "id", place)),
      kind,
      when: this.check(reader.required(given, "when", place)),
      until: this.check(reader.required(given, "until", place)),
      horizonMs,
      ...(answer && { answer: this.check(answer) }),
      options,
    };
  }

  private forbidden(place: Place): { readonly id: string; readonly when: string } {
    const { reader } = this;
    const given = reader.record(place, ["id", "when"]);
    return {
      id: reader.text(reader.required(given, "id", place)),
      when: this.check(reader.required(given, "when", place)),
    };
  }

  private budget(place: Place | undefined): LessonDefinition["budget"] {
    const { reader } = this;
    const given = place ? reader.record(place, ["inputs", "time"]) : new Map<string, Place>();
    return {
      inputs: reader.number(given.get("inputs"), 10),
      timeMs: reader.duration(given.get("time"), 300_000),
    };
  }

  private check(place: Place): string {
    return this.reader.check(place, (check) => this.checks.push({ check, place }));
  }

  private mustExist(place: Place | undefined, names: readonly string[]): void {
    for (const name of names)
      if (place && !this.files.includes(name))
        this.reader.fail(place, `there is no file ${name} beside lesson.yaml`);
  }

  private crossCheck(definition: LessonDefinition, root: ReadonlyMap<string, Place>): void {
    const { reader } = this;
    const known = {
      prediction: definition.predictions.map(({ id }) => id),
      file: [...this.files],
    };
    for (const { check, place } of this.checks)
      for (const { what, name } of check.names)
        if (!known[what].includes(name)) reader.fail(place, `there is no ${what} ${name}`);
    const stepsPlace = root.get("steps") ?? reader.root;
    const asked = definition.steps.flatMap(({ predict }) => predict ?? []);
    for (const id of asked)
      if (!known.prediction.includes(id)) reader.fail(stepsPlace, `there is no prediction ${id}`);
    for (const id of known.prediction)
      if (!asked.includes(id))
        reader.fail(root.get("predictions") ?? reader.root, `no step asks the prediction ${id}`);
    mustDiffer(definition.steps, (id) => reader.fail(stepsPlace, `two steps are called ${id}`));
    mustDiffer(definition.predictions, (id) =>
      reader.fail(root.get("predictions") ?? reader.root, `two predictions are called ${id}`),
    );
  }
}

function mustDiffer(list: readonly { readonly id: string }[], report: (id: string) => void): void {
  const ids = list.map(({ id }) => id);
  for (const [i, id] of ids.entries()) if (ids.indexOf(id) < i) report(id);
}
