import { useEffect, type CSSProperties, type ReactNode } from "react";
import { isTyping } from "#app/actions/keyboard.ts";
import { useText } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import type { ClassPlace } from "#app/panels/follow/follow-channel.ts";
import { PupilCode } from "#app/panels/follow/pupil-code.tsx";
import { useLeading } from "#app/panels/follow/use-leading.ts";
import { useSize } from "#app/ui/use-size.ts";
import { DrawPen } from "#app/panels/present/draw-pen.tsx";
import { Overlay } from "#app/panels/present/overlay.tsx";
import type { PresentView } from "#app/panels/present/present-keys.ts";
import { Spotlight } from "#app/panels/present/spotlight.tsx";
import { usePointerRest } from "#app/panels/present/use-pointer-rest.ts";
import { usePresentKeys } from "#app/panels/present/use-present-keys.ts";
import { isComposing, signOf } from "#app/ui/keys.ts";
import { LessonBar } from "./lesson-bar.tsx";
import "#app/panels/present/present.css";
import "./lesson-present.css";

const DESIGN = { width: 1500, height: 1080 };
const LEAST_UNIT = 0.3;

interface PresentFrameProps {
  readonly className: string;
  readonly onGo: (by: 1 | -1) => void;
  /** `r`: back to where this began. */
  readonly onRewind: () => void;
  readonly isWaiting: boolean;
  /** Where the class stands: told to pages of pupils that follow. */
  readonly place: ClassPlace;
  /** What a journey may look at. */
  readonly marks?: Readonly<Record<`data-${string}`, string | number>>;
  readonly children: (drawn: {
    readonly view: PresentView;
    readonly unit: number;
    readonly height: number;
  }) => ReactNode;
}

/** The wall: whatever is presented is moved by arrow keys or a clicker, and can be spotlit, drawn upon and blanked. */
export function PresentFrame({
  className,
  onGo,
  onRewind,
  isWaiting,
  place,
  marks = {},
  children,
}: PresentFrameProps) {
  const text = useText();
  const [view, setView] = usePresentKeys();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const isResting = usePointerRest();
  const unit =
    Math.max(LEAST_UNIT, Math.min(height / DESIGN.height, width / DESIGN.width)) * view.size;
  const isLeading = useShell((state) => state.isLeading);
  useBeatKeys(onGo, onRewind);
  useLeading(place);
  return (
    <main
      ref={box}
      data-theme={view.darkHall ? "dark" : "projector"}
      className={`present lesson-present ${className} ${isResting ? "is-resting" : ""}`}
      aria-label={text("present.label")}
      style={{ "--unit": unit } as CSSProperties}
      {...marks}
    >
      {children({ view, unit, height })}
      {view.overlay && (
        <Overlay shown={view.overlay} onClose={() => setView({ ...view, overlay: null })} />
      )}
      {view.spotlight && <Spotlight />}
      {view.pen && <DrawPen width={8 * unit} />}
      {isLeading && view.code && <PupilCode place={place} />}
      {view.blank && <div className="present-blank" />}
      <LessonBar
        onGo={onGo}
        isWaiting={isWaiting}
        onLead={(lead) => setView({ ...view, code: lead })}
      />
    </main>
  );
}

/** Arrow keys or a clicker. */
function useBeatKeys(onGo: (by: 1 | -1) => void, onRewind: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") onGo(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") onGo(-1);
      else if (signOf(event).toLowerCase() === "r") onRewind();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });
}
