import { useEffect, useState } from "react";
import { NODE_PARTS, setNodePart, type NodePart } from "#app/actions/faults.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import "./node-parts.css";

type PartId = NodePart["id"];

const GLYPHS: Readonly<Record<PartId, GlyphName>> = {
  kubelet: "gear",
  runtime: "square",
  proxy: "plug",
};

/** Whom each part talks to. */
const WIRES = {
  kubelet: "node-parts.api",
  runtime: "node-parts.pods",
  proxy: "node-parts.customers",
} as const satisfies Record<PartId, string>;

/** One node opened: kubelet, container runtime and kube-proxy at work, each with a switch. */
export function NodeParts() {
  const text = useText();
  const world = useWorld();
  const nodes = useYard((state) => state.nodes);
  const selection = useYard((state) => state.selection);
  const [chosen, setChosen] = useState("");
  const workers = [...nodes.values()].filter(({ role }) => role === "worker");
  const selected = selection?.kind === "Node" ? selection.name : "";
  const pointed = useYard(({ pointedAt }) => /^node\/(.+)$/.exec(pointedAt)?.[1] ?? "");
  // What the learner or the lesson turned to last is what lies open.
  useEffect(() => setChosen(pointed), [pointed]);
  useEffect(() => setChosen(selected), [selected]);
  const node = workers.find(({ name }) => name === chosen) ?? workers[0];
  if (!node) return null;
  const choose = (name: string) => {
    setChosen(name);
    const uid = workers.find((each) => each.name === name)?.uid ?? name;
    world.setPage({ selection: { kind: "Node", namespace: "", name, id: uid } });
  };
  return (
    <section
      className="node-parts lesson-picture"
      aria-label={text("node-parts.title", { node: node.name })}
    >
      <header>
        <h3>{text("node-parts.title", { node: node.name })}</h3>
        <div role="group" className="node-parts-nodes" aria-label={text("node-parts.choose")}>
          {workers.map(({ uid, name }) => (
            <button
              key={uid}
              type="button"
              className="code"
              aria-pressed={name === node.name}
              onClick={() => choose(name)}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      <ol className="node-parts-row">
        {NODE_PARTS.map((part) => (
          <Part key={part.id} node={node.name} part={part} />
        ))}
      </ol>
    </section>
  );
}

function Part({ node, part }: { readonly node: string; readonly part: NodePart }) {
  const { id, fault } = part;
  const text = useText();
  const world = useWorld();
  const classTerms = useShell((state) => state.classTerms);
  const isOff = useYard(({ faults }) => faults.includes(`${fault} ${node}`));
  const news = useNews(node, id);
  const name =
    id === "runtime"
      ? `${text("node-parts.runtime")} · ${text(classTerms ? "node-parts.docker" : "node-parts.containerd")}`
      : text(`node-parts.${id}`);
  return (
    <li className="node-part" data-off={isOff} data-part={id}>
      <span className="node-part-head">
        <span className="node-part-sign">
          <Glyph name={isOff ? "power" : GLYPHS[id]} size={22} />
        </span>
        <strong>{name}</strong>
        <span className="node-part-wire" aria-hidden="true">
          <i />
          {text(WIRES[id])}
        </span>
      </span>
      <span className="muted">{text(`node-parts.${id}.job`)}</span>
      <span className="node-part-news">
        <Glyph name={isOff ? "cross" : "check"} size={13} />
        <span>{text(`node-parts.${id}.${isOff ? "off" : "on"}`, news)}</span>
      </span>
      <button
        type="button"
        className="button"
        data-fault={fault}
        aria-pressed={isOff}
        aria-label={`${name}: ${text(isOff ? "node-parts.start" : "node-parts.stop")}`}
        onClick={() => void setNodePart(world, part, { node, isRunning: isOff })}
      >
        {text(isOff ? "node-parts.start" : "node-parts.stop")}
      </button>
    </li>
  );
}

/** The figures that a part's message tells. */
function useNews(node: string, id: PartId): Readonly<Record<string, number>> {
  const seconds = useYard(({ nodes, at }) => {
    const row = [...nodes.values()].find(({ name }) => name === node);
    return row && id === "kubelet" ? Math.max(0, Math.round((at - row.heartbeatAt) / 1000)) : 0;
  });
  const count = useYard(({ pods }) =>
    id === "runtime"
      ? [...pods.values()]
          .filter((pod) => pod.node === node)
          .reduce(
            (sum, { containers }) =>
              sum + containers.filter(({ state }) => state === "running").length,
            0,
          )
      : 0,
  );
  return { seconds, count };
}
