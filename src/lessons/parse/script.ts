import type { LessonProblem } from "#protocol/lesson.ts";

/** The lines of a run by step id; what stands before the first step belongs to the first. */
export interface ReadScript {
  readonly byStep: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly LessonProblem[];
}

/** First words of the lines of a run. */
export const ACTS = [
  "kubectl",
  "k",
  "tick",
  "fault",
  "heal",
  "load",
  "note",
  "answer",
  "skip",
  "edit",
  "apply",
  "world",
  "expect-rc",
] as const;

/** Takes `solution.txt` or `wrong.txt` apart at its `# step` lines. Here-documents stay one act. */
export function readScript(
  file: string,
  text: string,
  { steps }: { readonly steps: readonly string[] },
): ReadScript {
  const problems: LessonProblem[] = [];
  const fail = (line: number, message: string) =>
    void problems.push({ file, line, column: 1, message });
  const byStep: Record<string, string[]> = Object.fromEntries(steps.map((id) => [id, []]));
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  let current = steps[0] ?? "";
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").trim();
    const step = /^#\s*step\s+(\S+)/.exec(line)?.[1];
    if (step !== undefined) {
      if (!steps.includes(step)) fail(at + 1, `the lesson has no step ${step}`);
      else if (steps.indexOf(step) < steps.indexOf(current))
        fail(at + 1, `step ${step} stands out of order`);
      current = step;
    }
    if (line === "" || line.startsWith("#")) continue;
    const word = line.split(/\s+/)[0] ?? "";
    if (!ACTS.some((act) => act === word)) fail(at + 1, `not an act: ${line}`);
    const sign = /<<-?\s*['"]?(\w+)['"]?\s*$/.exec(line)?.[1];
    const act = [line];
    if (sign !== undefined) {
      const end = lines.findIndex((each, i) => i > at && each.trim() === sign);
      if (end < 0) fail(at + 1, `the text after << ${sign} does not end`);
      const last = end < 0 ? lines.length - 1 : end;
      act.push(...lines.slice(at + 1, last + 1));
      at = last;
    }
    byStep[current]?.push(act.join("\n"));
  }
  return { byStep, problems };
}
