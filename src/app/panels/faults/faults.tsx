import { deletePod, ownPods } from "#app/actions/cluster.ts";
import {
  crashPod,
  leakPod,
  NODE_PARTS,
  randomPod,
  setNodePart,
  setNodePower,
} from "#app/actions/faults.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import "./faults.css";

/** Things to break on purpose. */
export function Faults() {
  const text = useText();
  return (
    <div className="faults">
      <p className="muted">{text("faults.intro")}</p>
      <Machines />
      <PodFaults />
    </div>
  );
}

function Machines() {
  const text = useText();
  const world = useWorld();
  const nodes = useYard((state) => state.nodes);
  const workers = [...nodes.values()].filter(({ role }) => role === "worker");
  return (
    <section aria-labelledby="faults-machines">
      <h2 id="faults-machines">{text("faults.machines")}</h2>
      <ul className="fault-rows">
        {workers.map(({ name, powered, status }) => (
          <li key={name} className="fault-row">
            <Icon name="power" />
            <span className="fault-name">
              <strong>{name}</strong>
              <span className="muted code">{status}</span>
            </span>
            <button
              type="button"
              role="switch"
              className="switch"
              aria-checked={powered}
              aria-label={text("faults.power", { node: name })}
              data-fault={`power-${name}`}
              onClick={() => void setNodePower(world, name, !powered)}
            >
              <span aria-hidden="true">{text(powered ? "faults.on" : "faults.off")}</span>
            </button>
            <Parts node={name} powered={powered} />
          </li>
        ))}
      </ul>
      <p className="muted fault-note">{text("faults.powerNote")}</p>
      <dl className="fault-notes">
        {NODE_PARTS.map(({ id }) => (
          <div key={id}>
            <dt>{text("faults.without", { part: text(`faults.part.${id}`) })}</dt>
            <dd className="muted">{text(`faults.note.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The workers inside a machine, each to be stopped and started by itself. */
function Parts({ node, powered }: { readonly node: string; readonly powered: boolean }) {
  const text = useText();
  const world = useWorld();
  const faults = useYard((state) => state.faults);
  return (
    <div className="fault-parts" role="group" aria-label={text("faults.parts", { node })}>
      {NODE_PARTS.map((part) => {
        const isRunning = !faults.includes(`${part.fault} ${node}`);
        const name = text(`faults.part.${part.id}`);
        return (
          <button
            key={part.id}
            type="button"
            role="switch"
            className="fault-part"
            aria-checked={isRunning}
            aria-label={text("faults.partOf", { node, part: name })}
            disabled={!powered}
            data-fault={`${part.fault}-${node}`}
            onClick={() => void setNodePart(world, part, { node, isRunning: !isRunning })}
          >
            <Icon name={isRunning ? "check" : "cross"} size={14} />
            <span aria-hidden="true">{name}</span>
          </button>
        );
      })}
    </div>
  );
}

function PodFaults() {
  const text = useText();
  const world = useWorld();
  const selection = useYard((state) => state.selection);
  const pods = useYard((state) => state.pods);
  const own = ownPods(pods);
  const chosen = own.find(
    ({ uid, name }) =>
      selection?.kind === "Pod" && (uid === selection.id || name === selection.name),
  );
  const target = chosen ?? own[0];
  return (
    <section aria-labelledby="faults-pods">
      <h2 id="faults-pods">{text("faults.pods")}</h2>
      <p className="muted">{chosen ? text("faults.chosen") : text("faults.choose")}</p>
      {target && (
        <label className="field">
          <span>{text("faults.pod")}</span>
          <select
            className="code"
            value={target.uid}
            onChange={({ target: { value } }) => {
              const pod = pods.get(value);
              if (pod)
                world.setPage({
                  selection: { kind: "Pod", namespace: pod.namespace, name: pod.name, id: pod.uid },
                });
            }}
          >
            {own.map(({ uid, name }) => (
              <option key={uid} value={uid}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="fault-buttons">
        <button
          type="button"
          className="button"
          disabled={!target}
          data-fault="crash"
          onClick={() => target && void crashPod(world, target)}
        >
          <Icon name="crash" />
          {text("faults.crash")}
        </button>
        <button
          type="button"
          className="button"
          disabled={!target}
          data-fault="leak"
          aria-describedby="fault-leak-note"
          onClick={() => target && void leakPod(world, target)}
        >
          <Icon name="plus" />
          {text("faults.leak")}
        </button>
        <p className="muted fault-note" id="fault-leak-note">
          {text("faults.note.leak")}
        </p>
        <button
          type="button"
          className="button"
          disabled={!target}
          data-fault="delete"
          onClick={() => target && void deletePod(world, target)}
        >
          <Icon name="cross" />
          {text("faults.delete")}
        </button>
        <button
          type="button"
          className="button"
          disabled={own.length === 0}
          data-fault="random"
          onClick={() => void deleteRandom()}
        >
          <Icon name="dice" />
          {text("faults.random")}
        </button>
      </div>
    </section>
  );
  function deleteRandom(): Promise<unknown> {
    const pod = randomPod(world.store.getState());
    return pod ? deletePod(world, pod) : Promise.resolve();
  }
}
