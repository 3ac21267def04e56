import type { MarkView } from "#core/view/rows.ts";
import type { ExplainStep } from "#protocol/messages.ts";

/** Steps that say the same of the same object one after the other, as one. */
export interface ChainRun {
  /** The newest of them. */
  readonly mark: MarkView;
  readonly count: number;
  /** Virtual ms of the oldest. */
  readonly since: number;
}

/** A chain without repetition: a pull that failed four times is one line. Newest first, as the chain is. */
export function chainRuns(steps: readonly ExplainStep[]): readonly ChainRun[] {
  const runs: ChainRun[] = [];
  for (const { mark } of steps) {
    const last = runs.at(-1);
    if (last && saysTheSame(last.mark, mark))
      runs[runs.length - 1] = { mark: last.mark, count: last.count + 1, since: mark.at };
    else runs.push({ mark, count: 1, since: mark.at });
  }
  return runs;
}

function saysTheSame(a: MarkView, b: MarkView): boolean {
  return (
    a.code !== "" &&
    a.code === b.code &&
    a.actor === b.actor &&
    a.kind === b.kind &&
    a.namespace === b.namespace &&
    a.name === b.name
  );
}
