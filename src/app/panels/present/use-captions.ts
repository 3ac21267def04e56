import { useEffect, useState } from "react";
import { useYardHandle } from "#app/state/hooks.ts";
import {
  captionsFor,
  NO_CAPTION,
  nextCaption,
  standingCaption,
  type Caption,
  type ShownCaption,
} from "./captions.ts";

/** News of this long are told together. */
const COLLECT_MS = 1000;

/** The caption of the moment in every language whose texts are here; stays until there is another that is worth its place. */
export function useCaptions(): readonly Caption[] {
  const { store } = useYardHandle();
  const [shown, setShown] = useState(NO_CAPTION);
  useEffect(() => {
    let before = store.getState();
    const orStanding = (shown: ShownCaption) =>
      shown.captions.length > 0 ? shown : standingCaption(store.getState());
    setShown(
      orStanding({
        ...NO_CAPTION,
        captions:
          before.caption === "" ? [] : [{ language: before.language, sentence: before.caption }],
      }),
    );
    const timer = setInterval(() => {
      const after = store.getState();
      if (after === before) return;
      const isJump = after.at < before.at || after.branch !== before.branch;
      const fresh = isJump ? null : captionsFor(before, after, after.language);
      before = after;
      setShown((old) =>
        orStanding(fresh ? nextCaption(old, fresh, performance.now()) : NO_CAPTION),
      );
    }, COLLECT_MS);
    return () => clearInterval(timer);
  }, [store]);
  return shown.captions;
}
