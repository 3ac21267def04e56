import { useEffect, useState } from "react";
import { deletePod, inNamespace, ownPods } from "#app/actions/cluster.ts";
import { multiplyLoad, setNodePower } from "#app/actions/faults.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { mainDeployment } from "#app/state/selectors.ts";
import { Icon } from "#app/ui/icon.tsx";
import "./guide.css";

const STEPS = ["open", "predict", "answer", "scale", "load", "power", "done"] as const;
const ANSWERS = ["no", "me", "itself"] as const;
type Answer = (typeof ANSWERS)[number];

/** The first minute: one hint at a time beside the living cluster, never in its way. */
export function Guide() {
  const shell = useShellHandle();
  const index = useShell((state) => state.guideStep);
  const inputs = useYard((state) => state.inputs.length);
  const lastLabel = useYard((state) => state.inputs[state.inputs.length - 1]?.label ?? "");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const step = STEPS[index];
  useEffect(() => {
    if (step === "open" && /delete pods?\b/.test(lastLabel)) shell.setState({ guideStep: 1 });
  }, [step, inputs, lastLabel, shell]);
  const hasShop = useYard((state) => mainDeployment(state) !== undefined);
  // Before the cluster has come there is nothing to kill.
  if (!step || (step === "open" && !hasShop)) return null;
  return (
    <GuideCard step={step} index={index}>
      {step === "open" && <KillStep />}
      {step === "predict" && (
        <PredictStep onAnswer={(chosen) => (setAnswer(chosen), shell.setState({ guideStep: 2 }))} />
      )}
      {step === "answer" && <AnswerStep answer={answer} />}
      {step === "scale" && <ScaleStep />}
      {step === "load" && <LoadStep />}
      {step === "power" && <PowerStep />}
      {step === "done" && <DoneStep />}
    </GuideCard>
  );
}

function GuideCard({
  step,
  index,
  children,
}: {
  readonly step: (typeof STEPS)[number];
  readonly index: number;
  readonly children: React.ReactNode;
}) {
  const text = useText();
  const shell = useShellHandle();
  return (
    <section className="guide" aria-label={text("guide.title")} data-step={step}>
      <div className="guide-head">
        <span className="guide-dots" aria-hidden="true">
          {STEPS.map((name, place) => (
            <i key={name} data-done={place <= index} />
          ))}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label={text("guide.close")}
          title={text("guide.close")}
          onClick={() => shell.setState({ guideStep: -1 })}
        >
          <Icon name="close" size={16} />
        </button>
      </div>
      <div className="guide-steps" aria-live="polite">
        {children}
      </div>
    </section>
  );
}

function useNext(): () => void {
  const shell = useShellHandle();
  return () => shell.setState({ guideStep: shell.getState().guideStep + 1 });
}

function KillStep() {
  const text = useText();
  const world = useWorld();
  const next = useNext();
  const kill = async () => {
    const state = world.store.getState();
    const name = mainDeployment(state)?.name;
    const pod = ownPods(state.pods).find(
      (candidate) => candidate.deployment === name && candidate.ready,
    );
    if (!pod) return;
    await world.send({ type: "speed", factor: 0.5 }).catch(() => undefined);
    await deletePod(world, pod);
    if (world.store.getState().inputs.length === state.inputs.length) next();
  };
  const count = useYard((state) => mainDeployment(state)?.ready ?? 0);
  return (
    <>
      <p className="guide-say">{text("guide.open", { count })}</p>
      <button
        type="button"
        className="button button-primary"
        data-guide="kill"
        onClick={() => void kill()}
      >
        {text("guide.kill")}
      </button>
    </>
  );
}

function PredictStep({ onAnswer }: { readonly onAnswer: (answer: Answer) => void }) {
  const text = useText();
  return (
    <fieldset className="guide-predict">
      <legend className="guide-say">{text("guide.predict")}</legend>
      {ANSWERS.map((answer) => (
        <button
          key={answer}
          type="button"
          className="button"
          data-guide={answer}
          onClick={() => onAnswer(answer)}
        >
          {text(`guide.predict.${answer}`)}
        </button>
      ))}
    </fieldset>
  );
}

function AnswerStep({ answer }: { readonly answer: Answer | null }) {
  const text = useText();
  const world = useWorld();
  const next = useNext();
  const healed = useYard((state) => {
    const deployment = mainDeployment(state);
    return deployment !== undefined && deployment.ready >= deployment.desired;
  });
  const desired = useYard((state) => mainDeployment(state)?.desired ?? 0);
  const go = () => {
    void world.send({ type: "speed", factor: 1 }).catch(() => undefined);
    next();
  };
  return (
    <>
      <p className="guide-say">
        {text(healed ? "guide.healed" : "guide.healing", { count: desired })}{" "}
        {healed && answer && text(answer === "itself" ? "guide.right" : "guide.wrong")}
      </p>
      <button type="button" className="button button-primary" data-guide="next" onClick={go}>
        {text("guide.makeSix")}
      </button>
    </>
  );
}

function ScaleStep() {
  const text = useText();
  const world = useWorld();
  const next = useNext();
  const deployment = useYard(mainDeployment);
  const [wanted, setWanted] = useState(6);
  if (!deployment) return null;
  const scale = async () => {
    await world.runKubectl(
      `scale deployment/${deployment.name} --replicas=${wanted}${inNamespace(deployment.namespace)}`,
    );
    next();
  };
  return (
    <>
      <p className="guide-say">{text("guide.scale")}</p>
      <div className="guide-strip code">
        <label htmlFor="guide-replicas" className="yaml-key">
          replicas:
        </label>
        <input
          id="guide-replicas"
          type="number"
          min={0}
          max={20}
          value={wanted}
          onChange={(event) => setWanted(Math.min(20, Math.max(0, Number(event.target.value))))}
        />
        <button
          type="button"
          className="button button-primary"
          data-guide="scale"
          onClick={() => void scale()}
        >
          {text("files.apply")}
        </button>
      </div>
    </>
  );
}

function LoadStep() {
  const text = useText();
  const world = useWorld();
  const next = useNext();
  const more = async () => {
    await multiplyLoad(world, 10);
    next();
  };
  return (
    <>
      <p className="guide-say">{text("guide.load")}</p>
      <button
        type="button"
        className="button button-primary"
        data-guide="load"
        onClick={() => void more()}
      >
        {text("guide.moreCustomers")}
      </button>
    </>
  );
}

function PowerStep() {
  const text = useText();
  const world = useWorld();
  const next = useNext();
  const workers = useYard((state) =>
    [...state.nodes.values()]
      .filter(({ role }) => role === "worker")
      .map(({ name }) => name)
      .join(" "),
  );
  const names = workers.split(" ");
  const node = names[1] ?? names[0] ?? "";
  const pull = async () => {
    await setNodePower(world, node, false);
    await world.send({ type: "speed", factor: 10 }).catch(() => undefined);
    next();
  };
  return (
    <>
      <p className="guide-say">{text("guide.power")}</p>
      <button
        type="button"
        className="button button-primary"
        data-guide="power"
        disabled={node === ""}
        onClick={() => void pull()}
      >
        {text("guide.pull", { node })}
      </button>
    </>
  );
}

function DoneStep() {
  const text = useText();
  const shell = useShellHandle();
  const session = useSession();
  return (
    <>
      <p className="guide-say">{text("guide.done")}</p>
      <div className="guide-doors">
        <button
          type="button"
          className="button button-primary"
          data-guide="lesson"
          onClick={() => void session.openLesson("L01")}
        >
          {text("guide.lesson")}
        </button>
        <button type="button" className="button" onClick={() => shell.setState({ guideStep: -1 })}>
          {text("guide.sandbox")}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            shell.setState({ guideStep: -1, mode: "lesson" });
          }}
        >
          {text("guide.teach")}
        </button>
      </div>
    </>
  );
}
