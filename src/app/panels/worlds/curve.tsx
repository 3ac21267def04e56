import { useText, useYard } from "#app/state/hooks.ts";
import { curveOf } from "./world-facts.ts";
import { useMemo } from "react";

const WIDTH = 448;
const HEIGHT = 64;
/** Room around the line, so that its thickness is not cut. */
const MARGIN = 6;
const MINUTE_MS = 60_000;

interface SuccessCurveProps {
  /** When this world was hit, -1 when it was not. */
  readonly blowAt: number;
  readonly isDown: boolean;
}

/** Success of this world over time; both worlds have the same axes. */
export function SuccessCurve({ blowAt, isDown }: SuccessCurveProps) {
  const text = useText();
  const gauges = useYard((state) => state.gauges);
  const at = useYard((state) => Math.floor(state.at / 200) * 200);
  const { toMs, points } = useMemo(() => curveOf(gauges, at), [gauges, at]);
  const wasHit = blowAt >= 0 && at > blowAt;
  const blowX = (blowAt / toMs) * WIDTH;
  const inMinutes = toMs > 3 * MINUTE_MS;
  const time = (ms: number) =>
    inMinutes
      ? text("worlds.minutes", { count: Math.round(ms / MINUTE_MS) })
      : text("worlds.secondsAxis", { count: Math.round(ms / 1000) });
  const last = points.at(-1);
  const xy = ([x, y]: readonly [number, number]) =>
    `${(x * WIDTH).toFixed(1)},${(HEIGHT - y * HEIGHT).toFixed(1)}`;
  const label = text("worlds.curve", { from: 0, to: Math.round(toMs / 1000) });
  return (
    <figure className="curve" data-down={isDown} aria-label={label}>
      <svg
        viewBox={`${-MARGIN} ${-MARGIN} ${WIDTH + 2 * MARGIN} ${HEIGHT + 2 * MARGIN}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className="curve-grid" d={`M0 0H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        {wasHit && <path className="curve-blow" d={`M${blowX} 0V${HEIGHT}`} />}
        {points.length > 1 && <polyline className="curve-line" points={points.map(xy).join(" ")} />}
      </svg>
      {last && (
        <i
          className="curve-now"
          style={{
            left: `${last[0] * 100}%`,
            top: `calc(${MARGIN + (1 - last[1]) * HEIGHT}px * var(--curve-scale))`,
          }}
        />
      )}
      {wasHit && !inMinutes && (
        <p className="curve-words" style={{ left: `calc(${(blowAt / toMs) * 100}% + 8px)` }}>
          {text(isDown ? "worlds.curveLost" : "worlds.curveWobble")}
        </p>
      )}
      <figcaption>
        <span>{time(0)}</span>
        {blowAt >= 0 && !inMinutes && (
          <span className="curve-off" style={{ left: `${(blowAt / toMs) * 100}%` }}>
            {text("worlds.switchedOff", { count: Math.round(blowAt / 1000) })}
          </span>
        )}
        <span>{time(toMs)}</span>
      </figcaption>
    </figure>
  );
}
