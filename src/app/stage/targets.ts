import type { Selection, YardState } from "#app/state/yard-state.ts";
import { centreOf, contains, type Point, type Rect } from "./geometry.ts";
import type { StageLayout } from "./layout.ts";
import type { StageEngine } from "./stage-engine.ts";

/** Something on the stage that can be chosen. */
export interface Target {
  readonly selection: Selection;
  readonly rect: Rect;
}

/** Everything on the stage that can be chosen, pods first: they lie on top of their nodes. */
export function stageTargets(
  state: YardState,
  { layout, engine }: { layout: StageLayout; engine: StageEngine },
): Target[] {
  const targets: Target[] = [];
  for (const [uid, { rect }] of engine.places) {
    const pod = state.pods.get(uid);
    if (pod)
      targets.push({
        rect,
        selection: { kind: "Pod", namespace: pod.namespace, name: pod.name, id: uid },
      });
  }
  for (const [uid, rect] of layout.services) {
    const service = state.services.get(uid);
    if (service)
      targets.push({
        rect,
        selection: { kind: "Service", namespace: service.namespace, name: service.name, id: uid },
      });
  }
  for (const node of state.nodes.values()) {
    const box = layout.nodes.get(node.name);
    if (box)
      targets.push({
        rect: box.rect,
        selection: { kind: "Node", namespace: "", name: node.name, id: node.uid },
      });
  }
  for (const [name, rect] of layout.etcd)
    targets.push({ rect, selection: { kind: "Etcd", namespace: "", name, id: name } });
  return targets;
}

/** The topmost thing at a point. */
export function targetAt(targets: readonly Target[], point: Point): Target | null {
  return targets.find(({ rect }) => contains(rect, point)) ?? null;
}

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The nearest thing in a direction: near along it, and not far off to its side. */
export function neighbourOf(
  targets: readonly Target[],
  from: Target,
  direction: Direction,
): Target | null {
  const here = centreOf(from.rect);
  let best: { target: Target; cost: number } | null = null;
  for (const target of targets) {
    if (target.selection.id === from.selection.id) continue;
    const there = centreOf(target.rect);
    const [along, aside] = offsets(there.x - here.x, there.y - here.y, direction);
    if (along < 4 || aside > along * 2.5) continue;
    const cost = along + aside * 2.2 + (target.selection.kind === from.selection.kind ? 0 : 24);
    if (!best || cost < best.cost) best = { target, cost };
  }
  return best?.target ?? null;
}

/** First or last node, reading from the top left. */
export function edgeNode(targets: readonly Target[], end: "first" | "last"): Target | null {
  const nodes = targets
    .filter(({ selection }) => selection.kind === "Node")
    .sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x);
  return (end === "first" ? nodes[0] : nodes.at(-1)) ?? null;
}

function offsets(dx: number, dy: number, direction: Direction): [number, number] {
  switch (direction) {
    case "ArrowLeft":
      return [-dx, Math.abs(dy)];
    case "ArrowRight":
      return [dx, Math.abs(dy)];
    case "ArrowUp":
      return [-dy, Math.abs(dx)];
    case "ArrowDown":
      return [dy, Math.abs(dx)];
  }
}
