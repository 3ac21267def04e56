import { memo } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { textOf, type TextKey } from "#app/i18n/text.ts";
import type { NodeView, PodView } from "#core/view/rows.ts";
import { at, LaneLabel, NodeMark } from "./control-plane.tsx";
import { Glyph } from "./glyph.tsx";
import type { NodeBox } from "./boxes.ts";
import type { StageLayout } from "./layout.ts";

/** The boxes of the workers: everything of them but their pods. */
export function Workers({ layout }: { layout: StageLayout }) {
  const nodes = useYard((state) => state.nodes);
  const pods = useYard((state) => state.pods);
  const now = useYard((state) => Math.floor(state.at / 1000));
  const text = useText();
  const workers = [...nodes.values()].filter(
    ({ role, name }) => role === "worker" && layout.nodes.has(name),
  );
  const counts = countByNode(pods);
  const ready = workers.filter(({ status }) => status.split(",")[0] === "Ready").length;
  return (
    <>
      {layout.gutter >= 64 && (
        <LaneLabel
          top={layout.lanes.workers.y + 8}
          title={text("stage.lane.workers")}
          note={
            ready === workers.length
              ? text("stage.lane.ready", { count: ready })
              : workers.length >= 100
                ? `${ready}/${workers.length}`
                : text("stage.lane.ready-of", { count: ready, total: workers.length })
          }
          alarm={ready < workers.length}
        />
      )}
      {workers.length === 0 && (
        <p className="stage-empty" style={at(layout.lanes.workers)}>
          {text("stage.empty")}
        </p>
      )}
      {workers.map((node) => {
        const box = layout.nodes.get(node.name);
        if (!box) return null;
        return (
          <WorkerBox
            key={node.uid}
            node={node}
            box={box}
            layout={layout}
            counts={counts.get(node.name) ?? NO_COUNTS}
            now={layout.variant === "present" ? now : 0}
          />
        );
      })}
    </>
  );
}

interface Counts {
  readonly total: number;
  readonly ready: number;
  readonly failing: number;
  readonly leaving: number;
  readonly progress: number;
}

const NO_COUNTS: Counts = { total: 0, ready: 0, failing: 0, leaving: 0, progress: 0 };

interface WorkerBoxProps {
  readonly node: NodeView;
  readonly box: NodeBox;
  readonly layout: StageLayout;
  readonly counts: Counts;
  readonly now: number;
}

/** Boxes change much less often than pods do. */
const WorkerBox = memo(WorkerBoxView, (before, after) => {
  const { counts: old, ...rest } = before;
  const { counts, ...others } = after;
  return (
    (Object.keys(others) as (keyof typeof others)[]).every((key) => rest[key] === others[key]) &&
    (Object.keys(counts) as (keyof Counts)[]).every((key) => old[key] === counts[key])
  );
});

function WorkerBoxView({ node, box, layout, counts, now }: WorkerBoxProps) {
  const { metrics, detail } = layout.fit;
  const isPresent = layout.variant === "present";
  const shown = !node.powered ? "off" : node.state;
  const style = {
    ...at(box.rect),
    "--head": `${metrics.head}px`,
    "--pad": `${metrics.pad}px`,
    "--foot": `${metrics.foot}px`,
  };
  return (
    <>
      {isPresent && <Heartbeat node={node} box={box} now={now} />}
      <div
        className={`node-box worker node-${shown} box-${detail}`}
        style={style}
        data-node={node.name}
      >
        {(shown === "cordoned" || shown === "draining") && <div className="shutter" />}
        <div className="node-head">
          <strong className="node-name" title={node.name}>
            {(detail === "cell" || detail === "dot") && box.rect.w < 150 && !isPresent
              ? node.name.replace(/^worker-/, "w-")
              : node.name}
          </strong>
          <HeadNote
            node={node}
            shown={shown}
            counts={counts}
            isPresent={isPresent}
            detail={detail}
            isNarrow={box.rect.w < 212 && !isPresent}
          />
        </div>
        {layout.variant === "phone" && shown === "ready" && (
          <Bar label="cpu" node={node} className="phone-bar" />
        )}
        {layout.variant === "desktop" && detail !== "cell" && detail !== "dot" && (
          <div className="node-bars">
            <Bar label="cpu" node={node} />
            <Bar label="memory" node={node} />
          </div>
        )}
        {(detail === "cell" || detail === "dot") && <Density counts={counts} />}
      </div>
    </>
  );
}

/** A hall has listeners of both languages. */
function OtherLanguage({ of }: { of: TextKey }) {
  const other = useYard((state) => (state.language === "ko" ? "en" : "ko"));
  return <span lang={other}>{textOf(other, of)}</span>;
}

function HeadNote({
  node,
  shown,
  counts,
  isPresent,
  detail,
  isNarrow,
}: {
  node: NodeView;
  shown: NodeView["state"];
  counts: Counts;
  isPresent: boolean;
  detail: string;
  isNarrow: boolean;
}) {
  const text = useText();
  if (isPresent && shown === "off") {
    return (
      <span className="node-mark mark-off">
        <Glyph name="power" size={16} />
        <span className="node-note">
          {text("stage.node.off-short")} <OtherLanguage of="stage.node.off-short" />
        </span>
      </span>
    );
  }
  if (isPresent && shown === "ready")
    return <span className="node-note">{text("stage.ready-count", { count: counts.ready })}</span>;
  if (detail === "dot" && shown === "ready" && counts.failing > 0) {
    return (
      <span className="failing-count">
        <Glyph name="cross" size={9} />
        {counts.failing}
      </span>
    );
  }
  const failing =
    detail !== "card" && counts.failing > 0
      ? text("stage.failing-count", { count: counts.failing })
      : node.zone;
  return <NodeMark state={shown} fallback={failing} short={isNarrow} />;
}

/** Between a worker and the masters: the arrow of its heartbeat, or silence. */
function Heartbeat({ node, box, now }: { node: NodeView; box: NodeBox; now: number }) {
  const text = useText();
  const seconds = Math.max(0, now - Math.floor(node.heartbeatAt / 1000));
  const isSilent = !node.powered || node.state === "not-ready" || seconds > 20;
  if (box.line > 0) return null;
  return (
    <div
      className={`heartbeat ${isSilent ? "is-silent" : ""}`}
      style={{ left: box.rect.x, width: box.rect.w, bottom: `calc(100% - ${box.rect.y}px)` }}
    >
      <svg viewBox="0 0 20 30" aria-hidden="true">
        <path d={isSilent ? "M10 0V30" : "M10 30V2M3 9L10 2L17 9"} />
      </svg>
      <span>{isSilent ? text("stage.node.silent", { seconds }) : text("stage.node.alive")}</span>
    </div>
  );
}

/** Outline = what the node can give, hatched = what is asked for, solid = what is used. */
function Bar({
  label,
  node,
  className = "",
}: {
  label: "cpu" | "memory";
  node: NodeView;
  className?: string;
}) {
  const text = useText();
  const [all, asked, used] =
    label === "cpu"
      ? [node.cpuAllocatableMilli, node.cpuRequestedMilli, node.cpuUsedMilli]
      : [node.memoryAllocatableBytes, node.memoryRequestedBytes, node.memoryUsedBytes];
  const share = (value: number) => `${all > 0 ? Math.min(100, (value / all) * 100) : 0}%`;
  return (
    <span className={`node-bar ${className}`}>
      <span>{text(`stage.${label}`)}</span>
      <span className="bar">
        <span className="bar-asked" style={{ width: share(asked) }} />
        <span className="bar-used" style={{ width: share(used) }} />
      </span>
    </span>
  );
}

function Density({ counts }: { counts: Counts }) {
  const { total, failing, leaving, progress } = counts;
  const parts = { failing, leaving, progress, healthy: total - failing - leaving - progress };
  if (total === 0) return null;
  return (
    <div className="density" aria-hidden="true">
      {Object.entries(parts).map(
        ([family, count]) =>
          count > 0 && (
            <span key={family} className={`density-${family}`} style={{ flexGrow: count }} />
          ),
      )}
    </div>
  );
}

function countByNode(pods: ReadonlyMap<string, PodView>): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { node, family, ready } of pods.values()) {
    const before = counts.get(node) ?? NO_COUNTS;
    counts.set(node, {
      total: before.total + 1,
      ready: before.ready + (ready ? 1 : 0),
      failing: before.failing + (family === "failing" ? 1 : 0),
      leaving: before.leaving + (family === "leaving" ? 1 : 0),
      progress: before.progress + (family === "progress" || family === "waiting" ? 1 : 0),
    });
  }
  return counts;
}
