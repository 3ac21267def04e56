/** How far one step is. */
export interface StepProgress {
  readonly id: string;
  /** Virtual ms at which it was done, -1 while it is not. */
  readonly doneAt: number;
}

/** Where one prediction stands. */
export interface PredictionProgress {
  readonly id: string;
  /** `waiting` its moment has not come, `asked` the clock waits for an answer, `running` on to the moment in slow motion, `told` over. */
  readonly state: "waiting" | "asked" | "running" | "told";
  /** What the learner said: an option id, a number as text, a node name, option ids joined by commas; "" skipped or none. */
  readonly guess: string;
  /** The right answer in the same spelling, "" until told. */
  readonly answer: string;
}

/** The state of the open lesson as the worker tells it with every frame. Depends on the history alone. */
export interface LessonProgress {
  readonly id: string;
  readonly status: "running" | "solved" | "failed";
  /** Index of the current step; the number of steps when all are done. */
  readonly step: number;
  readonly steps: readonly StepProgress[];
  readonly predictions: readonly PredictionProgress[];
  /** Id of what happened although it must not, "" when nothing. */
  readonly forbidden: string;
  /** Actions of the learner so far (an apply counts once). */
  readonly inputs: number;
  readonly startedAt: number;
  readonly solvedAt: number;
}
