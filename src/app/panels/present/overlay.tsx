import { useEffect, useRef } from "react";
import { Terminal } from "#app/terminal/terminal.tsx";
import { useText } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import { Explain } from "../explain/explain.tsx";
import { Files } from "../files/files.tsx";
import { PRESENT_KEYS, type Overlay as Shown } from "./present-keys.ts";

/** A panel over half of the picture, in letters for the back row. */
export function Overlay({
  shown,
  onClose,
}: {
  readonly shown: Shown;
  readonly onClose: () => void;
}) {
  const text = useText();
  const title = text(TITLES[shown]);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Who asks for the terminal will type: without this the letters would be keys of the presenter.
    if (shown === "terminal") panel.current?.querySelector("input")?.focus();
  }, [shown]);
  return (
    <section ref={panel} className={`present-overlay overlay-${shown}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={text("shell.close")}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {shown === "terminal" && <Terminal plain />}
      {shown === "yaml" && <Files phone />}
      {shown === "what" && (
        <Explain question={{ about: "latest" }} title={text("explain.latest")} />
      )}
      {shown === "keys" && <Keys />}
    </section>
  );
}

const TITLES = {
  terminal: "dock.terminal",
  yaml: "left.files",
  what: "explain.latest",
  keys: "present.allKeys",
} as const;

function Keys() {
  const text = useText();
  return (
    <dl className="present-keys">
      {PRESENT_KEYS.map(({ keys, label }) => (
        <div key={label}>
          <dt>{text(label)}</dt>
          <dd>
            <kbd>{keys[0]?.length === 1 ? keys[0].toUpperCase() : keys[0]}</kbd>
          </dd>
        </div>
      ))}
      <div>
        <dt>{text("present.back")}</dt>
        <dd>
          <kbd>Esc</kbd>
        </dd>
      </div>
    </dl>
  );
}
