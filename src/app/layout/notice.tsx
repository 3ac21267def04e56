import { useEffect } from "react";
import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";

const INFO_LASTS_MS = 8000;
const WARNING_LASTS_MS = 20_000;

/** One sentence of the page to the person; only what must be read stays until dismissed. */
export function Notice() {
  const text = useText();
  const shell = useShellHandle();
  const notice = useShell((state) => state.notice);
  useEffect(() => {
    if (!notice || notice.tone === "failing") return;
    const timer = window.setTimeout(
      () => shell.setState({ notice: null }),
      notice.tone === "info" ? INFO_LASTS_MS : WARNING_LASTS_MS,
    );
    return () => window.clearTimeout(timer);
  }, [notice, shell]);
  return (
    <div className="notice-slot" role="status" aria-live="polite">
      {notice && (
        <div className="notice" data-tone={notice.tone}>
          <Icon name={notice.tone === "info" ? "check" : "warning"} />
          <span>{notice.text}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={text("shell.dismiss")}
            onClick={() => shell.setState({ notice: null })}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
