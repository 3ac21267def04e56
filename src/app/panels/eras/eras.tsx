import { useState } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import {
  APPS,
  ERAS,
  freshEra,
  isRented,
  LAYERS,
  makeGreedy,
  place,
  remove,
  roomOf,
  SERVICES,
  shownEra,
  switchServer,
  type App,
  type Era,
  type EraState,
  type Outcome,
  type ServiceModel,
} from "./era-state.ts";
import { EraServer } from "./era-server.tsx";
import "./eras.css";

/** Four ways to ship an app on one box each, to try out what separates apps and what that weighs. On the wall each step begins in its own era. */
export function Eras() {
  const isPresent = useYard((state) => state.present);
  const step = useYard((state) => state.lesson?.step ?? 0);
  if (!isPresent) return <Boxes first="bare" fill={freshEra} />;
  return <Boxes key={step} first={ERAS[step] ?? "kubernetes"} fill={shownEra} />;
}

interface BoxesProps {
  readonly first: Era;
  readonly fill: (era: Era) => EraState;
}

function Boxes({ first, fill }: BoxesProps) {
  const text = useText();
  const tell = useTell();
  const [era, setEra] = useState<Era>(first);
  const [states, setStates] = useState(
    () => Object.fromEntries(ERAS.map((each) => [each, fill(each)])) as Record<Era, EraState>,
  );
  const [chosen, setChosen] = useState("");
  const [says, setSays] = useState<Outcome["says"] | null>(null);
  const state = states[era];
  const take = ({ state: next, says: said, fact }: Outcome) => {
    setStates({ ...states, [era]: next });
    setSays(said);
    if (fact) tell(fact);
  };
  const standing = new Set(state.servers.flatMap(({ apps }) => apps));
  const waiting = APPS.filter(({ id }) => !standing.has(id));
  const nextApp = waiting.find(({ windows }) => !windows);
  const put = (id: string) => take(place(era, state, id));
  return (
    <section className="eras lesson-picture" aria-label={text("eras.title")}>
      <div className="eras-tabs">
        <Tabs
          look="pill"
          panel="era-panel"
          label={text("eras.title")}
          selected={era}
          onSelect={(next) => {
            setEra(next);
            setChosen("");
            setSays(null);
          }}
          tabs={ERAS.map((id) => ({ id, label: text(`eras.${id}`) }))}
        />
        <Density states={states} era={era} />
      </div>
      <div
        id="era-panel"
        role="tabpanel"
        aria-labelledby={`era-panel-tab-${era}`}
        className="eras-panel"
      >
        <p className="eras-about">{text(`eras.about.${era}`)}</p>
        <Tray waiting={waiting} onPut={put} />
        <div className="eras-buttons">
          <button
            type="button"
            className="button"
            data-era="add"
            disabled={!nextApp}
            onClick={() => nextApp && put(nextApp.id)}
          >
            {text("eras.add")}
          </button>
          <button
            type="button"
            className="button"
            data-era="windows"
            disabled={standing.has("windows")}
            onClick={() => put("windows")}
          >
            <WindowsSign />
            {text("eras.addWindows")}
          </button>
          <button
            type="button"
            className="button"
            data-era="greedy"
            disabled={!standing.has(chosen)}
            onClick={() => take(makeGreedy(era, state, chosen))}
          >
            {text(state.greedy === chosen && chosen !== "" ? "eras.calm" : "eras.greedy")}
          </button>
          <button
            type="button"
            className="button"
            data-era="remove"
            disabled={!standing.has(chosen)}
            onClick={() => {
              setStates({ ...states, [era]: remove(state, chosen) });
              setChosen("");
            }}
          >
            {text("eras.remove")}
          </button>
        </div>
        <p className="eras-says" role="status">
          {says && <Glyph name={SIGNS[says]} size={16} />}
          {says ? text(`eras.says.${says}`) : text("eras.says.nothing")}
        </p>
        <div className="eras-servers" data-count={state.servers.length}>
          {state.servers.map((server) => (
            <EraServer
              key={server.name}
              era={era}
              state={state}
              server={server}
              chosen={chosen}
              onChoose={(id) => setChosen(id === chosen ? "" : id)}
              onDrop={put}
              onSwitch={() => take(switchServer(era, state, server.name))}
            />
          ))}
        </div>
      </div>
      <Layers onChoose={(model) => tell(`layers-${model}`)} />
    </section>
  );
}

/** Apps that stand nowhere yet: dragged onto a server, or placed by a click. */
function Tray({
  waiting,
  onPut,
}: {
  readonly waiting: readonly App[];
  readonly onPut: (id: string) => void;
}) {
  const text = useText();
  return (
    <div className="eras-tray" role="group" aria-label={text("eras.tray")}>
      {waiting.map(({ id, windows }) => (
        <button
          key={id}
          type="button"
          className="era-app"
          data-windows={windows}
          draggable
          aria-label={text("eras.put", { name: appName(text, id) })}
          onDragStart={(event) => event.dataTransfer.setData("text/plain", id)}
          onClick={() => onPut(id)}
        >
          {windows ? <WindowsSign /> : <span className="code">{id.slice(4)}</span>}
        </button>
      ))}
      {waiting.length === 0 && <span className="muted">{text("eras.trayEmpty")}</span>}
    </div>
  );
}

const SIGNS = {
  added: "check",
  full: "no-entry",
  refused: "no-entry",
  "greedy-hurts": "memory",
  "greedy-held": "check",
  moved: "check",
  lost: "power",
  on: "check",
} as const;

/** Reports a fact of the picture to the lesson. */
function useTell(): (fact: string) => void {
  const world = useWorld();
  return (fact) =>
    void world
      .send({ type: "note", note: { type: "note", name: "picture", value: fact } })
      .catch(() => undefined);
}

/** `3`, or the app with the window. */
export function appName(text: ReturnType<typeof useText>, id: string): string {
  return id === "windows" ? text("eras.windowsApp") : text("eras.app", { number: id.slice(4) });
}

/** Four panes: the sign of the app that needs another system. */
export function WindowsSign() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      <path d="M2 2h5.4v5.4H2zM8.6 2H14v5.4H8.6zM2 8.6h5.4V14H2zM8.6 8.6H14V14H8.6z" />
    </svg>
  );
}

/** How many apps one box holds in each era: 4, 6, 12. */
function Density({ states, era }: { readonly states: Record<Era, EraState>; readonly era: Era }) {
  const text = useText();
  const shown = ERAS.filter((each) => each !== "kubernetes");
  return (
    <dl className="eras-density" aria-label={text("eras.density")}>
      {shown.map((each) => (
        <div key={each} data-now={each === era}>
          <dt>{text(`eras.${each}`)}</dt>
          <dd>
            <strong>{states[each].servers[0]?.apps.length ?? 0}</strong> / {roomOf(each)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who looks after which layer when it is rented. */
function Layers({ onChoose }: { readonly onChoose: (model: ServiceModel) => void }) {
  const text = useText();
  const [model, setModel] = useState<ServiceModel | null>(null);
  return (
    <section className="eras-layers" aria-labelledby="eras-layers">
      <h3 id="eras-layers">{text("eras.layers")}</h3>
      <div className="eras-models" role="group" aria-labelledby="eras-layers">
        {SERVICES.map((each) => (
          <button
            key={each}
            type="button"
            className="button"
            aria-pressed={model === each}
            data-model={each}
            onClick={() => {
              setModel(each);
              onChoose(each);
            }}
          >
            {text(`eras.${each}`)}
          </button>
        ))}
      </div>
      <ol>
        {LAYERS.map((layer) => (
          <li key={layer} data-rented={isRented(model, layer)}>
            <span>{text(`eras.layer.${layer}`)}</span>
            <span className="eras-who">
              {text(isRented(model, layer) ? "eras.theirs" : "eras.mine")}
            </span>
          </li>
        ))}
      </ol>
      <p className="muted">{text(model ? `eras.model.${model}` : "eras.model.none")}</p>
    </section>
  );
}
