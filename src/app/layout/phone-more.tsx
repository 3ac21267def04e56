import { ActionButton } from "#app/actions/action-button.tsx";
import type { Action } from "#app/actions/define.ts";
import {
  skipAhead,
  tenSecondsBack,
  tenSecondsForward,
  toLive,
  toStart,
  undo,
} from "#app/actions/time.ts";
import { help, listView, present, share } from "#app/actions/view.ts";
import type { TextKey } from "#app/i18n/text.ts";
import { Branches, Speeds } from "#app/panels/timeline/transport.tsx";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useShell, useShellHandle, type ShellState } from "#app/state/shell-state.ts";
import type { Theme } from "#app/state/yard-state.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import "./phone-more.css";

const THEMES: readonly Theme[] = ["dark", "light", "projector"];

const MOVES: readonly (readonly [Action, IconName, TextKey])[] = [
  [toStart, "start", "more.toStart"],
  [tenSecondsBack, "back", "more.tenBack"],
  [tenSecondsForward, "forward", "more.tenForward"],
  [skipAhead, "skip", "more.skip"],
  [undo, "undo", "more.undo"],
  [toLive, "play", "more.toLive"],
];

/** Everything that has no room on a phone's page, one touch away. */
export function PhoneMore() {
  const text = useText();
  return (
    <div className="phone-more">
      <section aria-labelledby="more-time">
        <h3 id="more-time">{text("more.time")}</h3>
        <Speeds />
        <div className="more-moves">
          {MOVES.map(([action, icon, label]) => (
            <ActionButton key={action.name} action={action} icon={icon} className="more-move">
              {text(label)}
            </ActionButton>
          ))}
        </div>
        <Branches />
      </section>
      <section aria-labelledby="more-cluster">
        <h3 id="more-cluster">{text("more.cluster")}</h3>
        <div className="more-rows">
          <TabRow tab="faults" icon="crash" label="left.faults" hint="more.faultsHint" />
          <TabRow tab="load" icon="people" label="left.load" hint="more.loadHint" />
        </div>
      </section>
      <section aria-labelledby="more-view">
        <h3 id="more-view">{text("more.view")}</h3>
        <ViewRows />
      </section>
      <Look />
    </div>
  );
}

/** The way back from what was opened under `more`. */
export function BackToMore() {
  const text = useText();
  const shell = useShellHandle();
  return (
    <button
      type="button"
      className="more-back"
      onClick={() => shell.setState({ phoneTab: "more" })}
    >
      <Icon name="left" />
      {text("phone.more")}
    </button>
  );
}

function TabRow({
  tab,
  icon,
  label,
  hint,
}: {
  readonly tab: ShellState["phoneTab"];
  readonly icon: IconName;
  readonly label: TextKey;
  readonly hint: TextKey;
}) {
  const text = useText();
  const shell = useShellHandle();
  return (
    <button
      type="button"
      className="more-row"
      data-more={tab}
      onClick={() => shell.setState({ phoneTab: tab })}
    >
      <Icon name={icon} />
      <span>
        {text(label)}
        <small className="muted">{text(hint)}</small>
      </span>
      <Icon name="right" size={16} />
    </button>
  );
}

function ViewRows() {
  const text = useText();
  const yard = useYardHandle();
  const shell = useShellHandle();
  const isList = useYard((state) => state.listView);
  const mode = useShell((state) => state.mode);
  return (
    <div className="more-rows">
      <button
        type="button"
        role="switch"
        aria-checked={isList}
        className="more-row"
        data-action={listView.name}
        onClick={() => yard.setPage({ listView: !isList })}
      >
        <Icon name="list" />
        <span>{text("actions.listView")}</span>
        <i className="more-switch" aria-hidden="true" />
      </button>
      <button
        type="button"
        className="more-row"
        data-more="compare"
        onClick={() => shell.setState({ mode: mode === "compare" ? "sandbox" : "compare" })}
      >
        <Icon name="branch" />
        <span>{text("compare.title")}</span>
        <Icon name="right" size={16} />
      </button>
      <ActionButton action={present} icon="projector" className="more-row">
        <span>{text("actions.present")}</span>
      </ActionButton>
      <ActionButton action={share} icon="share" className="more-row">
        <span>{text("actions.share")}</span>
      </ActionButton>
      <ActionButton action={help} icon="help" className="more-row">
        <span>{text("actions.help")}</span>
      </ActionButton>
    </div>
  );
}

function Look() {
  const text = useText();
  const yard = useYardHandle();
  const theme = useYard((state) => state.theme);
  const language = useYard((state) => state.language);
  return (
    <section aria-labelledby="more-look">
      <h3 id="more-look">{text("more.look")}</h3>
      <div className="more-choices" role="group" aria-label={text("more.look")}>
        {THEMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={theme === name}
            onClick={() => yard.setPage({ theme: name })}
          >
            {text(`topBar.theme.${name}`)}
          </button>
        ))}
      </div>
      <div className="more-choices" role="group" aria-label={text("more.language")}>
        {(["en", "ko"] as const).map((name) => (
          <button
            key={name}
            type="button"
            lang={name}
            aria-pressed={language === name}
            onClick={() => yard.setPage({ language: name })}
          >
            {name === "en" ? "English" : "한국어"}
          </button>
        ))}
      </div>
    </section>
  );
}
