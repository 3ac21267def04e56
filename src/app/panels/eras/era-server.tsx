import type { CSSProperties } from "react";
import { useText } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { appName, WindowsSign } from "./eras.tsx";
import {
  APP_BRICKS,
  BRICKS,
  bricksOf,
  COSTS,
  isSlow,
  type Era,
  type EraState,
  type Server,
} from "./era-state.ts";

interface EraServerProps {
  readonly era: Era;
  readonly state: EraState;
  readonly server: Server;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly onDrop: (id: string) => void;
  readonly onSwitch: () => void;
}

/** One box: what it carries for itself at the bottom, the apps above, and the memory that is left. */
export function EraServer({
  era,
  state,
  server,
  chosen,
  onChoose,
  onDrop,
  onSwitch,
}: EraServerProps) {
  const text = useText();
  const { base } = COSTS[era];
  const used = base + server.apps.length * bricksOf(era);
  return (
    <section
      className="era-server"
      data-powered={server.powered}
      aria-label={server.name}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop(event.dataTransfer.getData("text/plain"));
      }}
    >
      <header>
        <strong className="code">{server.name}</strong>
        <button
          type="button"
          className="era-power"
          aria-pressed={!server.powered}
          data-power={server.name}
          onClick={onSwitch}
        >
          <Glyph name="power" size={14} />
          {text(server.powered ? "eras.switchOff" : "eras.switchOn")}
        </button>
      </header>
      <div className="era-apps">
        {server.apps.map((id) => (
          <AppBox key={id} {...{ era, state, id, chosen, onChoose }} />
        ))}
      </div>
      <Base era={era} />
      <div
        className="era-memory"
        role="meter"
        aria-label={text("eras.memory")}
        aria-valuemin={0}
        aria-valuemax={BRICKS}
        aria-valuenow={used}
        style={{ "--base": base / BRICKS, "--used": used / BRICKS } as CSSProperties}
      >
        <span>{text("eras.memoryOf", { used, all: BRICKS })}</span>
      </div>
    </section>
  );
}

interface AppBoxProps {
  readonly era: Era;
  readonly state: EraState;
  readonly id: string;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** An app with what its era puts around it: free room, a guest system, a thin wrap. */
function AppBox({ era, state, id, chosen, onChoose }: AppBoxProps) {
  const text = useText();
  const greedy = state.greedy === id;
  const slow = isSlow(era, state, id);
  const { guest, spare } = COSTS[era];
  return (
    <button
      type="button"
      className="era-box"
      data-era={era}
      data-greedy={greedy}
      data-slow={slow}
      data-app={id}
      aria-pressed={chosen === id}
      style={{ "--bricks": APP_BRICKS + guest + spare } as CSSProperties}
      onClick={() => onChoose(id)}
    >
      <span className="era-name">
        {id === "windows" ? <WindowsSign /> : null}
        {appName(text, id)}
      </span>
      {greedy && (
        <span className="era-mood">
          <Glyph name="memory" size={13} />
          {text("eras.isGreedy")}
        </span>
      )}
      {slow && (
        <span className="era-mood">
          <Glyph name="dots" size={13} />
          {text("eras.isSlow")}
        </span>
      )}
      {spare > 0 && <span className="era-spare">{text("eras.spare")}</span>}
      {guest > 0 && (
        <span className="era-guest">
          {text(id === "windows" ? "eras.guestWindows" : "eras.guest")}
        </span>
      )}
    </button>
  );
}

/** What lies below the apps. */
function Base({ era }: { readonly era: Era }) {
  const text = useText();
  const layers = {
    bare: ["eras.base.os"],
    vm: ["eras.base.hypervisor"],
    container: ["eras.base.runtime", "eras.base.kernel"],
    kubernetes: ["eras.base.kubelet", "eras.base.kernel"],
  } as const;
  return (
    <ol className="era-base">
      {layers[era].map((key) => (
        <li key={key}>{text(key)}</li>
      ))}
      <li>{text("eras.base.hardware")}</li>
    </ol>
  );
}
