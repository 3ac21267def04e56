import { useEffect, useState } from "react";
import { useYardHandle } from "#app/state/hooks.ts";
import type { Language } from "#app/state/yard-state.ts";
import { captionsFor } from "./captions.ts";

export interface Caption {
  readonly language: Language;
  readonly sentence: string;
}

/** A hall needs longer to read than a screen reader to speak. */
const SHORTEST_WAIT_MS = 2000;

/** The newest caption in both languages; stays until there is another. */
export function useCaptions(): readonly Caption[] {
  const { store } = useYardHandle();
  const [captions, setCaptions] = useState<readonly Caption[]>([]);
  useEffect(() => {
    let before = store.getState();
    const first =
      before.caption === "" ? [] : [{ language: before.language, sentence: before.caption }];
    setCaptions(first);
    const timer = setInterval(() => {
      const after = store.getState();
      if (after === before) return;
      const next =
        after.at >= before.at && after.branch === before.branch
          ? captionsFor(before, after, after.language)
          : [];
      before = after;
      if (next.some(({ sentence }) => sentence !== "")) setCaptions(next);
    }, SHORTEST_WAIT_MS);
    return () => clearInterval(timer);
  }, [store]);
  return captions;
}
