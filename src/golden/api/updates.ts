import { apiRequestOf } from "#hosts/gateway/http-request.ts";
import { replayLines, type FileReport, type Outcome, type Replayer } from "../replayer.ts";
import { missingKindOf, RecordedServer } from "../server.ts";
import { answerDifferences, type RecordedAnswer } from "./answer.ts";

interface UpdateCase extends RecordedAnswer {
  readonly base: string;
  readonly create: unknown;
  readonly at: string;
  readonly how: string;
  readonly put: unknown;
  readonly path: string;
}

const PLACEHOLDER = /<(ip|port|rv|suffix|time|uid)>/;

/** Objects created for real, then replaced for show with one field changed or removed. */
export const updates: Replayer = {
  folder: "api",
  pattern: /^updates\.jsonl$/,
  replay(text): FileReport {
    return replayLines<UpdateCase>(text, {
      nameOf: ({ base, how, at }) => `${base} ${how} ${at}`,
      run,
    });
  },
};

function run(testCase: UpdateCase): Outcome {
  const path = `${testCase.path}?dryRun=All&fieldValidation=Strict&fieldManager=kubectl-replace`;
  const asked = apiRequestOf({ method: "PUT", path });
  const missingKind = missingKindOf(asked);
  if (missingKind !== undefined) return { missingKind };
  const server = new RecordedServer([asked?.namespace ?? ""]);
  const created = server.send({
    method: "POST",
    path: collectionOf(testCase.path),
    body: testCase.create,
  });
  if (created.code >= 300)
    return { differences: [`create: got ${created.code} ${JSON.stringify(created.body)}`] };
  const put = withLiveValues(testCase.put, created.body, collectSuffix(created.body));
  // Warnings were not recorded here: Endpoints, whose every answer carries one, show none.
  const answer = { ...server.send({ method: "PUT", path, body: put }), warnings: [] };
  return { differences: answerDifferences(answer, testCase) };
}

function collectionOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function collectSuffix(live: unknown): string {
  return /kube-api-access-([a-z0-9]{5})/.exec(JSON.stringify(live))?.[1] ?? "";
}

/** Puts the live value wherever the recording shows a placeholder. */
function withLiveValues(value: unknown, live: unknown, suffix: string): unknown {
  if (typeof value === "string" && PLACEHOLDER.test(value)) {
    return value.includes("<suffix>") ? value.replaceAll("<suffix>", suffix) : (live ?? value);
  }
  if (Array.isArray(value)) {
    return value.map((each: unknown, i) =>
      withLiveValues(each, Array.isArray(live) ? (live as unknown[])[i] : undefined, suffix),
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const from = (live ?? {}) as Readonly<Record<string, unknown>>;
  const isAddressChanged = "clusterIP" in value && value.clusterIP !== "<ip>";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      // Where a recorded case changed clusterIP, its placeholder in clusterIPs was sent as it stands.
      if (key === "clusterIPs" && isAddressChanged) return [key, part as unknown];
      return [key, withLiveValues(part, from[key], suffix)];
    }),
  );
}
