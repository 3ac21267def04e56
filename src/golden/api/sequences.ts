import { apiRequestOf, type HttpRequest } from "#hosts/gateway/http-request.ts";
import { replayLines, type FileReport, type Outcome, type Replayer } from "../replayer.ts";
import { missingKindOf, RecordedServer } from "../server.ts";
import { answerDifferences, type RecordedAnswer } from "./answer.ts";

type Step = (HttpRequest & RecordedAnswer) | { readonly wait: number };

interface SequenceCase {
  readonly name: string;
  readonly steps: readonly Step[];
}

const STALE_VERSION = "1";

/** Requests in order against an otherwise empty namespace. */
export const sequences: Replayer = {
  folder: "api",
  pattern: /^sequences\.jsonl$/,
  replay(text): FileReport {
    return replayLines<SequenceCase>(text, { nameOf: ({ name }) => name, run });
  },
};

function run({ steps }: SequenceCase): Outcome {
  const requests = steps.filter((step) => "method" in step);
  // What a definition of the sequence itself makes is not missing.
  const makesKinds = requests.some(({ path }) => path.includes("/customresourcedefinitions"));
  for (const step of makesKinds ? [] : requests) {
    // A resource that the recorded server did not know either is part of what is asked, and who may not ask learns nothing.
    const missingKind =
      step.code === 404 || step.code === 403 ? undefined : missingKindOf(apiRequestOf(step));
    if (missingKind !== undefined) return { missingKind };
  }
  const server = new RecordedServer();
  if (steps.length > requests.length) server.startOwnControllers();
  const differences = steps.flatMap((step, i) => {
    if (!("method" in step)) {
      server.wait(step.wait);
      return [];
    }
    return answerDifferences(server.send(sent(step)), step, { keepsManagedFields: true }).map(
      (difference) =>
        `step ${i + 1} ${step.method} ${step.path.split("?")[0] ?? ""}: ${difference}`,
    );
  });
  return { differences };
}

/** `<rv>` in a recorded body stands for a version that was no longer the newest. */
function sent(step: HttpRequest): HttpRequest {
  if (step.body === undefined || typeof step.body === "string") return step;
  return {
    ...step,
    body: JSON.parse(
      JSON.stringify(step.body).replaceAll('"<rv>"', `"${STALE_VERSION}"`),
    ) as unknown,
  };
}
