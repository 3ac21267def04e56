import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText } from "#app/state/hooks.ts";
import { isComposing } from "#app/ui/keys.ts";
import { emptyLine, entered, press, withText, type Line } from "./line-editor.ts";
import type { TerminalSession } from "./session.ts";
import { useProposal } from "./use-proposal.ts";
import { usualFirst } from "./usual-verbs.ts";
import "./terminal.css";

interface Next {
  readonly from: number;
  readonly candidates: readonly string[];
}

const isVerb = (line: string) => /^\s*(kubectl|k)\s+\S*$/.test(line);

const usual = ({ from, candidates }: Next): Next => ({ from, candidates: usualFirst(candidates) });

/** The terminal without a terminal: a log, a field, and what could come next as buttons. */
export function PlainTerminal({ session }: { readonly session: TerminalSession }) {
  const text = useText();
  const world = useWorld();
  const [line, setLine] = useState<Line>(() => emptyLine());
  const [next, setNext] = useState<Next>({ from: 0, candidates: [] });
  const chunks = useSyncExternalStore(
    (listener) => world.terminal.subscribe(listener),
    () => world.terminal.all(),
  );
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers return a promise here, which is no way to clean up an effect.
    void log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [chunks]);
  useProposal((proposal) => {
    if (proposal !== "") setLine((before) => withText(before, proposal));
  });
  useEffect(() => {
    let current = true;
    const asked = line.text === "" ? "kubectl " : line.text;
    void session
      .complete(asked, asked.length)
      .then((found) => current && setNext(isVerb(asked) ? usual(found) : found))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [line.text, session]);
  const submit = () => {
    session.enter(line.text);
    setLine(entered(line));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return;
    const step =
      event.key === "ArrowUp" ? "\x1b[A" : event.key === "ArrowDown" ? "\x1b[B" : undefined;
    if (event.key === "Enter") submit();
    else if (
      event.key === "c" &&
      event.ctrlKey &&
      event.currentTarget.selectionStart === event.currentTarget.selectionEnd
    )
      session.interrupt();
    else if (step) {
      event.preventDefault();
      setLine(press(line, step).line);
    }
  };
  const choose = (candidate: string) => {
    const asked = line.text === "" ? "kubectl " : line.text;
    setLine(
      withText(
        line,
        `${asked.slice(0, next.from)}${candidate}${candidate.endsWith("=") ? "" : " "}`,
      ),
    );
  };
  return (
    <div className="plain-terminal">
      <div
        ref={log}
        className="terminal-log code"
        role="log"
        aria-label={text("terminal.log")}
        tabIndex={0}
      >
        {chunks.slice(-400).map((chunk, index) => (
          <span key={index} data-kind={chunk.kind}>
            {chunk.kind === "echo"
              ? `$ ${chunk.text}\n`
              : chunk.kind === "typed" || chunk.kind === "note"
                ? `${chunk.text}\n`
                : chunk.text}
          </span>
        ))}
      </div>
      <div className="terminal-next" role="group" aria-label={text("terminal.next")}>
        {next.candidates.slice(0, 24).map((candidate) => (
          <button
            key={candidate}
            type="button"
            className="touch-chip code"
            onClick={() => choose(candidate)}
          >
            {candidate}
          </button>
        ))}
      </div>
      <div className="terminal-entry">
        <span className="code" aria-hidden="true">
          {session.prompt}
        </span>
        <input
          className="code"
          value={line.text}
          aria-label={text("terminal.prompt")}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          placeholder="kubectl get pods"
          onChange={(event) => setLine(withText(line, event.target.value))}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="button" onClick={submit}>
          {text("terminal.run")}
        </button>
      </div>
    </div>
  );
}
