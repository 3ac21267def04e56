import { createRoot } from "react-dom/client";
import { useEffect, useState, type ReactNode } from "react";
import { YardContext, useYardHandle } from "#app/state/hooks.ts";
import type { Language, Theme, YardState } from "#app/state/yard-state.ts";
import { Stage } from "#app/stage/stage.tsx";
import { StageClock } from "#app/stage/clock.ts";
import { byUid, crowdState, fixtureYard, rolloutPods, rolloutState } from "#app/stage/fixtures.ts";
import { useDocumentTheme } from "#app/theme/document-theme.ts";
import "#app/theme/theme.css";
import { StatesSheet } from "./states-sheet.tsx";

/** Shows parts of the page with made-up clusters: `gallery.html?view=stage&theme=dark&lang=en`. Not part of the product. */
const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "stage";
const page = { theme: (query.get("theme") ?? "dark") as Theme, language: (query.get("lang") ?? "en") as Language };

/** A clock that stands where the picture was taken. */
class HeldClock extends StageClock {
  override tick(): boolean {
    this.now = 46_200;
    return true;
  }
}

function Page({ children }: { children: ReactNode }) {
  useDocumentTheme();
  return <>{children}</>;
}

/** The rollout, with the flight of one pod held half way. */
function Rollout({ variant }: { variant: "desktop" | "phone" | "present" }) {
  const [clock] = useState(() => new HeldClock());
  const { store, setPage } = useYardHandle();
  useEffect(() => {
    const timer = setTimeout(() => {
      store.setState({ pods: byUid([...rolloutPods()]) });
      setPage({ selection: { kind: "Pod", namespace: "default", name: "shop-5c4d6f7b89-q8d5x", id: "pod-q8d5x" } });
      clock.motion = 80 + 450 * Number(query.get("flight") ?? 0.42);
    }, 300);
    return () => clearTimeout(timer);
  }, [store, setPage, clock]);
  return <Stage variant={variant} clock={clock} unit={1} />;
}

function stateOf(): YardState {
  if (view === "crowd") {
    return { ...crowdState({ workers: Number(query.get("workers") ?? 30), podsPerWorker: Number(query.get("pods") ?? 30) }), ...page };
  }
  const before = rolloutPods().map((pod) => (pod.shortName === "k9j4f" ? { ...pod, node: "", slot: -1 } : pod)).filter(({ shortName }) => shortName !== "k9j4f");
  return rolloutState({ ...page, pods: byUid(before) });
}

function View() {
  if (view === "states") return <StatesSheet />;
  const size = { width: Number(query.get("w") ?? 792), height: Number(query.get("h") ?? 604) };
  return <div style={size}>{view === "crowd" ? <Stage /> : <Rollout variant={view === "phone" ? "phone" : "desktop"} />}</div>;
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <YardContext value={fixtureYard(stateOf())}>
      <Page>
        <View />
      </Page>
    </YardContext>,
  );
}
