import type { ApiResponse } from "#core/api/request.ts";
import type { Cluster } from "#core/cluster/cluster.ts";
import type { runKubectl } from "#kubectl/run.ts";
import { fullRequest, leavesNoMark } from "./admin.ts";

/** What a scripted command may read with `-f`. */
export type ReadFile = (name: string) => string | undefined;

/** How a scripted command ended; one that would have to wait counts as done. */
export interface ScriptedOutcome {
  readonly exitCode: number;
  readonly printed: string;
}

const MAX_EFFECTS = 10_000;

/** Runs one kubectl line at one moment, for a script and not for a learner: its writes stand in no journal. */
export function runScripted(
  cluster: Cluster,
  line: string,
  { run, readFile }: { readonly run: typeof runKubectl; readonly readFile: ReadFile },
): ScriptedOutcome {
  const command = run(line, {
    nowEpochMs: () => cluster.epochMs,
    readFile,
    stdin: "",
    namespace: "default",
    resources: cluster.kinds,
  });
  let printed = "";
  let answer: ApiResponse | undefined;
  for (let count = 0; count < MAX_EFFECTS; count++) {
    const step = command.next(answer);
    answer = undefined;
    if (step.done) return { exitCode: step.value, printed };
    const effect = step.value;
    if (effect.type === "print") printed += effect.text;
    else if (effect.type === "call") {
      const request = fullRequest(effect.request);
      if (leavesNoMark(effect.request)) answer = cluster.handle(request);
      else
        answer = cluster.applyInput({ type: "request", request }, `kubectl ${line}`, {
          isScripted: true,
        });
    } else return { exitCode: 0, printed };
  }
  return { exitCode: 1, printed: `${printed}error: the command does not come to an end\n` };
}
