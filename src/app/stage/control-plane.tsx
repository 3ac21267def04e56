import type { CSSProperties } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import type { NodeView } from "#core/view/rows.ts";
import type { Rect } from "./geometry.ts";
import { Glyph } from "./glyph.tsx";
import type { GlyphName } from "./glyphs.ts";
import type { StageLayout } from "./layout.ts";

/** Style that puts an element on a box of the layout. */
export function at({ x, y, w, h }: Rect): CSSProperties {
  return { left: x, top: y, width: w, height: h };
}

/** The row of masters: double borders, taint, and the three parts that manage. */
export function ControlPlane({ layout }: { layout: StageLayout }) {
  const nodes = useYard((state) => state.nodes);
  const text = useText();
  const masters = [...nodes.values()].filter(
    ({ role, name }) => role === "control-plane" && layout.nodes.has(name),
  );
  if (masters.length === 0 || layout.lanes.control.h === 0) return null;
  return (
    <>
      {layout.gutter >= 64 && (
        <LaneLabel
          top={layout.lanes.control.y + 10}
          title={text("stage.lane.control")}
          note={text("stage.lane.control-2")}
        />
      )}
      {masters.map((node) => (
        <Master
          key={node.uid}
          node={node}
          rect={layout.nodes.get(node.name)?.rect ?? layout.lanes.control}
          isPresent={layout.variant === "present"}
        />
      ))}
    </>
  );
}

export function LaneLabel({
  top,
  title,
  note,
  alarm = false,
}: {
  top: number;
  title: string;
  note: string;
  alarm?: boolean;
}) {
  return (
    <div className="lane-label" style={{ top }}>
      <strong>{title}</strong>
      <span className={alarm ? "lane-alarm" : "muted"}>{note}</span>
    </div>
  );
}

function Master({ node, rect, isPresent }: { node: NodeView; rect: Rect; isPresent: boolean }) {
  const text = useText();
  const state = node.powered ? node.state : "off";
  const taint =
    node.taints
      .find((each) => each.startsWith("node-role"))
      ?.split(":")
      .at(-1) ?? "";
  return (
    <div className={`node-box master node-${state}`} style={at(rect)}>
      <div className="master-inner" />
      <div className="node-head">
        <strong className="node-name">{node.name}</strong>
        {!isPresent && <NodeMark state={state} fallback={taint} />}
        {isPresent && (
          <span className="master-icons">
            <Part name="api" status={node.apiServer === "up" ? "leader" : "down"} />
            <Part name="compass" status={node.scheduler} />
            <Part name="gear" status={node.controllers} />
          </span>
        )}
      </div>
      {!isPresent && (
        <div className="master-parts">
          <Part
            name="api"
            status={node.apiServer === "up" ? "leader" : "down"}
            label={text("stage.part.api")}
          />
          <Part name="compass" status={node.scheduler} label={text("stage.part.scheduler")} />
          <Part name="gear" status={node.controllers} label={text("stage.part.controllers")} />
        </div>
      )}
    </div>
  );
}

function Part({
  name,
  status,
  label,
}: {
  name: GlyphName;
  status: NodeView["scheduler"];
  label?: string;
}) {
  const lit = status === "leader" ? "is-lit" : status === "down" ? "is-down" : "";
  return (
    <span className={`part ${lit}`}>
      <Glyph name={name} size={20} />
      {label !== undefined && <span>{label}</span>}
    </span>
  );
}

const MARK: Readonly<Record<NodeView["state"], GlyphName | null>> = {
  ready: null,
  "not-ready": "bolt",
  cordoned: "no-entry",
  draining: "evict",
  off: "power",
};

/** Sign and word of a node that is not simply ready. */
export function NodeMark({
  state,
  fallback = "",
  short = false,
}: {
  state: NodeView["state"];
  fallback?: string;
  short?: boolean;
}) {
  const text = useText();
  const glyph = MARK[state];
  if (!glyph) return <span className="muted node-note">{fallback}</span>;
  return (
    <span className={`node-mark mark-${state}`}>
      {!short && <span className="node-note">{text(`stage.node.${state}`)}</span>}
      <Glyph name={glyph} size={16} />
    </span>
  );
}
