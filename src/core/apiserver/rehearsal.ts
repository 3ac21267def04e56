import type { RandomState } from "#core/sim/random.ts";
import type { Simulation } from "#core/sim/simulation.ts";

/** Where every random stream stood. */
export type RandomMark = ReadonlyMap<string, RandomState>;

/** Notes where every random stream stands. */
export function markRandom({ state }: Simulation): RandomMark {
  return new Map([...state.random].map(([name, stream]) => [name, [...stream]]));
}

/** Puts every random stream back to where it stood. Streams are changed in place, because their users hold on to them. */
export function rewindRandom({ state }: Simulation, mark: RandomMark): void {
  for (const [name, stream] of state.random) {
    const before = mark.get(name);
    if (before) stream.splice(0, stream.length, ...before);
    else state.random.delete(name);
  }
}
