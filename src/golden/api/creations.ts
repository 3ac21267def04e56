import { apiRequestOf } from "#hosts/gateway/http-request.ts";
import { replayLines, type FileReport, type Outcome, type Replayer } from "../replayer.ts";
import { missingKindOf, RecordedServer } from "../server.ts";
import { answerDifferences, type RecordedAnswer } from "./answer.ts";

interface Creation extends RecordedAnswer {
  readonly path: string;
  readonly object: unknown;
}

interface ManifestCase extends Creation {
  readonly source: string;
  readonly doc: number;
}

interface MutantCase extends Creation {
  readonly base: string;
  readonly op: string;
  readonly at: string;
}

const QUERY = "?dryRun=All&fieldValidation=Strict&fieldManager=kubectl-create";

/** Documents of real repositories, created for show. */
export const manifests: Replayer = {
  folder: "api",
  pattern: /^manifests\.jsonl$/,
  replay(text): FileReport {
    return replayLines<ManifestCase>(text, {
      nameOf: ({ source, doc }) => `${source}#${doc}`,
      run: create,
    });
  },
};

/** Valid objects with one mistake each, created for show. */
export const mutants: Replayer = {
  folder: "api",
  pattern: /^mutants\.jsonl$/,
  replay(text): FileReport {
    return replayLines<MutantCase>(text, {
      nameOf: ({ base, op, at }) => `${base} ${op} ${at}`,
      run: create,
    });
  },
};

function create(testCase: Creation): Outcome {
  const request = { method: "POST", path: testCase.path + QUERY, body: testCase.object };
  const asked = apiRequestOf(request);
  const missingKind = missingKindOf(asked);
  if (missingKind !== undefined) return { missingKind };
  const server = new RecordedServer([asked?.namespace ?? ""]);
  return { differences: answerDifferences(server.send(request), testCase) };
}
