import { useMemo, useRef } from "react";
import { useWorld } from "#app/state/create-yard.ts";

/** Goes to a time; while one journey is under way only the newest wish is kept. */
export function useSeek(): (at: number) => void {
  const world = useWorld();
  const state = useRef<{ busy: boolean; next: number | undefined }>({
    busy: false,
    next: undefined,
  });
  return useMemo(() => {
    const go = (at: number): void => {
      if (state.current.busy) {
        state.current.next = at;
        return;
      }
      state.current.busy = true;
      if (world.store.getState().playing)
        void world.send({ type: "play", on: false }).catch(() => undefined);
      void world
        .send({ type: "seek", at: Math.round(at) })
        .catch(() => undefined)
        .finally(() => {
          const { next } = state.current;
          state.current = { busy: false, next: undefined };
          if (next !== undefined) go(next);
        });
    };
    return go;
  }, [world]);
}
