/** How a slow start went. */
export interface SlowStartOutcome<Failure> {
  readonly successes: number;
  readonly calls: number;
  /** What the first failed call reported; undefined when none failed. */
  readonly failure: Failure | undefined;
}

/**
 * Makes `count` calls in batches of doubling size and stops after a batch in which one failed, so that
 * a full quota is hit by few calls. `call` returns what went wrong, or undefined. Models controller.slowStartBatch.
 */
export function slowStart<Failure>(
  { count, initialBatchSize }: { readonly count: number; readonly initialBatchSize: number },
  call: () => Failure | undefined,
): SlowStartOutcome<Failure> {
  let successes = 0;
  let calls = 0;
  let failure: Failure | undefined;
  let batchSize = Math.min(count, initialBatchSize);
  while (batchSize > 0 && failure === undefined) {
    for (let i = 0; i < batchSize; i++) {
      const wrong = call();
      calls += 1;
      if (wrong === undefined) successes += 1;
      else failure ??= wrong;
    }
    batchSize = Math.min(2 * batchSize, count - calls);
  }
  return { successes, calls, failure };
}
