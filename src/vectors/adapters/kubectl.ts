import type { KubeObject } from "#core/api/meta.ts";
import { parseTime } from "#core/base/time.ts";
import { PathError } from "#kubectl/printers/jsonpath-parse.ts";
import { compilePath, renderPath } from "#kubectl/printers/jsonpath.ts";
import type { VectorAdapter, VectorCase, VectorFile, VectorOutcome } from "../adapter.ts";
import { runOnStub } from "../stub-host.ts";

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
    const text = renderPath(compilePath(template), data, { allowMissingKeys, writeJson: JSON.stringify });
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

function runGolden(testCase: VectorCase, document: VectorFile): VectorOutcome {
  const input = testCase.in as GoldenInput;
  const ranAt = parseTime(String(document["ranAt"])) ?? 0;
  const got = runOnStub(input.argv, {
    objects: input.objects,
    nowEpochMs: ranAt,
    ...(input.stdin !== undefined && { stdin: input.stdin }),
    ...(input.files !== undefined && { files: input.files }),
  });
  const want = { stderr: "", ...(testCase.want as object) };
  return { got, passed: JSON.stringify(inOrder(got)) === JSON.stringify(inOrder(want)) };
}

function inOrder(result: object): unknown {
  const { stdout, stderr, rc } = result as Partial<Record<"stdout" | "stderr" | "rc", unknown>>;
  return { stdout: stdout ?? "", stderr: stderr ?? "", rc: rc ?? 0 };
}

export const kubectlAdapters: readonly VectorAdapter[] = [
  { file: "kubectl-jsonpath.json", run: runPath },
  ...["kubectl-describe-golden.json", "kubectl-rollout-golden.json", "kubectl-misc-golden.json"].map((file) => ({ file, run: runGolden })),
];
