import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { allKinds } from "#core/api/registry.ts";
import { scriptYard } from "#hosts/cli/script-yard.ts";
import { parseScript, runScript, type StepResult } from "#kubectl/script.ts";
import type { FileReport, Replayer } from "../replayer.ts";
import { readDescriptions } from "../../../scripts/descriptions.ts";
import { ensureKubectl } from "../../../scripts/ensure-kubectl.mjs";
import { comparableOutput } from "../traces/words.ts";
import { differencesOf, runSideBySide } from "./side-by-side.ts";

/**
 * Scripts of kubectl lines. Where the real kubectl is at hand each line must answer as it does, byte for byte;
 * elsewhere the script must end as it says, and print what the transcript beside it holds, if there is one.
 */
export const scripts: Replayer = {
  folder: "kubectl",
  pattern: /\.script$/,
  async replay(text, path) {
    const { directory, reason } = ensureKubectl();
    if (directory !== undefined) return besideTheReal(text, join(directory, "kubectl"));
    console.log(`${basename(path)}: our own kubectl alone, ${reason ?? "there is no other"}`);
    return alone(text, path);
  },
};

async function besideTheReal(text: string, program: string): Promise<FileReport> {
  const describe = () => readDescriptions(allKinds().map(({ schemaName }) => schemaName));
  const { commands, expectations, differences, mismatches } = await runSideBySide(text, {
    program,
    describe,
  });
  const failures = [
    ...differences.map(({ line, command, ours, real }) => ({
      name: `line ${line}: ${command}`,
      differences: differencesOf(ours, real),
    })),
    ...mismatches.map(({ line, text: difference }) => ({
      name: `line ${line}`,
      differences: [difference],
    })),
  ];
  const total = commands + expectations;
  return { passed: total - failures.length, total, failures, missingKinds: new Map() };
}

function alone(text: string, path: string): FileReport {
  const script = parseScript(text);
  const { host } = scriptYard(script);
  const results = runScript(script, host);
  const transcript = path.replace(/\.script$/, ".expected");
  const expected = existsSync(transcript) ? blocksOf(readFileSync(transcript, "utf8")) : undefined;
  return reportOf(results, expected);
}

/** What each command printed, as a terminal would show it: `$ ` and the command, then its output. */
export function transcriptOf(results: readonly StepResult[]): string {
  const commands = results.flatMap(({ step, result }) =>
    step.type === "command" && result ? [{ step, result }] : [],
  );
  return commands
    .map(
      ({ step, result }) =>
        `$ ${step.text}\n${result.stdout}${result.stderr}${result.rc === 0 ? "" : `# exit code ${result.rc}\n`}`,
    )
    .join("");
}

function reportOf(
  results: readonly StepResult[],
  expected: readonly string[] | undefined,
): FileReport {
  const commands = results.filter(({ result }) => result !== undefined);
  const failures = results.flatMap((each) => {
    const place = commands.indexOf(each);
    const printed =
      place < 0 || !expected
        ? []
        : outputDifferences(blocksOf(transcriptOf([each]))[0] ?? "", expected[place] ?? "");
    const differences = [...(each.mismatch === undefined ? [] : [each.mismatch]), ...printed];
    return differences.length === 0 ? [] : [{ name: `line ${each.step.line}`, differences }];
  });
  const total = results.filter(
    ({ step, result }) => result !== undefined || step.type === "expect-rc",
  ).length;
  return { passed: total - failures.length, total, failures, missingKinds: new Map() };
}

function blocksOf(transcript: string): string[] {
  return transcript.split(/^(?=\$ )/m).filter((block) => block !== "");
}

function outputDifferences(got: string, want: string): string[] {
  const [gotLines, wantLines] = [got, want].map((text) =>
    comparableOutput(withoutRandomNames(text)),
  );
  const missing = (wantLines ?? [])
    .filter((line) => !gotLines?.includes(line))
    .map((line) => `misses ${line}`);
  const surplus = (gotLines ?? [])
    .filter((line) => !wantLines?.includes(line))
    .map((line) => `has ${line}`);
  return [...missing, ...surplus];
}

/** Suffixes of generated names are a matter of chance: `web-766486c5b6-7b24l`, `web-k2j4x`. */
function withoutRandomNames(text: string): string {
  return text.replace(
    /-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[bcdfghjklmnpqrstvwxz2456789]{5})?\b/g,
    (_, pod?: string) => (pod === undefined ? "-<hash>" : "-<hash>-<pod>"),
  );
}
