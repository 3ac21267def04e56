import type { KubeObject } from "#core/api/meta.ts";
import { parseTime } from "#core/base/time.ts";
import { PathError } from "#kubectl/printers/jsonpath-parse.ts";
import { compilePath, renderPath } from "#kubectl/printers/jsonpath.ts";
import type { VectorAdapter, VectorCase, VectorFile, VectorOutcome } from "../adapter.ts";
import { type CommandResult, runOnStub } from "../stub-host.ts";

interface PathInput {
  readonly template: string;
  readonly data: unknown;
  readonly allowMissingKeys: boolean;
}

function runPath(testCase: VectorCase): VectorOutcome {
  const { template, data, allowMissingKeys } = testCase.in as PathInput;
  const want = testCase.want as { readonly text?: string; readonly error?: unknown };
  try {
    // The upstream tests print Go structs, whose fields keep their order; the objects of kubectl are maps.
    const text = renderPath(compilePath(template), data, {
      allowMissingKeys,
      writeJson: JSON.stringify,
    });
    return { got: { text }, passed: !want.error && text === want.text };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return { got: { error: error.message }, passed: Boolean(want.error) };
  }
}

interface GoldenInput {
  readonly argv: readonly string[];
  readonly objects: readonly KubeObject[];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Recordings name the minute they began in; ages near a boundary tell which side of it the command ran on. */
const RAN_WITHIN_MS = 30_000;

function runGolden(testCase: VectorCase, document: VectorFile): VectorOutcome {
  const ranAt = parseTime(String(document["ranAt"])) ?? 0;
  const want = JSON.stringify(inOrder({ stderr: "", ...(testCase.want as object) }));
  const early = runAt(testCase.in as GoldenInput, ranAt);
  if (JSON.stringify(inOrder(early)) === want) return { got: early, passed: true };
  const late = runAt(testCase.in as GoldenInput, ranAt + RAN_WITHIN_MS);
  return { got: late, passed: JSON.stringify(inOrder(late)) === want };
}

function runAt(input: GoldenInput, nowEpochMs: number): CommandResult {
  return runOnStub(input.argv, {
    objects: input.objects,
    nowEpochMs,
    ...(input.stdin !== undefined && { stdin: input.stdin }),
    ...(input.files !== undefined && { files: input.files }),
  });
}

function inOrder(result: object): unknown {
  const { stdout, stderr, rc } = result as Partial<Record<"stdout" | "stderr" | "rc", unknown>>;
  return { stdout: stdout ?? "", stderr: stderr ?? "", rc: rc ?? 0 };
}

export const kubectlAdapters: readonly VectorAdapter[] = [
  { file: "kubectl-jsonpath.json", run: runPath },
  ...[
    "kubectl-describe-golden.json",
    "kubectl-rollout-golden.json",
    "kubectl-misc-golden.json",
  ].map((file) => ({ file, run: runGolden })),
];
