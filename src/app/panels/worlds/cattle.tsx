import { useLayoutEffect, useRef, useState, type CSSProperties } from "react";
import type { PodView } from "#core/view/rows.ts";
import { deletePod } from "#app/actions/cluster.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { glyphOf } from "#app/stage/figures/pod-look.ts";
import type { Point } from "#app/stage/geometry.ts";
import { useSize } from "#app/ui/use-size.ts";
import { servingPods } from "./world-facts.ts";
import { Wires } from "./wires.tsx";

/** How far away one stands: from afar names are dots. */
export type Distance = "near" | "middle" | "far";

/** The herd: every pod has the same look, and a place that is filled again. */
export function Cattle({ distance }: { readonly distance: Distance }) {
  const text = useText();
  const world = useWorld();
  const pods = useYard((state) => state.pods);
  const selection = useYard((state) => state.selection);
  const places = usePlaces(servingPods({ pods }));
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const chosen = selection?.kind === "Pod" ? pods.get(selection.id) : undefined;
  const [list, doors] = useDoors(`${distance} ${places.length} ${width}`);
  const columns = distance === "near" ? 3 : distance === "middle" ? 6 : 8;
  return (
    <div className="herd" ref={box} data-distance={distance}>
      {distance === "near" && width > 0 && (
        <Wires pods={places} doors={doors} width={width} height={height} />
      )}
      <ul
        ref={list}
        className="herd-grid"
        style={{ "--columns": columns } as CSSProperties}
        aria-label={text("worlds.herd")}
      >
        {places.map((pod) => (
          <li key={pod.uid}>
            <button
              type="button"
              className="herd-pod"
              data-family={pod.family}
              aria-pressed={chosen?.uid === pod.uid}
              aria-label={`${pod.name}, ${text(`stage.state.${pod.state}`)}`}
              onClick={() =>
                world.setPage({
                  selection: { kind: "Pod", namespace: pod.namespace, name: pod.name, id: pod.uid },
                })
              }
            >
              <Glyph name={glyphOf(pod.state)} size={distance === "near" ? 20 : 14} />
              {distance !== "far" && <span className="code">{pod.shortName}</span>}
              {distance === "near" && (
                <span className="herd-state">{text(`stage.state.${pod.state}`)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {chosen && chosen.family !== "leaving" && (
        <button
          type="button"
          className="button herd-delete"
          onClick={() => void deletePod(world, chosen)}
        >
          {text("worlds.delete", { name: chosen.shortName })}
        </button>
      )}
    </div>
  );
}

/** The middle of the left side of each pod, measured again whenever `layout` says that they have moved. */
function useDoors(layout: string) {
  const list = useRef<HTMLUListElement>(null);
  const [doors, setDoors] = useState<readonly Point[]>([]);
  useLayoutEffect(() => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>(":scope > li") ?? [])];
    setDoors(
      items.map((item) => ({ x: item.offsetLeft, y: item.offsetTop + item.offsetHeight / 2 })),
    );
  }, [layout]);
  return [list, doors] as const;
}

/** Pods that leave keep their place until the next one takes it: the herd never shuffles. */
function usePlaces(pods: readonly PodView[]): readonly PodView[] {
  const places = useRef<readonly (string | null)[]>([]);
  const byUid = new Map(pods.map((pod) => [pod.uid, pod]));
  const kept = places.current.map((uid) => (uid !== null && byUid.has(uid) ? uid : null));
  const standing = new Set(kept);
  const next = [...kept];
  for (const { uid } of pods) {
    if (standing.has(uid)) continue;
    const hole = next.indexOf(null);
    const leaving = next.findIndex(
      (other) => other !== null && byUid.get(other)?.family === "leaving",
    );
    const place = hole !== -1 ? hole : leaving !== -1 ? leaving : next.length;
    next[place] = uid;
    standing.add(uid);
  }
  while (next.length > 0 && next.at(-1) === null) next.pop();
  places.current = next;
  return next.flatMap((uid) => (uid === null ? [] : (byUid.get(uid) ?? [])));
}
