import type { Selection } from "#app/state/yard-state.ts";
import type { PodView } from "#core/view/rows.ts";
import type { Rect } from "./geometry.ts";
import type { StageLayout } from "./layout.ts";
import type { StageEngine } from "./stage-engine.ts";

/** The box of what is selected, null when it is not on the stage. */
export function selectionRect(
  selection: Selection | null,
  {
    layout,
    engine,
    pods,
  }: { layout: StageLayout; engine: StageEngine; pods: ReadonlyMap<string, PodView> },
): Rect | null {
  switch (selection?.kind) {
    case "Pod":
      return pods.has(selection.id) ? (engine.places.get(selection.id)?.rect ?? null) : null;
    case "Node":
      return layout.nodes.get(selection.name)?.rect ?? null;
    case "Service":
      return layout.services.get(selection.id) ?? null;
    case "Etcd":
      return layout.etcd.get(selection.name) ?? null;
    default:
      return null;
  }
}
