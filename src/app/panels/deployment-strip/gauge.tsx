import type { RefObject } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSize } from "#app/stage/use-size.ts";
import type { DeploymentView } from "#core/view/rows.ts";
import { beadsOf, groupsOf, revisionHue, type Bead, type BeadGroup } from "./beads.ts";

const BEAD = { w: 32, gap: 6 };
const COMPACT = { w: 40, gap: 4 };

/** A bead for every pod between the floor that must hold and the ceiling that may not be passed. */
export function Gauge({ deployment, compact }: { deployment: DeploymentView; compact: boolean }) {
  const text = useText();
  const pods = useYard((state) => state.pods);
  const [box, { width }] = useSize<HTMLDivElement>();
  const beads = beadsOf(deployment, pods);
  const places = Math.max(deployment.ceiling, beads.length, 1);
  const natural = compact ? COMPACT : BEAD;
  const room = Math.max(120, width - 8 - (compact ? 104 : 0));
  if (room / places < 5) return <Bulk box={box} deployment={deployment} beads={beads} />;
  const pitch = Math.min(natural.w + natural.gap, room / places);
  const gap = pitch < 10 ? 1 : Math.min(natural.gap, pitch * 0.2);
  const size = pitch - gap;
  const isTight = !compact && (deployment.ceiling - deployment.floor) * pitch < 76;
  const label = text("strip.gauge", {
    ready: deployment.ready,
    desired: deployment.desired,
    floor: deployment.floor,
    ceiling: deployment.ceiling,
  });
  return (
    <div ref={box} className={`gauge-room ${isTight ? "is-tight" : ""}`}>
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
              width={size}
            />
          ))}
        </div>
        {!compact && (
          <GaugeLabels
            groups={groupsOf(beads)}
            pitch={pitch}
            hasOld={deployment.progress !== "complete"}
          />
        )}
        <Limit
          at={deployment.floor * pitch - gap / 2}
          kind="floor"
          label={compact ? "" : text("strip.floor", { count: deployment.floor })}
          isTouched={deployment.ready === deployment.floor && deployment.progress === "progressing"}
        />
        {!compact && (
          <Limit
            at={deployment.ceiling * pitch + gap / 2 - gap + 3}
            kind="ceiling"
            label={text("strip.ceiling", { count: deployment.ceiling })}
            isTouched={false}
          />
        )}
        {compact && (
          <span className="gauge-note muted">
            {text("strip.floor-ceiling", { floor: deployment.floor, ceiling: deployment.ceiling })}
          </span>
        )}
      </div>
    </div>
  );
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
    { face: "bulk-failing", beads: beads.filter(({ look }) => look === "failing") },
  ];
  const label = text("strip.gauge", {
    ready: deployment.ready,
    desired: deployment.desired,
    floor: deployment.floor,
    ceiling: deployment.ceiling,
  });
  return (
    <div ref={box} className="gauge-room">
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
        <span
          className="limit limit-floor"
          style={{ left: `${(deployment.floor / whole) * 100}%` }}
        >
          <span>{text("strip.floor", { count: deployment.floor })}</span>
        </span>
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

function GaugeLabels({
  groups,
  pitch,
  hasOld,
}: {
  groups: readonly BeadGroup[];
  pitch: number;
  hasOld: boolean;
}) {
  const text = useText();
  return (
    <>
      {groups.map((group) => {
        const revision = group.revision > 0 ? `r${group.revision}` : "";
        const room = group.count * pitch;
        const isShort = room < 120;
        const words =
          group.id === "new"
            ? text(hasOld && groups.length > 1 ? "strip.new" : "strip.only", { revision })
            : group.id === "old"
              ? text(isShort ? "strip.old-short" : "strip.old", { revision })
              : room < 84
                ? text("strip.coming-short")
                : text("strip.coming", { revision });
        if (room < 34) return null;
        return (
          <span
            key={`${group.id} ${group.from}`}
            className={`gauge-label label-${group.id}`}
            style={{
              left: group.from * pitch + (group.id === "coming" ? 5 : 0),
              maxWidth: Math.max(room - 8, 56),
              ["--hue" as string]: `var(--${revisionHue(group.revision)})`,
            }}
          >
            {words.trim()}
          </span>
        );
      })}
    </>
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
