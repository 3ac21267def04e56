import { useEffect } from "react";
import { useYard } from "#app/state/hooks.ts";

/** Puts theme, language and motion on the page's root element, where theme.css looks for them. */
export function useDocumentTheme(): void {
  const theme = useYard((state) => state.theme);
  const language = useYard((state) => state.language);
  const reducedMotion = useYard((state) => state.reducedMotion);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset["theme"] = theme;
    root.dataset["motion"] = reducedMotion ? "reduced" : "full";
    root.lang = language;
  }, [theme, language, reducedMotion]);
}
