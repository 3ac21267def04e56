import { useEffect, useState } from "react";
import { createYard, useWorld, type World } from "#app/state/create-yard.ts";
import { prepareEngine, startWorkerEngine } from "#app/engine/engine.ts";

/** A second world that stands on another branch of the page's history, at the same moment. */
export function useSecondWorld(branch: string): World | null {
  const first = useWorld();
  const [second, setSecond] = useState<World | null>(null);
  useEffect(() => {
    let made: World | undefined;
    let current = true;
    prepareEngine();
    const open = async () => {
      await first.send({ type: "play", on: false });
      const isOwn = branch === first.store.getState().branch;
      const scenario = await first.scenario(isOwn ? undefined : branch);
      if (!current) return;
      const { language, theme, reducedMotion, readOnly, at, speed } = first.store.getState();
      made = createYard(
        { ...scenario, at, speed, playing: false },
        { language, theme, reducedMotion, readOnly },
        startWorkerEngine,
        {
          onSaved: () => undefined,
          onLost: () => undefined,
          onRecovered: () => undefined,
          onGivenUp: () => undefined,
        },
      );
      setSecond(made);
    };
    void open().catch(() => undefined);
    return () => {
      current = false;
      made?.close();
      setSecond(null);
    };
  }, [first, branch]);
  useEffect(() => {
    if (!second) return;
    const follow = () => {
      const { language, theme, reducedMotion } = first.store.getState();
      second.setPage({ language, theme, reducedMotion });
    };
    follow();
    return first.store.subscribe(follow);
  }, [first, second]);
  return second;
}

const CHECK_EVERY_MS = 400;
const TOLERATED_MS = 250;

/** Keeps the second world at the first one's time: it plays, waits and jumps along. */
export function useSharedClock(first: World, second: World | null): void {
  useEffect(() => {
    if (!second) return;
    let busy = false;
    const follow = async () => {
      if (busy) return;
      busy = true;
      const a = first.store.getState();
      const b = second.store.getState();
      const ahead = b.at - a.at;
      const tolerated = TOLERATED_MS * Math.max(1, a.speed);
      if (b.speed !== a.speed) await second.send({ type: "speed", factor: a.speed });
      const shouldPlay = a.playing && ahead < tolerated;
      if (b.playing !== shouldPlay) await second.send({ type: "play", on: shouldPlay });
      if ((!a.playing && ahead !== 0) || -ahead > tolerated * 4 || ahead > tolerated * 8)
        await second.send({ type: "seek", at: a.at });
      busy = false;
    };
    const timer = window.setInterval(
      () => void follow().catch(() => (busy = false)),
      CHECK_EVERY_MS,
    );
    return () => window.clearInterval(timer);
  }, [first, second]);
}
