import { useText, useYard } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";

/** In a lesson of two clusters: which of them the terminal speaks to. */
export function TerminalWorlds() {
  const text = useText();
  const shell = useShellHandle();
  const open = useShell((state) => state.lesson);
  const chosen = useShell((state) => state.terminalWorld);
  const language = useYard((state) => state.language);
  const worlds = open?.lesson.definition.worlds ?? [];
  if (worlds.length < 2) return null;
  const words = open?.texts[language] ?? Object.values(open?.texts ?? {})[0];
  return (
    <div className="terminal-worlds" role="group" aria-label={text("terminal.world")}>
      <span className="muted">{text("terminal.world")}</span>
      {worlds.map(({ id }) => (
        <button
          key={id}
          type="button"
          data-world={id}
          aria-pressed={chosen === id}
          onClick={() => shell.setState({ terminalWorld: id })}
        >
          {words?.worlds[id]?.title ?? id}
        </button>
      ))}
    </div>
  );
}
