import { useEffect, useState } from "react";
import { useShortcuts } from "./actions/keyboard.ts";
import { isEmbedded } from "./state/address-query.ts";
import { WorldContext, type World } from "./state/create-yard.ts";
import { YardContext, useText, useYard, useYardHandle } from "./state/hooks.ts";
import { SessionContext, type Session } from "./state/session.ts";
import { ShellContext, useShell, type ShellState } from "./state/shell-state.ts";
import type { StoreApi } from "zustand/vanilla";
import { useDocumentTheme } from "./theme/document-theme.ts";
import { EmbedGate } from "./embed/embed-gate.tsx";
import { Notice } from "./layout/notice.tsx";
import { Phone } from "./layout/later-parts.tsx";
import { Sandbox } from "./layout/sandbox.tsx";
import { useLayout } from "./layout/use-layout.ts";
import { Dialogs } from "./layout/dialogs.tsx";
import { FollowGate } from "./panels/follow/follow-gate.tsx";
import { Narrator } from "./panels/list-view/narrator.tsx";
import { Shelf } from "./panels/lesson/lesson-gate.tsx";
import { TopBar } from "./panels/top-bar/top-bar.tsx";
import { CompareGate } from "./panels/compare/compare-gate.tsx";
import { PresentGate } from "./layout/present-gate.tsx";
import "./layout/layout.css";

interface AppProps {
  readonly world: World;
  readonly shell: StoreApi<ShellState>;
  readonly session: Session;
}

/** The whole page. */
export function App({ world, shell, session }: AppProps) {
  return (
    <SessionContext value={session}>
      <ShellContext value={shell}>
        <WorldContext value={world}>
          <YardContext value={world}>{isEmbedded() ? <Frame /> : <Page />}</YardContext>
        </WorldContext>
      </ShellContext>
    </SessionContext>
  );
}

/** The page inside another one. */
function Frame() {
  useDocumentTheme();
  useReducedMotion();
  return <EmbedGate />;
}

function Page() {
  useDocumentTheme();
  useShortcuts();
  useReducedMotion();
  const text = useText();
  const layout = useLayout();
  const mode = useShell((state) => state.mode);
  const hasLesson = useShell((state) => state.lesson !== null);
  const presenting = useYard((state) => state.present);
  const isShelf = mode === "lesson" && !hasLesson;
  // The sandbox has a place of its own for notices.
  const isSandbox = !isShelf && mode !== "compare" && layout !== "phone";
  if (presenting) return <PresentGate />;
  return (
    <div className="page" data-layout={layout} data-mode={mode}>
      <a className="skip-link" href="#stage">
        {text("shell.skip")}
      </a>
      <TopBar compact={layout === "phone"} />
      <FollowGate />
      {!isSandbox && <Notice />}
      {isShelf ? (
        <Shelf />
      ) : mode === "compare" ? (
        <CompareGate phone={layout === "phone"} />
      ) : layout === "phone" ? (
        <Phone />
      ) : (
        <Sandbox layout={layout} />
      )}
      <Narrator />
      <Dialogs />
    </div>
  );
}

/** Follows the system's wish for less motion while the page is open. */
function useReducedMotion(): void {
  const world = useYardHandle();
  const [query] = useState(() => window.matchMedia("(prefers-reduced-motion: reduce)"));
  useEffect(() => {
    const follow = () => world.setPage({ reducedMotion: query.matches });
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query, world]);
}
