import type { StoreApi } from "zustand/vanilla";
import type { YardState } from "#app/state/yard-state.ts";
import type { PodView, RequestView } from "#core/view/rows.ts";
import { podFixture } from "#app/stage/fixtures.ts";

const FRAME_MS = 50;

/** Plays a little made-up life in a store: requests flow, a pod is replaced every four seconds. */
export function live(store: StoreApi<YardState>): void {
  let at = 46_200;
  let id = 0;
  let serial = 0;
  setInterval(() => {
    at += FRAME_MS;
    const { services, pods } = store.getState();
    const requests: RequestView[] = [...services.values()].flatMap(({ uid, endpoints }) => {
      id += 1;
      const pod = endpoints[id % Math.max(1, endpoints.length)] ?? "";
      return [
        {
          id,
          service: uid,
          pod,
          sentAt: at,
          doneAt: at + 40,
          outcome: id % 41 === 0 ? "error" : "ok",
          weight: 1,
        },
      ];
    });
    store.setState({
      at,
      receivedAt: performance.now(),
      playing: true,
      speed: 1,
      pace: 1000,
      requests,
    });
    if (at % 4000 === 0) {
      serial += 1;
      store.setState({ pods: replaced(pods, { at, serial }) });
    }
  }, FRAME_MS);
}

function replaced(
  pods: ReadonlyMap<string, PodView>,
  { at, serial }: { at: number; serial: number },
): Map<string, PodView> {
  const next = new Map(pods);
  const slot = 4 + (serial % 2);
  for (const pod of next.values()) if (pod.slot === slot) next.delete(pod.uid);
  const fresh = podFixture(`n${serial}`, "pulling", {
    node: `worker-${1 + (serial % 3)}`,
    slot,
    pullFrom: at,
    pullUntil: at + 3000,
  });
  next.set(fresh.uid, fresh);
  for (const pod of next.values())
    if (pod.state === "pulling" && pod.uid !== fresh.uid)
      next.set(pod.uid, {
        ...pod,
        state: "ready",
        family: "healthy",
        ready: true,
        status: "Running",
      });
  return next;
}
