import type { CSSProperties } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { Stage } from "#app/stage/stage.tsx";
import { useSize } from "#app/ui/use-size.ts";
import { Legend } from "../legend/legend.tsx";
import { CaptionBar } from "./caption-bar.tsx";
import { Counters } from "./counters.tsx";
import { DrawPen } from "./draw-pen.tsx";
import { Overlay } from "./overlay.tsx";
import "./present.css";
import { PresentBar } from "./present-bar.tsx";
import { Spotlight } from "./spotlight.tsx";
import { useCaptions } from "./use-captions.ts";
import { usePointerRest } from "./use-pointer-rest.ts";
import { usePresentKeys } from "./use-present-keys.ts";

/** The picture that all sizes are drawn for, lying and standing. */
const LYING = { width: 1500, height: 1080 };
const STANDING = { width: 900, height: 1500 };
const LEAST_UNIT = 0.3;

/** Nothing but stage, counters, clock and captions, in type for the back row. Fills the window. */
export function Present() {
  const text = useText();
  const [view, setView] = usePresentKeys();
  const captions = useCaptions();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const isResting = usePointerRest();
  const isMoving = useYard((state) => !state.reducedMotion);
  const isStanding = height > width;
  const design = isStanding ? STANDING : LYING;
  const narrowest = Math.min(height / design.height, width / design.width);
  const unit = Math.max(LEAST_UNIT, narrowest) * view.size;
  return (
    <main
      ref={box}
      data-theme={view.darkHall ? "dark" : "projector"}
      className={`present ${isResting ? "is-resting" : ""} ${isStanding ? "is-standing" : ""} ${view.overlay ? "has-overlay" : ""}`}
      aria-label={text("present.label")}
      style={{ "--unit": unit } as CSSProperties}
    >
      <Counters />
      <div className="present-stage">
        {height > 0 && <Stage key={String(view.darkHall)} variant="present" unit={unit} />}
      </div>
      {view.legend && <Legend />}
      {view.captions !== "off" && (
        <CaptionBar captions={captions} lines={view.captions === "both" ? 2 : 1} />
      )}
      {view.overlay && (
        <Overlay shown={view.overlay} onClose={() => setView({ ...view, overlay: null })} />
      )}
      {view.spotlight && <Spotlight />}
      {view.pen && <DrawPen width={8 * unit} />}
      {view.blank && <div className={`present-blank ${isMoving ? "is-fading" : ""}`} />}
      <PresentBar onKeys={() => setView({ ...view, overlay: "keys" })} />
    </main>
  );
}
