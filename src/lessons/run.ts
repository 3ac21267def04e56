import type { LessonDefinition } from "#protocol/lesson.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";
import type { JournalEntry, WorldId } from "#protocol/scenario.ts";
import { isTrue } from "./check/evaluate.ts";
import { noFacts, type CheckContext } from "./check/facts.ts";
import { isRan, takeAction } from "./run/actions.ts";
import { compileLesson, type CompiledLesson } from "./run/compile.ts";
import { countEventsBefore, followObjects, sampleTraffic } from "./run/gather.ts";
import {
  ask,
  countedActions,
  follow,
  isTimeToAsk,
  look,
  waitingPrediction,
  type Evaluation,
} from "./run/predict.ts";
import type { LessonState, PredictionState } from "./run/state.ts";
import type { LessonWorldView } from "./world-view.ts";

/** What an open lesson needs of its host. */
export interface LessonPorts {
  readonly views: Readonly<Partial<Record<WorldId, LessonWorldView>>>;
  /**
   * Runs the clusters ahead from now, calling `isOver` after everything that happens, until it says so or `horizonMs` have passed.
   * Everything, this lesson's state included, is then what it was before. `key` names what is looked for.
   */
  foresee(
    order: { readonly key: string; readonly horizonMs: number },
    isOver: (now: number) => boolean,
    result: () => string,
  ): string;
}

const LOOK_EVERY_MS = 100;
/** Virtual time before the deciding moment that is shown slowly. */
const SLOW_MS = 5_000;
const WORLDS: readonly WorldId[] = ["a", "b"];

/** An open lesson: watches the clusters and the learner, and knows how far things are. What it knows depends on the history alone. */
export class LessonRun {
  state: LessonState;
  private readonly lesson: CompiledLesson;
  private readonly ports: LessonPorts;
  private isForeseeing = false;

  constructor(definition: LessonDefinition, ports: LessonPorts) {
    this.lesson = compileLesson(definition);
    this.ports = ports;
    this.state = firstState(definition);
    for (const [world, view] of this.worlds()) {
      const facts = this.state.facts[world];
      countEventsBefore(facts, view);
      followObjects(facts, view, { kinds: this.lesson.followedKinds, isStart: true });
      if (this.lesson.needsTraffic) sampleTraffic(facts, view, 0);
    }
  }

  /** The clock must not go on: a question waits for its answer. */
  get isHolding(): boolean {
    return this.open()?.state === "asked";
  }

  /** A question was answered and the moment that decides it is near: the host goes slowly, so that one sees it. */
  isSlow(now: number): boolean {
    const open = this.open();
    const { until } = this.lesson.predictions.get(this.openId()) ?? {};
    // What only a clock decides is no sight.
    if (until?.needsWorld !== true) return false;
    return open?.state === "running" && open.foreseenAt - now <= SLOW_MS && now <= open.foreseenAt;
  }

  /** When to look next, although nothing may have happened. */
  get nextLookAt(): number {
    return this.state.nextLookAt;
  }

  /** Takes an input of the learner in. Call `observe` after it. */
  take(entry: JournalEntry, isRefused: boolean): void {
    const { state } = this;
    const { input } = entry;
    state.isStale = true;
    if (input.type !== "note" || isRan(input)) takeAction(state.actions, entry, { isRefused });
    else {
      state.notes.push(Object.freeze({ name: input.name, value: input.value }));
      if (input.name === "answer") this.answer(input.value);
    }
  }

  /** Looks at everything. Call after each instant in which something happened, and when `nextLookAt` has come. */
  observe(now: number): void {
    const { state } = this;
    if (now >= state.nextLookAt) state.nextLookAt = nextMultiple(now, LOOK_EVERY_MS);
    const hasChanged = this.gather(now);
    if (state.status !== "running") return;
    this.advance(now, hasChanged || state.isStale);
  }

  /** How far things are, as the page is told. */
  progress(): LessonProgress {
    const { state } = this;
    const { definition } = this.lesson;
    return {
      id: definition.id,
      status: state.status,
      step: state.step,
      steps: definition.steps.map(({ id }, i) => ({ id, doneAt: state.doneAt[i] ?? -1 })),
      predictions: definition.predictions.map(({ id }) => {
        const { state: stands, guess, answer } = state.predictions[id] ?? waitingPrediction();
        return { id, state: stands, guess, answer: stands === "told" ? answer : "" };
      }),
      forbidden: state.forbidden,
      inputs: countedActions(state),
      startedAt: 0,
      solvedAt: state.solvedAt,
    };
  }

  private gather(now: number): boolean {
    const { state, lesson } = this;
    let hasChanged = false;
    for (const [world, view] of this.worlds()) {
      if (lesson.needsTraffic) sampleTraffic(state.facts[world], view, now);
      if (view.revision === state.seen[world]) continue;
      state.seen[world] = view.revision;
      hasChanged = true;
      followObjects(state.facts[world], view, { kinds: lesson.followedKinds, isStart: false });
    }
    return hasChanged;
  }

  private advance(now: number, hasChanged: boolean): void {
    const { state, lesson } = this;
    state.isStale = false;
    const evaluation: Evaluation = { state, context: (since) => this.context(now, since) };
    for (const { id, when } of lesson.forbid) {
      if (!hasChanged && !when.isTimed) continue;
      if (!isTrue(look(evaluation, `forbid/${id}`, when, 0))) continue;
      state.status = "failed";
      state.forbidden = id;
      return;
    }
    for (const _ of lesson.steps) if (!this.advanceStep(evaluation, now, hasChanged)) return;
  }

  /** Asks, follows and checks the current step; returns whether the next one is to be looked at in the same moment. */
  private advanceStep(evaluation: Evaluation, now: number, hasChanged: boolean): boolean {
    const { state, lesson } = this;
    this.predict(evaluation, now);
    if (this.isHolding) return false;
    const step = lesson.steps[state.step];
    const isWorthIt = hasChanged || state.isStale || step?.check.isTimed === true;
    if (!step || !isWorthIt) return false;
    const holds = isTrue(look(evaluation, "step", step.check, state.since));
    if (!holds || this.open()?.state === "running") return false;
    this.finishStep(now);
    return true;
  }

  private finishStep(now: number): void {
    const { state } = this;
    state.doneAt[state.step] = now;
    state.step += 1;
    state.since = now;
    state.isStale = true;
    delete state.monitors["step"];
    if (state.step < this.lesson.steps.length) return;
    state.status = "solved";
    state.solvedAt = now;
  }

  private predict(evaluation: Evaluation, now: number): void {
    const { state, lesson } = this;
    const id = lesson.steps[state.step]?.predict ?? "";
    const compiled = lesson.predictions.get(id);
    const prediction = state.predictions[id];
    if (!compiled || !prediction) return;
    if (prediction.state === "running" && follow(evaluation, compiled, prediction, now))
      state.isStale = true;
    if (prediction.state !== "waiting" || !isTimeToAsk(evaluation, compiled)) return;
    ask(evaluation, compiled, prediction, now);
    this.foresee(id, prediction, now);
  }

  private foresee(id: string, asked: PredictionState, now: number): void {
    if (this.isForeseeing) return;
    this.isForeseeing = true;
    const { horizonMs = 0 } = this.lesson.predictions.get(id)?.prediction ?? {};
    asked.state = "running";
    const ahead = () => this.state.predictions[id];
    let endedAt = -1;
    const found = this.ports.foresee(
      { key: `${id}@${now}`, horizonMs: horizonMs + LOOK_EVERY_MS },
      (at) => {
        this.observe(at);
        endedAt = at;
        return ahead()?.state === "told" || this.state.status !== "running";
      },
      () => `${endedAt} ${ahead()?.answer ?? ""}`,
    );
    this.isForeseeing = false;
    // The state was restored: what was at hand before is another object now.
    const restored = ahead();
    if (!restored) return;
    restored.state = "asked";
    this.state.isStale = true;
    const space = found.indexOf(" ");
    restored.foreseenAt = Number(found.slice(0, space));
    restored.foreseen = found.slice(space + 1);
  }

  private answer(value: string): void {
    const space = value.indexOf(" ");
    const id = space < 0 ? value : value.slice(0, space);
    const prediction = this.state.predictions[id];
    if (prediction?.state !== "asked") return;
    prediction.state = "running";
    prediction.guess = space < 0 ? "" : value.slice(space + 1).trim();
  }

  private open(): PredictionState | undefined {
    return this.state.predictions[this.openId()];
  }

  /** Id of the prediction of the current step, "" when it has none. */
  private openId(): string {
    return this.lesson.steps[this.state.step]?.predict ?? "";
  }

  private context(now: number, since: number): CheckContext {
    const { state, ports } = this;
    const guesses: Record<string, string> = {};
    const told: string[] = [];
    for (const [id, { guess, state: stands }] of Object.entries(state.predictions)) {
      guesses[id] = guess;
      if (stands === "told") told.push(id);
    }
    const { facts, actions, notes } = state;
    return { views: ports.views, facts, actions, notes, guesses, told, now, since };
  }

  private worlds(): readonly (readonly [WorldId, LessonWorldView])[] {
    return WORLDS.flatMap((world) => {
      const view = this.ports.views[world];
      return view ? [[world, view] as const] : [];
    });
  }
}

function firstState({ predictions, steps }: LessonDefinition): LessonState {
  return {
    status: "running",
    step: 0,
    since: 0,
    doneAt: steps.map(() => -1),
    solvedAt: -1,
    forbidden: "",
    monitors: {},
    predictions: Object.fromEntries(predictions.map(({ id }) => [id, waitingPrediction()])),
    facts: { a: noFacts(), b: noFacts() },
    actions: [],
    notes: [],
    seen: { a: -1, b: -1 },
    isStale: true,
    nextLookAt: LOOK_EVERY_MS,
  };
}

function nextMultiple(now: number, every: number): number {
  return (Math.floor(now / every) + 1) * every;
}
