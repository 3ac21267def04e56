import { useEffect, useRef } from "react";
import { useYard } from "#app/state/hooks.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import type { StageLayout } from "./layout.ts";
import { selectionRect } from "./selection.ts";
import type { StageEngine } from "./stage-engine.ts";

const GAP = 5;

/** A quiet ring around what a lesson speaks of. On a phone, where one worker is seen at a time, it comes into view. */
export function PointedRing({
  layout,
  engine,
}: {
  readonly layout: StageLayout;
  readonly engine: StageEngine;
}) {
  const pods = useYard((state) => state.pods);
  const pointed = useYard((state) => state.pointedAt);
  const nodes = useYard((state) => state.nodes);
  const services = useYard((state) => state.services);
  const target = targetOf(pointed, { pods, nodes, services });
  const rect = selectionRect(target, { layout, engine, pods });
  const ring = useRef<HTMLElement>(null);
  const revealed = rect && layout.variant === "phone" ? `${pointed} ${target?.id ?? ""}` : "";
  useEffect(() => {
    if (revealed !== "") ring.current?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [revealed]);
  if (!rect) return null;
  return (
    <i
      ref={ring}
      className="pointed-ring"
      aria-hidden="true"
      style={{
        left: rect.x - GAP,
        top: rect.y - GAP,
        width: rect.w + 2 * GAP,
        height: rect.h + 2 * GAP,
      }}
    />
  );
}

/** The first thing that `pod/web-*`, `node/worker-2`, `service/shop` or `etcd/etcd-1` names; null when there is none. */
export function targetOf(
  pointed: string,
  { pods, nodes, services }: Pick<YardState, "pods" | "nodes" | "services">,
): Selection | null {
  const [kind = "", name = ""] = pointed.split("/");
  const fits = (other: string) =>
    name.endsWith("*") ? other.startsWith(name.slice(0, -1)) : other === name;
  const pod = kind === "pod" && [...pods.values()].find((row) => fits(row.name));
  if (pod) return { kind: "Pod", namespace: pod.namespace, name: pod.name, id: pod.uid };
  const node = kind === "node" && [...nodes.values()].find((row) => fits(row.name));
  if (node) return { kind: "Node", namespace: "", name: node.name, id: node.uid };
  const service = kind === "service" && [...services.values()].find((row) => fits(row.name));
  if (service)
    return { kind: "Service", namespace: service.namespace, name: service.name, id: service.uid };
  return kind === "etcd" ? { kind: "Etcd", namespace: "", name, id: name } : null;
}
