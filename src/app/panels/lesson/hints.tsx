import { typedLines } from "#app/lesson/lines.ts";
import { useText } from "#app/state/hooks.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import type { StepText } from "#protocol/lesson.ts";
import { Marked } from "./marked.tsx";

/** Hints of every step. */
export const ALL_HINTS = 3;

/** Where to look, then which command, then the whole line; the line can be put into the prompt. */
export function Hints({
  says,
  lines,
  shown,
}: {
  readonly shown: number;
  readonly says: StepText;
  readonly lines: readonly string[];
}) {
  const text = useText();
  const shell = useShellHandle();
  const type = (line: string) => {
    const { prompt } = shell.getState();
    shell.setState({
      dockTab: "terminal",
      dockOpen: true,
      phoneTab: "kubectl",
      prompt: { text: line, serial: prompt.serial + 1 },
    });
  };
  const typed = shown === ALL_HINTS ? typedLines(lines) : [];
  if (shown === 0) return null;
  return (
    <section className="lesson-hints" aria-label={text("lesson.hints")}>
      <ol aria-live="polite">
        {says.hints.slice(0, shown).map((hint, index) => (
          <li key={index}>
            <Marked>{hint}</Marked>
          </li>
        ))}
      </ol>
      {typed.length > 0 && (
        <div className="lesson-typed">
          {typed.map((line) => (
            <button key={line} type="button" className="lesson-line" onClick={() => type(line)}>
              <code lang="en">{line}</code>
              <span>{text("lesson.type")}</span>
            </button>
          ))}
          <p className="muted">{text("lesson.typeHint")}</p>
        </div>
      )}
    </section>
  );
}
