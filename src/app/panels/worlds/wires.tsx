import type { PodView } from "#core/view/rows.ts";
import { useYard } from "#app/state/hooks.ts";
import type { Point } from "#app/stage/geometry.ts";

/** Where the line runs beside a pod, and where it goes in. */
const ASIDE = 8;
const BUS_Y = 12;
/** A dot takes this long from the Service to its pod, in virtual time. */
const TRIP_MS = 1400;
const DOTS = 2;
const MOST_WIRES = 12;

interface WiresProps {
  readonly pods: readonly PodView[];
  /** The middle of each pod's left side, in the order of the pods. */
  readonly doors: readonly Point[];
  readonly width: number;
  readonly height: number;
}

/** The lines from the Service to every ready pod, and customers on their way. They run between the pods, never across one. */
export function Wires({ pods, doors, width, height }: WiresProps) {
  const at = useYard((state) => state.at);
  const flows = useYard((state) =>
    [...state.traffic.values()].some(({ okPerSecond }) => okPerSecond > 0),
  );
  const paths = pods.slice(0, MOST_WIRES).flatMap((pod, place) => {
    const door = doors[place];
    return door && pod.ready && pod.family !== "leaving"
      ? [{ uid: pod.uid, path: pathTo(door, width / 2) }]
      : [];
  });
  return (
    <svg className="wires" width={width} height={height} aria-hidden="true">
      {paths.map(({ uid, path }) => (
        <polyline key={uid} points={path.map(({ x, y }) => `${x},${y}`).join(" ")} />
      ))}
      {flows &&
        paths.flatMap(({ uid, path }, index) =>
          Array.from({ length: DOTS }, (_unused, dot) => {
            const phase = (at / TRIP_MS + index * 0.37 + dot / DOTS) % 1;
            const { x, y } = alongPath(path, phase);
            return <circle key={`${uid}-${dot}`} cx={x} cy={y} r="4" />;
          }),
        )}
    </svg>
  );
}

/** From the middle of the bus down the gap beside the pod, and into its side. */
function pathTo({ x, y }: Point, middle: number): readonly Point[] {
  return [
    { x: middle, y: 0 },
    { x: middle, y: BUS_Y },
    { x: x - ASIDE, y: BUS_Y },
    { x: x - ASIDE, y },
    { x, y },
  ];
}

/** The point at this share of a path's length. */
function alongPath(path: readonly Point[], share: number): Point {
  const legs = path.slice(1).map((to, index) => {
    const from = path[index] ?? to;
    return { from, to, length: Math.abs(to.x - from.x) + Math.abs(to.y - from.y) };
  });
  let left = share * legs.reduce((sum, { length }) => sum + length, 0);
  for (const { from, to, length } of legs) {
    if (left <= length && length > 0) {
      const part = left / length;
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    }
    left -= length;
  }
  return path.at(-1) ?? { x: 0, y: 0 };
}
