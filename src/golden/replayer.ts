/** One recorded case that was answered otherwise. */
export interface Failure {
  readonly name: string;
  /** Each a line such as `spec.replicas: got 1, want 2`. */
  readonly differences: readonly string[];
}

/** What became of one file of recordings. */
export interface FileReport {
  readonly passed: number;
  readonly total: number;
  readonly failures: readonly Failure[];
  /** Kinds that the cases need and Podyard does not know yet, with how many cases failed for it. */
  readonly missingKinds: ReadonlyMap<string, number>;
}

/** Knows how to replay one sort of recording. */
export interface Replayer {
  /** Folder below the recordings: `api`, `kubectl`, `traces`. */
  readonly folder: string;
  /** Which files of the folder it takes. */
  readonly pattern: RegExp;
  /** `path` is where the text stands, for what lies beside it. */
  replay(text: string, path: string): FileReport | Promise<FileReport>;
}

/** The outcome of one case: what differs, or the kind that is missing. */
export type Outcome =
  { readonly differences: readonly string[] } | { readonly missingKind: string };

const MAX_DIFFERENCES = 6;

/** Runs every line of a file of JSON lines. A case that throws has failed with the error as its difference. */
export function replayLines<Case>(
  text: string,
  {
    nameOf,
    run,
  }: { readonly nameOf: (testCase: Case) => string; readonly run: (testCase: Case) => Outcome },
): FileReport {
  const cases = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Case);
  const failures: Failure[] = [];
  const missingKinds = new Map<string, number>();
  for (const testCase of cases) {
    const outcome = runSafely(() => run(testCase));
    if ("missingKind" in outcome) {
      missingKinds.set(outcome.missingKind, (missingKinds.get(outcome.missingKind) ?? 0) + 1);
    } else if (outcome.differences.length > 0) {
      failures.push({ name: nameOf(testCase), differences: shortened(outcome.differences) });
    }
  }
  const missing = [...missingKinds.values()].reduce((sum, count) => sum + count, 0);
  return {
    passed: cases.length - failures.length - missing,
    total: cases.length,
    failures,
    missingKinds,
  };
}

function runSafely(run: () => Outcome): Outcome {
  try {
    return run();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { differences: [`threw ${text.split("\n").slice(0, 3).join(" | ")}`] };
  }
}

function shortened(differences: readonly string[]): readonly string[] {
  if (differences.length <= MAX_DIFFERENCES) return differences;
  return [
    ...differences.slice(0, MAX_DIFFERENCES),
    `and ${differences.length - MAX_DIFFERENCES} more`,
  ];
}
