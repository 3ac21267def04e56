import { useEffect, useState } from "react";
import { useYard } from "#app/state/hooks.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { KnownKind } from "./known-kinds.ts";

const PAUSE_MS = 250;
const NONE: readonly Diagnostic[] = [];

/** The problems of a text, a moment after it changed. The linter is loaded once the cluster is there. */
export function useDiagnostics(
  text: string,
  definedKinds: readonly KnownKind[],
): readonly Diagnostic[] {
  const [found, setFound] = useState<readonly Diagnostic[]>(NONE);
  const isLive = useYard((state) => state.connection !== "starting");
  useEffect(() => {
    if (!isLive) return;
    let current = true;
    const timer = window.setTimeout(() => {
      void import("./diagnose.ts").then(({ diagnose }) => {
        if (current) setFound(diagnose(text, definedKinds));
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [text, definedKinds, isLive]);
  return found;
}
