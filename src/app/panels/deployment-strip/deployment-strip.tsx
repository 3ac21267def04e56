import { useEffect, useRef, useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { isBlank, placedName } from "#app/state/selectors.ts";
import { useShell } from "#app/state/shell-state.ts";
import type { YardState } from "#app/state/yard-state.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { DeploymentView, ReplicaSetView } from "#core/view/rows.ts";
import { Counters } from "./counters.tsx";
import "./deployment-strip.css";
import { Gauge } from "./gauge.tsx";
import { useLoneReplicaSet } from "./lone-replica-set.ts";

/** What is wanted: one Deployment, its three counts, and the gauge between floor and ceiling; where there is none, a ReplicaSet that stands alone. */
export function DeploymentStrip({ compact = false }: { compact?: boolean }) {
  const { deployment, choices, pick } = useShownDeployment();
  const replicaSet = useLoneReplicaSet();
  const text = useText();
  const isUnknown = useYard(isBlank);
  // A lesson says itself what to do, and one about a single pod knows no Deployment yet.
  const isTold = useShell((state) => state.lesson !== null);
  if (!deployment) {
    if (replicaSet) return <ReplicaSetStrip replicaSet={replicaSet} compact={compact} />;
    return (
      <section
        role="group"
        className={`strip strip-empty ${compact ? "is-compact" : ""}`}
        aria-label={text("strip.kind")}
      >
        {!isUnknown && <strong>{text(isTold ? "strip.nobody" : "strip.none")}</strong>}
        {!isUnknown && !isTold && <span className="muted">{text("strip.none-hint")}</span>}
      </section>
    );
  }
  return (
    <section
      role="group"
      className={`strip ${compact ? "is-compact" : ""}`}
      aria-label={`${text("strip.kind")} ${deployment.name}`}
    >
      {!compact && (
        <div className="strip-title">
          <span className="muted strip-kind">{text("strip.kind")}</span>
          <Picker deployment={deployment} choices={choices} onPick={pick} />
          <Progress deployment={deployment} />
        </div>
      )}
      <Counters kind="Deployment" owner={deployment} />
      <Gauge deployment={deployment} compact={compact} />
    </section>
  );
}

/** A ReplicaSet counts, too, and rolls nothing out. */
function ReplicaSetStrip({
  replicaSet,
  compact,
}: {
  replicaSet: ReplicaSetView;
  compact: boolean;
}) {
  const text = useText();
  const { setPage } = useYardHandle();
  const { uid: id, namespace, name } = replicaSet;
  return (
    <section
      role="group"
      className={`strip ${compact ? "is-compact" : ""}`}
      aria-label={`${text("strip.replica-set")} ${name}`}
    >
      {!compact && (
        <div className="strip-title">
          <span className="muted strip-kind">{text("strip.replica-set")}</span>
          <button
            type="button"
            className="strip-name code"
            onClick={() => setPage({ selection: { kind: "ReplicaSet", namespace, name, id } })}
          >
            {name}
          </button>
        </div>
      )}
      <Counters kind="ReplicaSet" owner={replicaSet} />
    </section>
  );
}

function Progress({ deployment }: { deployment: DeploymentView }) {
  const text = useText();
  const words = {
    complete: text("strip.complete"),
    progressing:
      deployment.updated < deployment.desired
        ? text("strip.updated", { updated: deployment.updated, desired: deployment.desired })
        : text("strip.ready-of", { ready: deployment.ready, desired: deployment.desired }),
    stalled: text("strip.stalled"),
    paused: text("strip.paused"),
  };
  return (
    <span className={`strip-progress progress-${deployment.progress}`}>
      {words[deployment.progress]}
    </span>
  );
}

function Picker({
  deployment,
  choices,
  onPick,
}: {
  deployment: DeploymentView;
  choices: readonly DeploymentView[];
  onPick: (uid: string) => void;
}) {
  const text = useText();
  const { setPage } = useYardHandle();
  const select = () =>
    setPage({
      selection: {
        kind: "Deployment",
        namespace: deployment.namespace,
        name: deployment.name,
        id: deployment.uid,
      },
    });
  if (choices.length < 2) {
    return (
      <button type="button" className="strip-name code" onClick={select}>
        {deployment.name}
      </button>
    );
  }
  return (
    <span className="strip-picker">
      <select
        className="strip-name code"
        aria-label={text("strip.pick")}
        value={deployment.uid}
        onChange={(event) => onPick(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.uid} value={choice.uid}>
            {placedName(choice)}
          </option>
        ))}
      </select>
      <Glyph name="chevron" size={14} />
    </span>
  );
}

/** The Deployment that the strip shows: picked, selected, or the one that changed last. */
export function useShownDeployment(): {
  deployment: DeploymentView | undefined;
  choices: readonly DeploymentView[];
  pick: (uid: string) => void;
} {
  const deployments = useYard((state) => state.deployments);
  const selected = useYard(selectedDeployment);
  const [shown, setShown] = useState("");
  const before = useRef(deployments);
  useEffect(() => {
    if (selected !== "") setShown(selected);
  }, [selected]);
  useEffect(() => {
    // With nothing before, all of them are there from the start.
    const isNews = before.current.size > 0;
    const moved = [...deployments.values()].find((row) => {
      const old = before.current.get(row.uid);
      if (old === undefined) return isNews && !isOfSystem(row);
      return old.revision !== row.revision || old.desired !== row.desired;
    });
    before.current = deployments;
    if (moved) setShown(moved.uid);
  }, [deployments]);
  const choices = [...deployments.values()].filter((row) => !isOfSystem(row));
  const fallback = choices.find(({ progress }) => progress === "progressing") ?? choices[0];
  return { deployment: deployments.get(shown) ?? fallback, choices, pick: setShown };
}

function isOfSystem({ namespace }: DeploymentView): boolean {
  return namespace.startsWith("kube-");
}

function selectedDeployment({ selection, pods, deployments, replicaSets }: YardState): string {
  if (!selection) return "";
  if (selection.kind === "Deployment") return selection.id;
  const name =
    selection.kind === "Pod"
      ? pods.get(selection.id)?.deployment
      : selection.kind === "ReplicaSet"
        ? replicaSets.get(selection.id)?.deployment
        : "";
  if (!name) return "";
  for (const row of deployments.values())
    if (row.name === name && row.namespace === selection.namespace) return row.uid;
  return "";
}
