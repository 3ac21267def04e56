import { Glyph } from "#app/stage/glyph.tsx";
import { useText, useYard } from "#app/state/hooks.ts";
import type { DeploymentView } from "#core/view/rows.ts";

/** Something that wants pods, and how many of them there are. */
export interface PodOwner {
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  /** Where a rollout stands, if it is one that rolls out. */
  readonly progress?: DeploymentView["progress"];
}

/** Desired, current, ready: three shapes, three numbers. */
export function Counters({ kind, owner }: { kind: "Deployment" | "ReplicaSet"; owner: PodOwner }) {
  const text = useText();
  const { desired, current, ready, name, namespace, progress } = owner;
  const isWritten = useYard(
    ({ editorPoint: point }) =>
      point?.part === "replicas" &&
      point.kind === kind &&
      point.name === name &&
      (point.namespace === "" ? "default" : point.namespace) === namespace,
  );
  return (
    <dl className="counters">
      <Counter
        name="desired"
        value={desired}
        label={text("strip.desired")}
        isOff={false}
        isWritten={isWritten}
      />
      <Counter name="current" value={current} label={text("strip.current")} isOff={false} />
      <Counter
        name="check"
        value={ready}
        label={text("strip.ready")}
        isOff={ready < desired && progress === "complete"}
      />
    </dl>
  );
}

function Counter({
  name,
  value,
  label,
  isOff,
  isWritten = false,
}: {
  name: "desired" | "current" | "check";
  value: number;
  label: string;
  isOff: boolean;
  /** The line under the editor's cursor says this number. */
  isWritten?: boolean;
}) {
  return (
    <div
      className={`counter counter-${name} ${isOff ? "is-off" : ""} ${isWritten ? "is-written" : ""}`}
    >
      <dd>
        <Glyph name={name} size={16} />
        <span>{value}</span>
      </dd>
      <dt>{label}</dt>
    </div>
  );
}
