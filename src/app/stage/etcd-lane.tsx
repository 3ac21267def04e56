import { useText, useYard } from "#app/state/hooks.ts";
import { at, LaneLabel } from "./control-plane.tsx";
import type { StageLayout } from "./layout.ts";

/** The quiet floor of the cluster: its memory, and whether a majority of it is there. */
export function EtcdLane({ layout }: { layout: StageLayout }) {
  const etcd = useYard((state) => state.etcd);
  const text = useText();
  if (layout.lanes.etcd.h === 0) return null;
  const members = [...etcd.values()].filter(({ name }) => layout.etcd.has(name));
  const up = members.filter(({ role }) => role !== "down").length;
  const hasQuorum = up * 2 > members.length;
  return (
    <>
      {layout.gutter >= 64 && (
        <LaneLabel
          top={layout.lanes.etcd.y + 1}
          title={text("stage.lane.etcd")}
          note={
            hasQuorum
              ? text("stage.lane.quorum", { up, total: members.length })
              : text("stage.lane.no-quorum")
          }
          alarm={!hasQuorum}
        />
      )}
      {members.map((member, index) => (
        <div
          key={member.name}
          className={`etcd etcd-${member.role}`}
          style={at(layout.etcd.get(member.name) ?? layout.lanes.etcd)}
        >
          <svg className="etcd-drum" width="30" height="36" viewBox="0 0 30 36" aria-hidden="true">
            <path
              d="M1 6C1 3.2 7.3 1 15 1S29 3.2 29 6V30C29 32.8 22.7 35 15 35S1 32.8 1 30Z"
              className="drum-body"
            />
            {member.role !== "down" && (
              <path d="M1 6C1 8.8 7.3 11 15 11S29 8.8 29 6" className="drum-rim" />
            )}
          </svg>
          <span className="etcd-text">
            <strong>{member.name}</strong>
            <span className="code etcd-revision">
              {text("stage.revision", { revision: spaced(member.revision) })}
            </span>
          </span>
          <span className={`etcd-role ${member.role === "leader" ? "is-leader" : ""}`}>
            {text(
              member.role === "leader"
                ? "stage.leader"
                : member.role === "down"
                  ? "stage.down"
                  : "stage.follower",
            )}
          </span>
          {index < members.length - 1 && <span className="etcd-link" />}
        </div>
      ))}
    </>
  );
}

function spaced(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
