import { useMemo } from "react";
import { useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { starterFiles } from "#protocol/starter.ts";

/** Commands take a moment of virtual time: the input may be this much older than the answer. */
const NEAR_MS = 60_000;

/** What was last applied from a file in the history that is shown: an undone apply does not count. */
export function useApplied(
  name: string,
): { readonly text: string; readonly at: number } | undefined {
  const kept = useShell((state) => state.applied[name]);
  const inputs = useYard((state) => state.inputs);
  const hasShop = useYard((state) =>
    [...state.deployments.values()].some((deployment) => deployment.name === "shop"),
  );
  return useMemo(() => {
    const isInHistory =
      kept &&
      (kept.at === 0 ||
        inputs.some(
          ({ at, label }) => label.endsWith(`apply -f ${name}`) && Math.abs(at - kept.at) < NEAR_MS,
        ));
    if (isInHistory) return kept;
    const starter =
      hasShop && name === "shop.yaml"
        ? starterFiles("shop").find((file) => file.name === name)
        : undefined;
    return starter && { text: starter.text, at: 0 };
  }, [kept, inputs, name, hasShop]);
}
