/** One row of a vector file. */
export interface VectorCase {
  readonly name: string;
  readonly in: unknown;
  readonly want: unknown;
}

/** A vector file as parsed; some carry extra top-level data beside `cases`. */
export interface VectorFile {
  readonly cases: readonly VectorCase[];
  readonly [extra: string]: unknown;
}

/** What an adapter found. `passed` is decided by deep equality of got and want unless the adapter says otherwise. */
export interface VectorOutcome {
  readonly got: unknown;
  readonly passed?: boolean;
}

/** Runs the cases of one file against our functions. May throw: that is a failed case. */
export interface VectorAdapter {
  /** File name, such as `quantity.json`. */
  readonly file: string;
  run(testCase: VectorCase, document: VectorFile): VectorOutcome;
}
