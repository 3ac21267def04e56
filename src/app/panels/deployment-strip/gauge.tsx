import { useMemo, type RefObject } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSize } from "#app/ui/use-size.ts";
import type { DeploymentView } from "#core/view/rows.ts";
import { beadsOf, revisionHue, type Bead } from "./beads.ts";
import { labelsOf } from "./gauge-labels.ts";
import { fitGauge } from "./gauge-room.ts";

const BEAD = { w: 32, gap: 6 };
const COMPACT = { w: 40, gap: 4 };

/** A bead for every pod between the floor that must hold and the ceiling that may not be passed. */
export function Gauge({ deployment, compact }: { deployment: DeploymentView; compact: boolean }) {
  const text = useText();
  const pods = useYard((state) => state.pods);
  const [box, { width }] = useSize<HTMLDivElement>();
  const beads = useMemo(() => beadsOf(deployment, pods), [deployment, pods]);
  const { floor, ceiling } = deployment;
  const places = Math.max(ceiling, beads.length, 1);
  const words = {
    floor: compact ? "" : text("strip.floor", { count: floor }),
    ceiling: compact ? "" : text("strip.ceiling", { count: ceiling }),
  };
  const room = fitGauge(deployment, {
    width: Math.max(160, width - (compact ? 80 : 0)),
    places,
    natural: compact ? COMPACT : BEAD,
    words,
  });
  const label = useGaugeLabel(deployment);
  if (!room) return <Bulk box={box} deployment={deployment} beads={beads} />;
  const { pitch, gap, isTight } = room;
  const floorX = floor * pitch - gap / 2;
  const labels = compact ? [] : labelsOf(beads, { room, floorX, text });
  const isCrossed = labels.some(({ left, width: w }) => left < floorX && floorX < left + w);
  return (
    <div
      ref={box}
      className={`gauge-room ${isTight ? "is-tight" : ""} ${isCrossed ? "is-crossed" : ""}`}
      style={compact ? {} : { paddingRight: room.after }}
    >
      <div
        className={`gauge ${pitch < 16 ? "is-fine" : ""}`}
        role="img"
        aria-label={label}
        style={{ width: places * pitch - gap }}
      >
        <div className="gauge-beads">
          {Array.from({ length: places }, (_, index) => (
            <BeadBox
              key={beads[index]?.uid ?? `free ${index}`}
              bead={beads[index]}
              left={index * pitch}
              width={pitch - gap}
            />
          ))}
        </div>
        {labels.map(({ id, left, hue, words: own }) => (
          <span
            key={`${id} ${left}`}
            className={`gauge-label label-${id}`}
            style={{ left, ["--hue" as string]: `var(--${hue})` }}
          >
            {own}
          </span>
        ))}
        <Limit
          at={floorX}
          kind="floor"
          label={words.floor}
          isTouched={deployment.ready === floor && deployment.progress === "progressing"}
        />
        {!compact && (
          <Limit
            at={ceiling * pitch - gap / 2 + 3}
            kind="ceiling"
            label={words.ceiling}
            isTouched={false}
          />
        )}
        {compact && (
          <span className="gauge-note muted">
            {text("strip.floor-ceiling", { floor, ceiling })}
          </span>
        )}
      </div>
    </div>
  );
}

function useGaugeLabel({ ready, desired, floor, ceiling }: DeploymentView): string {
  return useText()("strip.gauge", { ready, desired, floor, ceiling });
}

/** Too many for beads: one bar with a part for each kind. */
function Bulk({
  box,
  deployment,
  beads,
}: {
  box: RefObject<HTMLDivElement | null>;
  deployment: DeploymentView;
  beads: readonly Bead[];
}) {
  const text = useText();
  const label = useGaugeLabel(deployment);
  const whole = Math.max(deployment.ceiling, beads.length, 1);
  const parts = [
    {
      face: "bead-ready is-new",
      beads: beads.filter(
        ({ look, role }) => look === "ready" && (role === "new" || role === "none"),
      ),
    },
    {
      face: "bead-ready is-old",
      beads: beads.filter(
        ({ look, role }) => look === "ready" && role !== "new" && role !== "none",
      ),
    },
    { face: "bead-coming", beads: beads.filter(({ look }) => look === "coming") },
    { face: "bead-waiting", beads: beads.filter(({ look }) => look === "waiting") },
    { face: "bulk-failing", beads: beads.filter(({ look }) => look === "failing") },
  ];
  return (
    <div ref={box} className="gauge-room is-bulk">
      <div className="gauge gauge-bulk" role="img" aria-label={label}>
        <div className="gauge-beads">
          {parts.map(({ face, beads: own }) => {
            const first = own[0];
            if (!first) return null;
            const hue = first.role === "none" ? "healthy" : revisionHue(first.revision);
            return (
              <span
                key={face}
                className={`bulk ${face}`}
                style={{
                  width: `${(own.length / whole) * 100}%`,
                  ["--hue" as string]: `var(--${hue})`,
                }}
              />
            );
          })}
        </div>
        {(["floor", "ceiling"] as const).map((kind) => (
          <span
            key={kind}
            className={`limit limit-${kind}`}
            style={{ left: `${(deployment[kind] / whole) * 100}%` }}
          >
            <span>{text(`strip.${kind}`, { count: deployment[kind] })}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

function BeadBox({ bead, left, width }: { bead: Bead | undefined; left: number; width: number }) {
  const hue = bead ? (bead.role === "older" ? "line" : revisionHue(bead.revision)) : "hair";
  const face = !bead
    ? "bead-free"
    : `bead-${bead.look} ${bead.role === "new" || bead.role === "none" ? "is-new" : "is-old"}`;
  const colour = bead && bead.role === "none" ? "healthy" : hue;
  return (
    <span
      className={`bead ${face}`}
      style={{ left, width, ["--hue" as string]: `var(--${colour})` }}
    />
  );
}

function Limit({
  at,
  kind,
  label,
  isTouched,
}: {
  at: number;
  kind: "floor" | "ceiling";
  label: string;
  isTouched: boolean;
}) {
  return (
    <span className={`limit limit-${kind} ${isTouched ? "is-touched" : ""}`} style={{ left: at }}>
      {label !== "" && <span>{label}</span>}
    </span>
  );
}
