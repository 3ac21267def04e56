/** Where a presentation stands: a step is told first, then done; after the last one all is told. */
export interface Beat {
  /** Index of the step; the number of steps at the end. */
  readonly step: number;
  readonly phase: "say" | "run";
}

export const FIRST_BEAT: Beat = { step: 0, phase: "say" };

/** The beat after this one. While a step runs there is none: it ends by itself. */
export function beatAfter({ step, phase }: Beat, steps: number): Beat {
  if (step >= steps) return { step: steps, phase: "say" };
  return phase === "say" ? { step, phase: "run" } : { step: step + 1, phase: "say" };
}

/** The beat before: out of a run back to its caption, and from there to the caption before. */
export function beatBefore({ step, phase }: Beat): Beat {
  return { step: phase === "run" ? step : Math.max(0, step - 1), phase: "say" };
}

/** Raised hands by option, in the order of the options. */
export type Tally = readonly number[];

/** One more hand for an option; an option that there is not changes nothing. */
export function withHand(tally: Tally, option: number): Tally {
  return tally.map((count, index) => (index === option ? count + 1 : count));
}

/** The option with most hands, the first of equals; -1 while no hand is up. */
export function leader(tally: Tally): number {
  const most = Math.max(0, ...tally);
  return most === 0 ? -1 : tally.indexOf(most);
}
