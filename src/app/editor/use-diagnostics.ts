import { useEffect, useState } from "react";
import type { Diagnostic } from "./diagnostic.ts";

const PAUSE_MS = 250;
const NONE: readonly Diagnostic[] = [];

/** The problems of a text, a moment after it changed. The linter is loaded when the page is idle. */
export function useDiagnostics(text: string): readonly Diagnostic[] {
  const [found, setFound] = useState<readonly Diagnostic[]>(NONE);
  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(() => {
      void import("./diagnose.ts").then(({ diagnose }) => {
        if (current) setFound(diagnose(text));
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [text]);
  return found;
}
