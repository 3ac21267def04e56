import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { Accident } from "./world-facts.ts";

const CARE_STEPS = [1, 2, 3, 4] as const;
const RING = 2 * Math.PI * 56;

/** How long a repair takes when the lesson does not plan its end: our own figure. */
const REPAIR_MS = 40 * 60_000;

/** One big server with a name and a face, and the clock of its care. */
export function Pet({ isUp, accident }: { readonly isUp: boolean; readonly accident: Accident }) {
  const text = useText();
  const at = useYard((state) => Math.floor(state.at / 250) * 250);
  const wholeMs = accident.mendedAt > 0 ? accident.mendedAt - accident.at : REPAIR_MS;
  const careMs = accident.at >= 0 ? Math.min(wholeMs, Math.max(0, at - accident.at)) : 0;
  const cared = careMs / wholeMs;
  return (
    <div className="pet" data-up={isUp}>
      <div className="pet-machine">
        <PetFace isUp={isUp} />
        <p className="pet-tag">
          <svg viewBox="0 0 118 36" aria-hidden="true">
            <path d="M13 -12V12M1 1H100L116 17L100 34H1Z" />
            <circle cx="13" cy="17" r="3.5" />
          </svg>
          <strong>{text("worlds.petName")}</strong>
          <span className="muted">{text("worlds.petYears")}</span>
        </p>
      </div>
      <div className="pet-care">
        <div className="care-ring">
          <svg viewBox="0 0 128 128" aria-hidden="true">
            <circle className="care-whole" cx="64" cy="64" r="56" />
            <circle
              className="care-part"
              cx="64"
              cy="64"
              r="56"
              strokeDasharray={`${Math.max(careMs > 0 ? 0.04 : 0, cared) * RING} ${RING}`}
            />
          </svg>
          <p>
            <span className="care-clock">{clockText(careMs)}</span>
            <span>{text("worlds.care")}</span>
          </p>
        </div>
        <ol>
          {CARE_STEPS.map((step, index) => {
            const isDone = cared >= (index + 1) / CARE_STEPS.length;
            const isNow = careMs > 0 && !isDone && cared >= index / CARE_STEPS.length;
            return (
              <li key={step} data-state={isDone ? "done" : isNow ? "now" : "later"}>
                <Glyph name={isDone ? "check" : isNow ? "half" : "circle"} size={15} />
                {text(`worlds.care.${step}`)}
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function PetFace({ isUp }: { readonly isUp: boolean }) {
  const body = isUp
    ? "M14 2H226A12 12 0 0 1 238 14V194A12 12 0 0 1 226 206H14A12 12 0 0 1 2 194V14A12 12 0 0 1 14 2Z"
    : "M14 2H226L238 14V194L226 206H14L2 194V14Z";
  return (
    <svg className="pet-face" viewBox="0 0 240 208" aria-hidden="true">
      <path className="pet-body" d={body} />
      <rect className="pet-screen" x="25" y="25" width="190" height="95" rx="9" />
      <g className="pet-look">
        {isUp ? (
          <path d="M92 56V66M148 56V66M98 88Q120 108 142 88" />
        ) : (
          <path d="M83 62Q92 71 101 62M139 62Q148 71 157 62M105 101Q120 86 135 101" />
        )}
      </g>
      <g className="pet-drive">
        <rect x="25" y="137" width="190" height="15" rx="4" />
        <rect x="25" y="164" width="190" height="15" rx="4" />
        <path d="M140 144.5H208M140 171.5H208" strokeDasharray="0.1 6" />
      </g>
      <circle className="pet-light" cx="36" cy="144.5" r="3" />
      <circle className="pet-light" cx="36" cy="171.5" r="3" />
    </svg>
  );
}
