import { useEffect, useMemo, useRef, useState } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { whenIdle } from "#app/ui/when-idle.ts";
import type { TerminalTexts } from "./session.ts";
import { TerminalSession } from "./session.ts";
import { PlainTerminal } from "./plain-terminal.tsx";
import { TerminalWorlds } from "./terminal-worlds.tsx";
import { useProposal } from "./use-proposal.ts";
import type { XtermView } from "./xterm-view.ts";
import "./terminal.css";

const ANNOUNCED_LINES = 12;

/** kubectl, as in a real terminal; a plain field where that cannot run. */
export function Terminal({ plain = false }: { readonly plain?: boolean }) {
  const text = useText();
  const world = useWorld();
  const shell = useShellHandle();
  const texts = useRef<TerminalTexts>({ help: "", pipe: "", unknown: () => "" });
  texts.current = {
    help: text("terminal.help"),
    pipe: text("terminal.pipe"),
    unknown: (word) => text("terminal.unknown", { word }),
  };
  const session = useMemo(
    () =>
      new TerminalSession(
        world,
        () => texts.current,
        () => shell.getState().terminalWorld,
      ),
    [world, shell],
  );
  const [failed, setFailed] = useState(false);
  return (
    <>
      <TerminalWorlds />
      {plain || failed ? (
        <PlainTerminal session={session} />
      ) : (
        <XtermHost session={session} onFail={() => setFailed(true)} />
      )}
    </>
  );
}

function XtermHost({
  session,
  onFail,
}: {
  readonly session: TerminalSession;
  readonly onFail: () => void;
}) {
  const text = useText();
  const world = useWorld();
  const theme = useYard((state) => state.theme);
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<XtermView | null>(null);
  // First the cluster, then the screen of the terminal: it is large, and there is nothing to print before.
  const isLive = useYard((state) => state.connection !== "starting");
  const hint = useRef("");
  hint.current = text("terminal.echo");
  const fail = useRef(onFail);
  useEffect(() => {
    if (!isLive) return;
    let made: XtermView | undefined;
    let current = true;
    const load = () =>
      void import("./xterm-view.ts")
        .then(({ XtermView: View }) => {
          if (!current || !host.current) return;
          made = new View(host.current, world, session, () => hint.current);
          setView(made);
        })
        .catch(() => fail.current());
    const stop = whenIdle(load, 0);
    return () => {
      current = false;
      stop();
      made?.close();
      setView(null);
    };
  }, [world, session, isLive]);
  useEffect(() => view?.retheme(), [view, theme]);
  useProposal(
    view &&
      ((proposal) => {
        if (proposal === "") view.focus();
        else view.propose(proposal);
      }),
  );
  return (
    <div className="terminal">
      <div
        ref={host}
        className="xterm-host code"
        role="group"
        aria-label={text("terminal.label")}
        data-ready={view !== null}
      />
      <p className="leave-hint" id="terminal-leave">
        {text("terminal.leave")}
      </p>
      <SpokenLog />
    </div>
  );
}

/** What was printed last, for screen readers: xterm draws, it does not speak. */
function SpokenLog() {
  const text = useText();
  const world = useWorld();
  const [said, setSaid] = useState("");
  useEffect(() => {
    let waiting = "";
    let timer = 0;
    const stop = world.terminal.subscribe((chunk) => {
      waiting +=
        chunk.kind === "stdout" || chunk.kind === "stderr" ? chunk.text : `${chunk.text}\n`;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        setSaid(waiting.trimEnd().split("\n").slice(-ANNOUNCED_LINES).join("\n"));
        waiting = "";
      }, 400);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [world]);
  return (
    <div
      className="visually-hidden"
      role="log"
      aria-live="polite"
      aria-label={text("terminal.log")}
      lang="en"
    >
      {said}
    </div>
  );
}
