import { ActionButton } from "#app/actions/action-button.tsx";
import { undo } from "#app/actions/time.ts";
import { help, listView, present, share } from "#app/actions/view.ts";
import { prepareEngine } from "#app/engine/engine.ts";
import { CompareGate } from "#app/panels/compare/compare-gate.tsx";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import type { Theme } from "#app/state/yard-state.ts";
import { Icon, Logo, type IconName } from "#app/ui/icon.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { ScenarioMenu } from "./scenario-menu.tsx";
import "./top-bar.css";

const THEMES: readonly Theme[] = ["dark", "light", "projector"];
const THEME_ICONS: Readonly<Record<Theme, IconName>> = {
  dark: "moon",
  light: "sun",
  projector: "projector",
};

/** Somebody is about to choose a mode: the second world needs a thread of its own, which takes a while to start. */
function prepareCompare(): void {
  prepareEngine();
  void CompareGate.prepare();
}

/** The bar above everything: what this is, which mode, language, look, and ways out. */
export function TopBar({ compact }: { readonly compact: boolean }) {
  const text = useText();
  const shell = useShellHandle();
  const mode = useShell((state) => state.mode);
  const hasBranches = useYard((state) => state.branches.length > 1);
  return (
    <header className="top-bar">
      <h1 className="brand">
        <Logo />
        <span>{text("topBar.name")}</span>
      </h1>
      <ScenarioMenu />
      {!compact && (
        <div
          className="top-bar-middle"
          onPointerEnter={() => hasBranches && mode !== "compare" && prepareCompare()}
        >
          <Tabs
            look="pill"
            panel="mode"
            label={text("topBar.modes")}
            selected={mode}
            onSelect={(next) => shell.setState({ mode: next })}
            tabs={[
              { id: "lesson", label: text("topBar.lesson") },
              { id: "sandbox", label: text("topBar.sandbox") },
              { id: "compare", label: text("topBar.compare") },
            ]}
          />
        </div>
      )}
      <div className="top-bar-end">
        {compact ? (
          <ActionButton action={undo} icon="undo" />
        ) : (
          <ActionButton action={listView} icon="list" />
        )}
        <LanguageButton />
        {!compact && <ThemeButton />}
        {!compact && <ActionButton action={help} icon="help" />}
        {compact ? (
          <ActionButton action={share} icon="share" />
        ) : (
          <>
            <ActionButton action={share} icon="share" className="button">
              {text("topBar.share")}
            </ActionButton>
            <PresentButton />
          </>
        )}
      </div>
    </header>
  );
}

function PresentButton() {
  const text = useText();
  const yard = useYardHandle();
  return (
    <button
      type="button"
      className="button button-primary"
      data-action={present.name}
      title={`${text(present.label)} (P)`}
      onClick={() => yard.setPage({ present: true })}
    >
      {text("topBar.present")}
    </button>
  );
}

function LanguageButton() {
  const text = useText();
  const yard = useYardHandle();
  const language = useYard((state) => state.language);
  const other = language === "en" ? "ko" : "en";
  return (
    <button
      type="button"
      className="icon-button language"
      aria-label={text("topBar.toLanguage")}
      title={text("topBar.toLanguage")}
      lang={other}
      onClick={() => yard.setPage({ language: other })}
    >
      {language.toUpperCase()}
    </button>
  );
}

function ThemeButton() {
  const text = useText();
  const yard = useYardHandle();
  const theme = useYard((state) => state.theme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "dark";
  const label = text("topBar.toTheme", { theme: text(`topBar.theme.${next}`) });
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => yard.setPage({ theme: next })}
    >
      <Icon name={THEME_ICONS[theme]} />
    </button>
  );
}
