import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { PodView } from "#core/view/rows.ts";
import type { StageLayout } from "./layout.ts";
import { dockTiles, dockWordsAt } from "./places.ts";

/** Beside many Services there is room for a word only. */
const SENTENCE_FROM_W = 180;
/** A pod that is placed at once needs no words. */
const SHORT_WAIT_MS = 1000;

/** The frame and the words around pods without a node; their tiles are drawn over it. */
export function WaitingDock({ layout }: { layout: StageLayout }) {
  const text = useText();
  const { store, setPage } = useYardHandle();
  const count = useYard(waitingCount);
  const isLong = useYard((state) => longWaiting(state) !== undefined);
  if (layout.variant === "present" || count === 0 || !isLong) return null;
  const { tray } = layout;
  const select = () => {
    const pod = longWaiting(store.getState());
    if (!pod) return;
    const { namespace, name, uid } = pod;
    setPage({ selection: { kind: "Pod", namespace, name, id: uid } });
  };
  const sentence = text(count === 1 ? "stage.waiting.one" : "stage.waiting", { count });
  const indent = dockWordsAt(Math.min(count, dockTiles(tray)));
  return (
    <button
      type="button"
      tabIndex={-1}
      className="waiting-dock"
      style={{ left: tray.x, top: tray.y, height: tray.h, maxWidth: tray.w, paddingLeft: indent }}
      data-testid="waiting-dock"
      title={sentence}
      onClick={(event) => {
        event.stopPropagation();
        select();
      }}
    >
      {tray.w < SENTENCE_FROM_W ? text("stage.waiting.short", { count }) : sentence}
    </button>
  );
}

const waitingByPods = new WeakMap<YardState["pods"], readonly PodView[]>();

function waitingPods({ pods }: YardState): readonly PodView[] {
  const known = waitingByPods.get(pods);
  if (known) return known;
  const waiting = [...pods.values()].filter(({ node }) => node === "");
  waitingByPods.set(pods, waiting);
  return waiting;
}

function waitingCount(state: YardState): number {
  return waitingPods(state).length;
}

/** The pod that waits worst, if any waits long enough to be talked about. */
function longWaiting(state: YardState): PodView | undefined {
  const waiting = waitingPods(state);
  return (
    waiting.find((pod) => pod.state === "unschedulable") ??
    waiting.find((pod) => pod.state === "gated" || state.at - pod.createdAt > SHORT_WAIT_MS)
  );
}
