import { useEffect } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { narrate } from "./narration.ts";

/** At most one sentence every two seconds, so that a screen reader can keep up. */
const SHORTEST_WAIT_MS = 2000;

/** Larger jumps in time are another picture, not something that happened. */
const LARGEST_STEP_MS = 20_000;

/** Says what happens, politely, and keeps the newest sentence as the caption of the page. Belongs on the page once. */
export function Narrator() {
  const { store, setPage } = useYardHandle();
  const text = useText();
  const caption = useYard((state) => state.caption);
  useEffect(() => {
    let before = store.getState();
    const tell = () => {
      const after = store.getState();
      const isJump =
        after.at < before.at ||
        after.branch !== before.branch ||
        after.at - before.at > LARGEST_STEP_MS * Math.max(1, after.speed) ||
        before.pods.size === 0;
      const sentence = isJump ? "" : narrate(before, after, text);
      before = after;
      if (sentence !== "") setPage({ caption: sentence });
    };
    const timer = setInterval(tell, SHORTEST_WAIT_MS);
    return () => clearInterval(timer);
  }, [store, setPage, text]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {caption}
    </div>
  );
}
