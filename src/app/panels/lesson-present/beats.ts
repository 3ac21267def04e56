/** Where a presentation stands: a step is told first, then done; after the last one all is told. */
export interface Beat {
  /** Index of the step; the number of steps at the end. */
  readonly step: number;
  readonly phase: "say" | "run";
}

/** What is presented of a lesson: from a step up to, not including, another. */
export interface BeatRange {
  readonly from: number;
  readonly to: number;
}

/** The beat to begin with when so many steps of the lesson are done already. */
export function firstBeat(stepsDone: number, { from, to }: BeatRange): Beat {
  return { step: Math.min(to, Math.max(from, stepsDone)), phase: "say" };
}

/** The beat after this one; the end stays the end. */
export function beatAfter({ step, phase }: Beat, { to }: BeatRange): Beat {
  if (step >= to) return { step: to, phase: "say" };
  return phase === "say" ? { step, phase: "run" } : { step: step + 1, phase: "say" };
}

/** The beat before: out of a run back to its caption, and from there to the caption before. */
export function beatBefore({ step, phase }: Beat, { from }: BeatRange): Beat {
  return { step: phase === "run" ? step : Math.max(from, step - 1), phase: "say" };
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
