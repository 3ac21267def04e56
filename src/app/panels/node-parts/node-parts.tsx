import { useState } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import "./node-parts.css";

/** The three workers inside a node, the fault that stops each, and whom it talks to. */
const PARTS = [
  { id: "kubelet", fault: "kubelet-stop", glyph: "gear" },
  { id: "runtime", fault: "runtime-stop", glyph: "square" },
  { id: "proxy", fault: "proxy-stop", glyph: "plug" },
] as const satisfies readonly { id: string; fault: string; glyph: GlyphName }[];
type PartId = (typeof PARTS)[number]["id"];

/** One node opened: kubelet, container runtime and kube-proxy at work, each with a switch. */
export function NodeParts() {
  const text = useText();
  const world = useWorld();
  const nodes = useYard((state) => state.nodes);
  const selection = useYard((state) => state.selection);
  const [chosen, setChosen] = useState("");
  const workers = [...nodes.values()].filter(({ role }) => role === "worker");
  const selected = selection?.kind === "Node" ? selection.name : "";
  const node =
    workers.find(({ name }) => name === selected) ??
    workers.find(({ name }) => name === chosen) ??
    workers[0];
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
        {PARTS.map((part) => (
          <Part key={part.id} node={node.name} {...part} />
        ))}
      </ol>
    </section>
  );
}

interface PartProps {
  readonly node: string;
  readonly id: PartId;
  readonly fault: string;
  readonly glyph: GlyphName;
}

function Part({ node, id, fault, glyph }: PartProps) {
  const text = useText();
  const world = useWorld();
  const classTerms = useShell((state) => state.classTerms);
  const isOff = useYard(({ faults }) => faults.includes(`${fault} ${node}`));
  const news = useNews(node, id);
  const name =
    id === "runtime"
      ? `${text("node-parts.runtime")} · ${text(classTerms ? "node-parts.docker" : "node-parts.containerd")}`
      : text(`node-parts.${id}`);
  const flip = async () => {
    world.terminal.write({ kind: "note", text: `# ${node}: ${isOff ? "heal" : "fault"} ${fault}` });
    await world.send({ type: "fault", name: fault, target: node, on: !isOff });
  };
  return (
    <li className="node-part" data-off={isOff} data-part={id}>
      <span className="node-part-wire" aria-hidden="true">
        <span>
          {text(
            id === "kubelet"
              ? "node-parts.api"
              : id === "runtime"
                ? "node-parts.pods"
                : "node-parts.customers",
          )}
        </span>
        <i />
      </span>
      <span className="node-part-sign">
        <Glyph name={isOff ? "power" : glyph} size={26} />
      </span>
      <strong>{name}</strong>
      <span className="muted">{text(`node-parts.${id}.job`)}</span>
      <span className="node-part-news">
        <Glyph name={isOff ? "cross" : "check"} size={13} />
        {text(`node-parts.${id}.${isOff ? "off" : "on"}`, news)}
      </span>
      <button
        type="button"
        className="button"
        data-fault={fault}
        aria-pressed={isOff}
        aria-label={`${name}: ${text(isOff ? "node-parts.start" : "node-parts.stop")}`}
        onClick={() => void flip().catch(() => undefined)}
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
