import { scriptYard } from "#hosts/cli/script-yard.ts";
import { parseScript, type LineResult, type ScriptStep } from "#kubectl/script.ts";
import type { Descriptions } from "#hosts/gateway/openapi.ts";
import { RealWorld } from "./real-world.ts";

/** One command line that the two programs answered otherwise. */
export interface LineDifference {
  readonly line: number;
  readonly command: string;
  readonly ours: LineResult;
  readonly real: LineResult;
}

/** What became of a script that was run twice. */
export interface SideBySide {
  readonly commands: number;
  /** Lines that say how the one before must end. */
  readonly expectations: number;
  readonly differences: readonly LineDifference[];
  /** What both did otherwise than the script says. */
  readonly mismatches: readonly { readonly line: number; readonly text: string }[];
}

/** Runs a script on two equal worlds: once by our kubectl, once by the real one through the gateway. */
export async function runSideBySide(
  text: string,
  { program, describe }: { readonly program: string; readonly describe: () => Descriptions },
): Promise<SideBySide> {
  const script = parseScript(text);
  const theirs = scriptYard(script);
  const real = await RealWorld.open(theirs.yard, { program, describe });
  const ours = scriptYard(script, {
    session: {
      serverAddress: real.server,
      get descriptions() {
        return flattened(describe());
      },
    },
  });
  const differences: LineDifference[] = [];
  const mismatches: { line: number; text: string }[] = [];
  let commands = 0;
  let last: LineResult | undefined;
  try {
    for (const step of script.steps) {
      if (step.type === "command") {
        commands += 1;
        const before = ours.yard.history.at;
        last = ours.host.run(step.text, step.stdin);
        const result = await real.run(step.text, step.stdin, ours.yard.history.at - before);
        if (!isSame(last, result))
          differences.push({ line: step.line, command: step.text, ours: last, real: result });
      } else if (step.type === "expect-rc") {
        if (last && last.rc !== step.rc)
          mismatches.push({
            line: step.line,
            text: `exit code ${last.rc}, expected ${step.rc}`,
          });
      } else for (const { host } of [ours, theirs]) apply(step, host);
    }
  } finally {
    await real.close();
  }
  const expectations = script.steps.filter(({ type }) => type === "expect-rc").length;
  return { commands, expectations, differences, mismatches };
}

function apply(
  step: ScriptStep & { readonly type: "fault" | "tick" },
  host: ReturnType<typeof scriptYard>["host"],
): void {
  if (step.type === "tick") host.tick(step.ms);
  else host.fault(step.name, step.target, step.on);
}

/** What tells two answers apart: the first lines that only one of them has, and exit codes. */
export function differencesOf(ours: LineResult, real: LineResult): readonly string[] {
  const differences = (["stdout", "stderr"] as const).flatMap((stream) => {
    const [got, want] = [ours[stream].split("\n"), real[stream].split("\n")];
    if (ours[stream] === real[stream]) return [];
    const at = want.findIndex((line, i) => got[i] !== line);
    const place = at < 0 ? want.length : at;
    return [
      `${stream} line ${place + 1}: got ${JSON.stringify(got[place] ?? "")}, want ${JSON.stringify(want[place] ?? "")}`,
    ];
  });
  if (ours.rc !== real.rc) differences.push(`exit code: got ${ours.rc}, want ${real.rc}`);
  return differences;
}

function isSame(a: LineResult, b: LineResult): boolean {
  return a.stdout === b.stdout && a.stderr === b.stderr && a.rc === b.rc;
}

/** `schema` and `schema.field` -> text. */
function flattened(descriptions: Descriptions): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(descriptions).flatMap(([schema, texts]) =>
      Object.entries(texts).map(([field, text]) => [
        field === "" ? schema : `${schema}.${field}`,
        text,
      ]),
    ),
  );
}
