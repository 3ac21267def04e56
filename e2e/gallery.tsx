import { createRoot } from "react-dom/client";
import { useEffect, useState, type ReactNode } from "react";
import { YardContext, useYardHandle } from "#app/state/hooks.ts";
import type { Language, Theme, YardState } from "#app/state/yard-state.ts";
import { Stage } from "#app/stage/stage.tsx";
import { StageClock } from "#app/stage/clock.ts";
import { byUid, crowdState, fixtureYard, rolloutPods, rolloutState } from "#app/stage/fixtures.ts";
import { loadTexts } from "#app/i18n/text.ts";
import { useDocumentTheme } from "#app/theme/document-theme.ts";
import "#app/theme/theme.css";
import { Inspector } from "#app/panels/inspector/inspector.tsx";
import { ListView } from "#app/panels/list-view/list-view.tsx";
import { Present } from "#app/panels/present/present.tsx";
import { lostWorkerState, nodeStatesState, sampleExplanation } from "./samples.ts";
import { live } from "./live.ts";
import { StatesSheet } from "./states-sheet.tsx";

/** Shows parts of the page with made-up clusters: `gallery.html?view=stage&theme=dark&lang=en`. Not part of the product. */
const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "stage";
const page = {
  theme: (query.get("theme") ?? "dark") as Theme,
  language: (query.get("lang") ?? "en") as Language,
};

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
      setPage({
        selection: {
          kind: "Pod",
          namespace: "default",
          name: "shop-5c4d6f7b89-q8d5x",
          id: "pod-q8d5x",
        },
      });
      clock.motion = 80 + 450 * Number(query.get("flight") ?? 0.42);
    }, 300);
    return () => clearTimeout(timer);
  }, [store, setPage, clock]);
  return <Stage variant={variant} clock={clock} unit={1} />;
}

function stateOf(): YardState {
  if (view.includes("crowd")) {
    return {
      ...crowdState({
        workers: Number(query.get("workers") ?? 30),
        podsPerWorker: Number(query.get("pods") ?? 30),
      }),
      ...page,
    };
  }
  if (view === "present") return lostWorkerState(page);
  if (view === "nodes") return nodeStatesState(page);
  if (view === "inspector" || view === "list") return rolloutState(page);
  const before = rolloutPods()
    .map((pod) => (pod.shortName === "k9j4f" ? { ...pod, node: "", slot: -1 } : pod))
    .filter(({ shortName }) => shortName !== "k9j4f");
  return rolloutState({ ...page, pods: byUid(before) });
}

/** A world that knows one answer, and moves when asked to. */
function world() {
  const yard = fixtureYard(stateOf());
  if (view === "live" || view === "livecrowd") live(yard.store);
  return {
    ...yard,
    send: ((command: { type: string }) =>
      command.type === "explain"
        ? Promise.resolve(sampleExplanation())
        : Promise.reject(new Error("no cluster here"))) as typeof yard.send,
  };
}

function View() {
  const { setPage } = useYardHandle();
  useEffect(() => {
    const pod = query.get("pod");
    if (pod !== null)
      setPage({
        selection: {
          kind: "Pod",
          namespace: "default",
          name: `shop-5c4d6f7b89-${pod}`,
          id: `pod-${pod}`,
        },
      });
  }, [setPage]);
  if (view === "states") return <StatesSheet />;
  if (view === "present") return <Present />;
  const size = { width: Number(query.get("w") ?? 792), height: Number(query.get("h") ?? 604) };
  if (view === "inspector")
    return (
      <div style={{ ...size, display: "flex" }}>
        <Inspector />
      </div>
    );
  if (view === "list")
    return (
      <div style={size}>
        <ListView />
      </div>
    );
  return (
    <div style={size}>
      {view.includes("crowd") || view === "live" || view === "nodes" ? (
        <Stage />
      ) : (
        <Rollout variant={view === "phone" ? "phone" : "desktop"} />
      )}
    </div>
  );
}

const root = document.getElementById("root");
if (root) {
  await loadTexts("en", "ko");
  createRoot(root).render(
    <YardContext value={world()}>
      <Page>
        <View />
      </Page>
    </YardContext>,
  );
}
