import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useYard } from "#app/state/hooks.ts";
import type { PodView } from "#core/view/rows.ts";
import type { StageLayout } from "./layout.ts";
import { metroPieces, type MetroPiece, type Stop } from "./metro.ts";
import { shownServices } from "./use-layout.ts";

/** All lines of the stage: requests' way to the pods, and the dotted one that ties the masters to etcd. */
export function MetroLines({ layout }: { layout: StageLayout }) {
  const services = useYard((state) => state.services);
  const pods = useYard((state) => state.pods);
  const selection = useYard((state) => state.selection);
  const { detail } = layout.fit;
  const hasStopPerPod = detail === "card" || detail === "slim";
  const key = useMemo(() => {
    const shown = shownServices(services);
    return JSON.stringify(
      shown.map(({ uid, endpoints, rate }) => [uid, rate, stopsOf(endpoints, pods, hasStopPerPod)]),
    );
  }, [services, pods, hasStopPerPod]);
  const isSelected = selection?.kind === "Service" ? selection.id : "";
  return <Lines layout={layout} stopsKey={key} selected={isSelected} />;
}

/** A stop for each endpoint, or one for each node where pods are too small to have their own. */
function stopsOf(
  endpoints: readonly string[],
  pods: ReadonlyMap<string, PodView>,
  hasStopPerPod: boolean,
): Stop[] {
  const stops = new Map<string, Stop>();
  for (const uid of endpoints) {
    const pod = pods.get(uid);
    if (!pod || pod.node === "") continue;
    if (hasStopPerPod) stops.set(uid, { uid, node: pod.node, slot: pod.slot });
    else stops.set(pod.node, { uid: pod.node, node: pod.node, slot: 0 });
  }
  return [...stops.values()];
}

/** Lines are drawn again only when a stop or a box moved. */
const Lines = memo(function Lines({
  layout,
  stopsKey,
  selected,
}: {
  layout: StageLayout;
  stopsKey: string;
  selected: string;
}) {
  const rows = useMemo(() => JSON.parse(stopsKey) as [string, number, Stop[]][], [stopsKey]);
  const pieces = useMemo(
    () => metroPieces(layout, new Map(rows.map(([uid, , stops]) => [uid, stops]))),
    [layout, rows],
  );
  const leaving = useLeaving(pieces, layout);
  const chosen = useMemo(
    () =>
      selected === ""
        ? []
        : metroPieces(
            layout,
            new Map(rows.filter(([uid]) => uid === selected).map(([uid, , stops]) => [uid, stops])),
          ),
    [layout, rows, selected],
  );
  const rate = rows.reduce((total, [, each]) => total + each, 0);
  const weight = rate > 2000 ? 4 : rate > 500 ? 2.5 : 1.5;
  return (
    <svg className="stage-lines" width={layout.width} height={layout.height} aria-hidden="true">
      <Streets layout={layout} />
      <g className="metro" strokeWidth={weight}>
        {pieces.map(({ id, d }) => (
          <path
            key={id}
            d={d}
            pathLength={1}
            className={id.startsWith("stop") ? "metro-stop" : ""}
          />
        ))}
        {leaving.map(({ id, d }) => (
          <path key={`leaving ${id}`} d={d} pathLength={1} className="metro-leaving" />
        ))}
      </g>
      {chosen.length > 0 && (
        <g className="metro metro-chosen">
          {chosen.map(({ id, d }) => (
            <path key={id} d={d} />
          ))}
        </g>
      )}
      <Tie layout={layout} />
    </svg>
  );
});

/** As long as the animation that takes them away. */
const RETRACT_MS = 160;

/** Stops that have just gone: they draw back to the line before their pod changes its face. A change of layout takes nothing back. */
function useLeaving(pieces: readonly MetroPiece[], layout: StageLayout): readonly MetroPiece[] {
  const before = useRef({ pieces, layout });
  const [leaving, setLeaving] = useState<readonly MetroPiece[]>([]);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { pieces, layout };
    if (old.layout !== layout) return;
    const left = new Set(pieces.map(({ id }) => id));
    const gone = old.pieces.filter(({ id }) => id.startsWith("stop") && !left.has(id));
    if (gone.length === 0) return;
    setLeaving(gone);
    const timer = window.setTimeout(() => setLeaving([]), RETRACT_MS);
    return () => window.clearTimeout(timer);
  }, [pieces, layout]);
  return leaving;
}

/** From the customers to the Services. */
function Streets({ layout }: { layout: StageLayout }) {
  const last = [...layout.services.values()].at(-1);
  const { customers } = layout;
  if (!last) return null;
  const y = last.y + last.h / 2;
  const pills = [...layout.services.values()];
  const from = layout.variant === "phone" ? last.x + last.w : customers.x + customers.w;
  const d =
    layout.variant === "phone"
      ? `M${from} ${y}H${layout.width}`
      : pills
          .map(
            (pill, index) =>
              `M${index === 0 ? from : (pills[index - 1]?.x ?? 0) + (pills[index - 1]?.w ?? 0)} ${y}H${pill.x}`,
          )
          .join("");
  return <path className="street" d={d} />;
}

/** The dotted bracket between the control plane and its memory. */
function Tie({ layout }: { layout: StageLayout }) {
  const { control, etcd } = layout.lanes;
  if (control.h === 0 || etcd.h === 0 || layout.gutter < 64) return null;
  const top = control.y + 40;
  const end = etcd.y + 20;
  const left = control.x - 4.5;
  const right = control.x + control.w + 6.5;
  const d =
    `M${control.x} ${top}H${left}V${end}` +
    (layout.fit.columns < layout.nodes.size - 3
      ? ""
      : `M${control.x + control.w} ${top}H${right}V${end}H${right - 14}`);
  return <path className="tie" d={d} />;
}
