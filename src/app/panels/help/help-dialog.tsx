import { ACTIONS } from "#app/actions/index.ts";
import type { Action } from "#app/actions/define.ts";
import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Dialog } from "#app/ui/dialog.tsx";
import "./help-dialog.css";
import { SightOptions } from "./sight-options.tsx";

const GROUPS: readonly Action["group"][] = ["time", "view", "cluster"];

/** What every key does, and how to switch single letters off. */
export function HelpDialog() {
  const text = useText();
  const shell = useShellHandle();
  const shortcuts = useShell((state) => state.shortcuts);
  const plainEditor = useShell((state) => state.plainEditor);
  return (
    <Dialog
      title={text("help.title")}
      closeLabel={text("shell.close")}
      onClose={() => shell.setState({ dialog: null })}
      wide
    >
      <p>{text("help.intro")}</p>
      <div className="help-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{text(`help.group.${group}`)}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group).map(({ name, label, keys }) => (
                <div key={name}>
                  <dt>{text(label)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{shownKey(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="help-options">
        <label className="help-option">
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={(event) => shell.setState({ shortcuts: event.target.checked })}
          />{" "}
          {text("help.shortcuts")}
        </label>
        <label className="help-option">
          <input
            type="checkbox"
            checked={plainEditor}
            onChange={(event) => shell.setState({ plainEditor: event.target.checked })}
          />{" "}
          {text("help.plainEditor")}
        </label>
        <SightOptions />
      </div>
      <p className="muted">{text("help.editor")}</p>
      <p className="muted">{text("help.scope")}</p>
      <div>
        <button
          type="button"
          className="button"
          onClick={() => shell.setState({ dialog: null, guideStep: 0, mode: "sandbox" })}
        >
          {text("topBar.guide")}
        </button>
      </div>
    </Dialog>
  );
}

const ARROWS: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→" };

function shownKey(key: string): string {
  return key
    .split(/(?<=.)\+/)
    .map(
      (part) =>
        ARROWS[part] ?? (part === "Mod" ? "Ctrl/⌘" : part.length === 1 ? part.toUpperCase() : part),
    )
    .join(" ");
}
