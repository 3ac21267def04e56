import { useEffect, useRef, useState } from "react";
import { actsOf } from "#app/lesson/lines.ts";
import { performActs } from "#app/lesson/perform.ts";
import { useWorld, type World } from "#app/state/create-yard.ts";
import type { Lesson } from "#protocol/lesson.ts";
import { beatAfter, beatBefore, FIRST_BEAT, type Beat } from "./beats.ts";

/** The presentation and the ways to move it. */
export interface Beats {
  readonly beat: Beat;
  go(by: 1 | -1): void;
  /** Back to where the step began. */
  rewind(): void;
}

/** Moves through a lesson: each step is told, then its solution runs before everybody's eyes. */
export function useBeats(lesson: Lesson): Beats {
  const world = useWorld();
  const [beat, setBeat] = useState(FIRST_BEAT);
  const running = useRef<AbortController | null>(null);
  /** When each step began, so that one can go back there. */
  const began = useRef<Readonly<Record<number, number>>>({});
  const { steps } = lesson.definition;

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
    for (const act of actsOf(lesson.solution[step.id] ?? [])) {
      if (stop.signal.aborted) return;
      // Answers are the class's to give.
      if (act.type === "note" && act.name === "answer") await answered(world, stop.signal);
      else await performActs(world, [act], { pace: "show", stop: stop.signal });
    }
    await settled(world, now.step, stop.signal);
    if (stop.signal.aborted) return;
    await world.send({ type: "play", on: false });
    setBeat(beatAfter(now, steps.length));
  };

  const backTo = async (next: Beat) => {
    running.current?.abort();
    const at = began.current[next.step];
    await world.send({ type: "play", on: false });
    if (at !== undefined) await world.send({ type: "seek", at });
    setBeat(next);
  };

  return {
    beat,
    go(by) {
      if (by === -1) {
        void backTo(beatBefore(beat)).catch(() => undefined);
        return;
      }
      if (beat.phase === "run") return;
      const next = beatAfter(beat, steps.length);
      setBeat(next);
      if (next.phase === "run") void run(next).catch(() => undefined);
    },
    rewind() {
      void backTo({ ...beat, phase: "say" }).catch(() => undefined);
    },
  };
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

/** Waits for the question to be answered and for its moment to be over. */
async function answered(world: World, stop: AbortSignal): Promise<void> {
  const open = () =>
    world.store
      .getState()
      .lesson?.predictions.some(({ state }) => state === "asked" || state === "running") ?? false;
  await until(() => !open(), stop);
}

/** What a step began may take a little longer than its lines say: the clock goes on until the step is done. */
async function settled(world: World, step: number, stop: AbortSignal): Promise<void> {
  const isDone = () => (world.store.getState().lesson?.step ?? 0) > step;
  if (isDone()) return;
  await world.send({ type: "play", on: true });
  await until(isDone, stop, LONGEST_WAIT_MS);
}
