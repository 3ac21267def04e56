import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import type { VectorAdapter, VectorFile } from "./adapter.ts";

/** One file's result. */
export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly total: number;
  readonly failures: readonly {
    readonly name: string;
    readonly got: string;
    readonly want: string;
  }[];
}

/** Runs every `*.json` of a folder; a file without an adapter fails as a whole. */
export function runVectors(directory: string, adapters: readonly VectorAdapter[]): FileResult[] {
  if (!existsSync(directory)) throw new Error(`no such folder: ${directory}`);
  const byFile = new Map(adapters.map((adapter) => [adapter.file, adapter]));
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => runFile(join(directory, name), name, byFile.get(name)));
}

function runFile(path: string, file: string, adapter: VectorAdapter | undefined): FileResult {
  const document = JSON.parse(readFileSync(path, "utf8")) as VectorFile;
  const failures: { name: string; got: string; want: string }[] = [];
  for (const testCase of document.cases) {
    const result = runCase(adapter, testCase, document);
    if (!result.passed)
      failures.push({ name: testCase.name, got: result.got, want: JSON.stringify(testCase.want) });
  }
  return {
    file,
    total: document.cases.length,
    passed: document.cases.length - failures.length,
    failures,
  };
}

function runCase(
  adapter: VectorAdapter | undefined,
  testCase: VectorFile["cases"][number],
  document: VectorFile,
) {
  if (!adapter) return { passed: false, got: "no adapter" };
  try {
    const outcome = adapter.run(testCase, document);
    const passed = outcome.passed ?? isSemanticallyEqual(outcome.got, testCase.want);
    return { passed, got: JSON.stringify(outcome.got) ?? "undefined" };
  } catch (error) {
    return { passed: false, got: String(error) };
  }
}
