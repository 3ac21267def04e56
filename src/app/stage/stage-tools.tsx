import { useEffect, useRef, useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { COLOUR_CHOICES } from "./colour-by.ts";
import { ZOOM_RANGE } from "./layout.ts";
import { zoomBy } from "./use-zoom.ts";

/** How the picture is looked at: nearer, all of it, farther, by which colour, and what the signs mean. */
export function StageTools() {
  const text = useText();
  const { setPage } = useYardHandle();
  const shell = useShellHandle();
  const zoom = useYard((state) => state.zoom);
  const messages = useYard((state) => state.messages);
  const legend = useShell((state) => state.legend);
  return (
    <div className="stage-tools" role="group" aria-label={text("stage.tools")}>
      <Tool
        icon="plus"
        label={text("actions.zoomIn")}
        hint="+"
        isOff={zoom >= ZOOM_RANGE.most}
        onClick={() => setPage({ zoom: zoomBy(zoom, 1) })}
      />
      <Tool
        icon="fit"
        label={text("actions.zoomFit")}
        hint="0"
        isOff={zoom === 0}
        onClick={() => setPage({ zoom: 0 })}
      />
      <Tool
        icon="minus"
        label={text("actions.zoomOut")}
        hint="−"
        isOff={zoom <= ZOOM_RANGE.least}
        onClick={() => setPage({ zoom: zoomBy(zoom, -1) })}
      />
      <ColourMenu />
      <Tool
        icon="message"
        label={text("actions.messages")}
        hint="M"
        isPressed={messages}
        onClick={() => setPage({ messages: !messages })}
      />
      <Tool
        icon="legend"
        label={text("actions.legend")}
        hint="K"
        isPressed={legend}
        onClick={() => shell.setState({ legend: !legend })}
      />
    </div>
  );
}

function Tool({
  icon,
  label,
  hint,
  isOff = false,
  isPressed,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly hint: string;
  readonly isOff?: boolean;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      title={`${label} (${hint})`}
      disabled={isOff}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </button>
  );
}

/** What the hue of a pod tells. The sign of its state stays in any case. */
function ColourMenu() {
  const text = useText();
  const { setPage } = useYardHandle();
  const chosen = useYard((state) => state.colourBy);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    box.current?.querySelector<HTMLElement>("[aria-checked=true]")?.focus();
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  return (
    <div
      ref={box}
      className="colour-menu"
      onKeyDown={(event) => {
        if (!isOpen) return;
        if (event.key === "Escape") close();
        else if (event.key === "ArrowDown" || event.key === "ArrowUp")
          focusNext(box.current, event.key === "ArrowDown" ? 1 : -1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        type="button"
        aria-label={text("stage.colour-by")}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-pressed={chosen !== "state"}
        title={text("stage.colour-by")}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="colours" size={16} />
      </button>
      {isOpen && (
        <div className="stage-menu" role="menu" aria-label={text("stage.colour-by")}>
          <p aria-hidden="true">{text("stage.colour-by")}</p>
          {COLOUR_CHOICES.map((by) => (
            <button
              key={by}
              type="button"
              role="menuitemradio"
              aria-checked={by === chosen}
              tabIndex={by === chosen ? 0 : -1}
              onClick={() => {
                setPage({ colourBy: by });
                close();
              }}
            >
              <Icon name={by === chosen ? "check" : "none"} size={14} />
              {text(`stage.colour-by.${by}`)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function focusNext(box: HTMLElement | null, by: 1 | -1): void {
  const items = [...(box?.querySelectorAll<HTMLElement>("[role=menuitemradio]") ?? [])];
  const here = items.findIndex((item) => item === document.activeElement);
  items[(here + by + items.length) % items.length]?.focus();
}
