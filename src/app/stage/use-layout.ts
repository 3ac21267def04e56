import { useMemo, useRef, type RefObject } from "react";
import { useYard } from "#app/state/hooks.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { PodView, ServiceView } from "#core/view/rows.ts";
import { layoutPhoneRows } from "./phone-rows.ts";
import type { NodeNeed } from "./boxes.ts";
import { layoutStage, type LayoutInput, type StageLayout, type StageVariant } from "./layout.ts";

export interface StageSize {
  readonly width: number;
  readonly height: number;
}

/** The layout of the stage; the same object as long as nothing in it changed place. */
export function useStageLayout(
  variant: StageVariant,
  size: StageSize,
  { unit, hasRows }: { readonly unit: number; readonly hasRows: boolean },
): StageLayout {
  const needs = useRef(new Map<string, number>());
  const last = useRef<LastShape | null>(null);
  const zoom = useYard((state) => state.zoom);
  const shape = useYard((state) => lastShape(state, { needs: needs.current, last }));
  return useMemo(() => {
    const parts = JSON.parse(shape) as Pick<
      LayoutInput,
      "masters" | "workers" | "etcd" | "services"
    >;
    const place = variant === "phone" && hasRows ? layoutPhoneRows : layoutStage;
    return place({
      variant,
      unit,
      zoom,
      width: Math.max(280, size.width),
      height: Math.max(160, size.height),
      ...parts,
    });
  }, [shape, variant, unit, hasRows, zoom, size.width, size.height]);
}

/** Services that customers or learners know: not the plumbing of the cluster itself. */
export function shownServices(services: ReadonlyMap<string, ServiceView>): ServiceView[] {
  return [...services.values()]
    .filter(
      ({ namespace, name }) =>
        !namespace.startsWith("kube-") && !(namespace === "default" && name === "kubernetes"),
    )
    .sort((a, b) => Number(b.rate > 0) - Number(a.rate > 0) || (a.name < b.name ? -1 : 1));
}

interface LastShape {
  readonly from: readonly unknown[];
  readonly shape: string;
}

/** The shape is asked for with every change of the state, and depends on four tables only. */
function lastShape(
  state: YardState,
  { needs, last }: { needs: Map<string, number>; last: RefObject<LastShape | null> },
): string {
  const from = [state.pods, state.nodes, state.etcd, state.services];
  const known = last.current;
  if (known && from.every((table, index) => table === known.from[index])) return known.shape;
  const shape = shapeOf(state, needs);
  last.current = { from, shape };
  return shape;
}

/** Room is only ever added while a node lives: a box does not shrink because a pod left it. */
function shapeOf(state: YardState, needs: Map<string, number>): string {
  const used = slotsUsed(state.pods);
  const masters: NodeNeed[] = [];
  const workers: NodeNeed[] = [];
  for (const { name, role } of state.nodes.values()) {
    const slots = Math.max(needs.get(name) ?? 0, used.get(name) ?? 0);
    needs.set(name, slots);
    (role === "control-plane" ? masters : workers).push({ name, slots });
  }
  for (const name of needs.keys())
    if (![...masters, ...workers].some((node) => node.name === name)) needs.delete(name);
  masters.sort(byName);
  workers.sort(byName);
  return JSON.stringify({
    masters,
    workers,
    etcd: [...state.etcd.keys()],
    services: shownServices(state.services).map(({ uid }) => uid),
  });
}

const BY_NAME = new Intl.Collator("en", { numeric: true });

const usedByPods = new WeakMap<ReadonlyMap<string, PodView>, Map<string, number>>();

function slotsUsed(pods: ReadonlyMap<string, PodView>): Map<string, number> {
  const known = usedByPods.get(pods);
  if (known) return known;
  const used = new Map<string, number>();
  for (const { node, slot } of pods.values())
    if (node !== "") used.set(node, Math.max(used.get(node) ?? 0, slot + 1));
  usedByPods.set(pods, used);
  return used;
}

function byName(a: NodeNeed, b: NodeNeed): number {
  return BY_NAME.compare(a.name, b.name);
}
