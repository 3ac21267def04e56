import { useMemo } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import type { GaugeView } from "#core/view/rows.ts";

const SHOWN_MS = 60_000;
const WIDTH = 116;
const HEIGHT = 36;

/** The three figures that customers and bills feel, with the last minute of each. */
export function Metrics() {
  const text = useText();
  const at = useYard((state) => Math.floor(state.at / 500) * 500);
  const gauges = useYard((state) => state.gauges);
  const recent = useMemo(
    // The minute before the learner came is the cluster coming up: nobody's customers were turned away then.
    () => gauges.filter((sample) => sample.at <= at && sample.at >= Math.max(0, at - SHOWN_MS)),
    [gauges, at],
  );
  const now = recent[recent.length - 1];
  const quiet = !now || now.ok + now.failed === 0;
  const failing = now !== undefined && now.failed > 0;
  const answered = now && hasAnswers(now) ? now : undefined;
  return (
    <div className="metrics" role="group" aria-label={text("metrics.title")}>
      <Figure
        name={text("metrics.success")}
        value={quiet ? text("metrics.none") : `${successText(now)} %`}
        tone={failing ? "failing" : "healthy"}
        points={recent.map((sample) => [sample.at, success(sample)])}
        from={0}
        to={100}
        at={at}
      />
      <Figure
        name={text("metrics.latency")}
        value={answered ? `${Math.round(answered.p95Ms)} ms` : text("metrics.none")}
        tone="muted"
        points={recent.filter(hasAnswers).map((sample) => [sample.at, sample.p95Ms])}
        from={0}
        at={at}
      />
      <Figure
        name={text("metrics.cpu")}
        value={
          now
            ? text("metrics.of", {
                part: cores(now.cpuAskedMilli),
                whole: cores(now.cpuTotalMilli),
              })
            : text("metrics.none")
        }
        tone="muted"
        points={recent.map((sample) => [sample.at, sample.cpuAskedMilli])}
        from={0}
        {...(now && { to: now.cpuTotalMilli })}
        at={at}
      />
    </div>
  );
}

/** Without an answer nobody has waited for one, which is no wait of 0 ms. */
function hasAnswers({ ok }: GaugeView): boolean {
  return ok > 0;
}

function success({ ok, failed }: GaugeView): number {
  return ok + failed === 0 ? 100 : (100 * ok) / (ok + failed);
}

/** Never 100 while anything fails. */
function successText(sample: GaugeView): string {
  const percent = success(sample);
  if (percent === 100) return "100";
  return Math.min(99.9, percent).toFixed(percent > 99 ? 1 : 0);
}

function cores(milli: number): string {
  return String(Number((milli / 1000).toFixed(1)));
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly tone: "healthy" | "failing" | "muted";
  readonly points: readonly (readonly [number, number])[];
  readonly from: number;
  readonly to?: number;
  readonly at: number;
}

function Figure({ name, value, tone, points, from, to, at }: FigureProps) {
  const most = to ?? Math.max(1, ...points.map(([, y]) => y)) * 1.25;
  const path = points
    .map(([time, y]) => {
      const x = ((time - Math.max(0, at - SHOWN_MS)) / SHOWN_MS) * WIDTH;
      return `${x.toFixed(1)},${(HEIGHT - 3 - ((y - from) / (most - from)) * (HEIGHT - 6)).toFixed(1)}`;
    })
    .join(" ");
  return (
    <div className="figure">
      <span className="figure-name">{name}</span>
      <strong className="figure-value">{value}</strong>
      <svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path
          d={`M0 ${HEIGHT - 0.5}H${WIDTH}`}
          stroke="var(--hair)"
          vectorEffect="non-scaling-stroke"
        />
        {points.length > 1 && (
          <polyline
            points={path}
            fill="none"
            stroke={`var(--${tone})`}
            strokeWidth="2"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </div>
  );
}
