import { useEffect, useRef, useState } from "react";
import { actsOf, type LessonAct } from "#app/lesson/lines.ts";
import { performActs } from "#app/lesson/perform.ts";
import { useWorld, type World } from "#app/state/create-yard.ts";
import { PLAN_QUESTION } from "#lessons/plan-amend.ts";
import type { Lesson } from "#protocol/lesson.ts";
import { beatAfter, beatBefore, firstBeat, type Beat, type BeatRange } from "./beats.ts";

/** The presentation and the ways to move it. */
export interface Beats {
  readonly beat: Beat;
  go(by: 1 | -1): void;
  /** Back to where the step began. */
  rewind(): void;
}

/** What lies before and behind the beats: the other parts of a class. */
export interface AroundBeats {
  readonly range: BeatRange;
  /** Whether the class has read what came of a question. */
  readonly isRead: (prediction: string) => boolean;
  readonly onBefore?: (() => void) | undefined;
  readonly onAfter?: (() => void) | undefined;
}

/** Moves through a lesson, from where it stands: each step is told, then its solution runs before everybody's eyes. */
export function useBeats(lesson: Lesson, { range, isRead, onBefore, onAfter }: AroundBeats): Beats {
  const world = useWorld();
  const [beat, setBeat] = useState(() =>
    firstBeat(world.store.getState().lesson?.step ?? 0, range),
  );
  const running = useRef<AbortController | null>(null);
  /** When each step began, so that one can go back there. */
  const began = useRef<Readonly<Record<number, number>>>({});
  const { steps } = lesson.definition;
  const reading = useLatest(isRead);

  useEffect(() => {
    void world.send({ type: "play", on: false }).catch(() => undefined);
    return () => running.current?.abort();
  }, [world]);

  const run = async (now: Beat) => {
    const step = steps[now.step];
    if (!step) return;
    const stop = new AbortController();
    running.current = stop;
    began.current = { ...began.current, [now.step]: world.store.getState().at };
    const isReadNow = (id: string) => reading.current(id);
    for (const act of actsOf(lesson.solution[step.id] ?? [])) {
      if (stop.signal.aborted) return;
      await perform(world, act, { stop: stop.signal, isRead: isReadNow });
    }
    await settled(world, now.step, stop.signal);
    if (step.predict === PLAN_QUESTION) await answered(world, stop.signal, isReadNow);
    if (stop.signal.aborted) return;
    await world.send({ type: "play", on: false });
    setBeat(beatAfter(now, range));
  };

  const backTo = async (next: Beat) => {
    running.current?.abort();
    const at = began.current[next.step] ?? doneBefore(world, next.step);
    await world.send({ type: "play", on: false });
    if (at !== undefined) await world.send({ type: "seek", at });
    setBeat(next);
  };

  return {
    beat,
    go(by) {
      if (by === -1) {
        const before = beatBefore(beat, range);
        const isFirst = before.step === beat.step && beat.phase === "say";
        if (isFirst && onBefore) return onBefore();
        void backTo(before).catch(() => undefined);
        return;
      }
      if (beat.phase === "run") return;
      const next = beatAfter(beat, range);
      if (beat.step >= range.to && onAfter) return onAfter();
      setBeat(next);
      if (next.phase === "run") void run(next).catch(() => undefined);
    },
    rewind() {
      void backTo({ ...beat, phase: "say" }).catch(() => undefined);
    },
  };
}

/** Answers are the class's to give. What decides a plan's own question is still to be done. */
async function perform(
  world: World,
  act: LessonAct,
  {
    stop,
    isRead,
  }: { readonly stop: AbortSignal; readonly isRead: (prediction: string) => boolean },
): Promise<void> {
  if (act.type !== "note" || act.name !== "answer")
    return performActs(world, [act], { pace: "show", stop });
  return act.value.startsWith(PLAN_QUESTION) ? guessed(world, stop) : answered(world, stop, isRead);
}

/** The newest value, for what was begun with an older one. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** When the step before a step was done; 0 for the first one. */
function doneBefore(world: World, step: number): number | undefined {
  if (step === 0) return 0;
  const at = world.store.getState().lesson?.steps[step - 1]?.doneAt ?? -1;
  return at < 0 ? undefined : at;
}

const LOOK_EVERY_MS = 60;
const LONGEST_WAIT_MS = 20_000;

function until(isSo: () => boolean, stop: AbortSignal, longestMs = Infinity): Promise<void> {
  const since = performance.now();
  return new Promise((done) => {
    const timer = window.setInterval(() => {
      if (!isSo() && !stop.aborted && performance.now() - since < longestMs) return;
      window.clearInterval(timer);
      done();
    }, LOOK_EVERY_MS);
  });
}

/** Waits until the class has said what it thinks. */
async function guessed(world: World, stop: AbortSignal): Promise<void> {
  const predictions = () => world.store.getState().lesson?.predictions ?? [];
  await until(() => !predictions().some(({ state }) => state === "asked"), stop);
}

/** Waits for the question to be answered and for its moment to be over; then the clock stands still until all have read. */
async function answered(
  world: World,
  stop: AbortSignal,
  isRead: (prediction: string) => boolean,
): Promise<void> {
  const predictions = () => world.store.getState().lesson?.predictions ?? [];
  await until(
    () => !predictions().some(({ state }) => state === "asked" || state === "running"),
    stop,
  );
  if (stop.aborted) return;
  await world.send({ type: "play", on: false });
  await world.send({ type: "speed", factor: 1, passing: true });
  await until(() => predictions().every(({ id, state }) => state !== "told" || isRead(id)), stop);
}

/** What a step began may take a little longer than its lines say: the clock goes on until the step is done. */
async function settled(world: World, step: number, stop: AbortSignal): Promise<void> {
  const isDone = () => (world.store.getState().lesson?.step ?? 0) > step;
  if (isDone()) return;
  await world.send({ type: "play", on: true });
  await until(isDone, stop, LONGEST_WAIT_MS);
}
