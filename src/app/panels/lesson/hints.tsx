import { useStore } from "zustand";
import { fillPods } from "#app/lesson/fill.ts";
import { typedLines, type TypedLine } from "#app/lesson/lines.ts";
import { worldOf } from "#app/lesson/perform.ts";
import { useWorld } from "#app/state/create-yard.ts";
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
            <Line key={`${line.world} ${line.text}`} line={line} />
          ))}
          <p className="muted">{text("lesson.typeHint")}</p>
        </div>
      )}
    </section>
  );
}

/** One line with the names of the pods that there are now. */
function Line({ line }: { readonly line: TypedLine }) {
  const text = useText();
  const shell = useShellHandle();
  const there = worldOf(useWorld(), line.world);
  const filled = useStore(there.store, (state) => fillPods(line.text, state));
  const type = () => {
    const { prompt } = shell.getState();
    shell.setState({
      dockTab: "terminal",
      dockOpen: true,
      phoneTab: "kubectl",
      terminalWorld: line.world,
      prompt: { ...prompt, text: filled, serial: prompt.serial + 1 },
    });
  };
  return (
    <button type="button" className="lesson-line" onClick={type}>
      <code lang="en">{filled}</code>
      <span>{text("lesson.type")}</span>
    </button>
  );
}
