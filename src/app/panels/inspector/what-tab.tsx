import { use, useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { ShellContext } from "#app/state/shell-state.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { actionsFor } from "#app/stage/actions.ts";
import type { ContainerView } from "#core/view/rows.ts";
import { factsOf } from "./facts.ts";
import { RecentRequests } from "./recent-requests.tsx";
import { kubectlLines, type Subject } from "./subject.ts";

/** Facts, containers, actions and the kubectl lines that tell the same. */
export function WhatTab({ subject, selection }: { subject: Subject; selection: Selection }) {
  const text = useText();
  const yard = useYardHandle();
  const state = useYard((all) => all);
  const facts = factsOf(subject, state, text);
  const actions = actionsFor(selection, state);
  const lines = kubectlLines(subject);
  return (
    <>
      <dl className="facts">
        {facts.map((fact) => (
          <div key={fact.label} className="fact">
            <dt>{fact.label}</dt>
            <dd className={fact.isCode ? "code" : ""}>
              {fact.value}
              {fact.links && fact.links.length > 0 && (
                <span className="fact-links">
                  {fact.links.map((link) => (
                    <button
                      key={`${link.label} ${link.selection.id}`}
                      type="button"
                      className="chip code"
                      onClick={() => yard.setPage({ selection: link.selection })}
                    >
                      {link.label}
                    </button>
                  ))}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {subject.kind === "Pod" && <Containers containers={subject.row.containers} />}
      {subject.kind === "Service" && <RecentRequests service={subject.row.uid} />}
      {actions.length > 0 && (
        <section className="inspector-section">
          <h3>{text("inspector.actions")}</h3>
          <div className="action-row">
            {actions.map((action) => (
              <button
                key={action.id}
                type="button"
                className="button"
                onClick={() => action.run(yard)}
              >
                {text(action.label)}
              </button>
            ))}
          </div>
        </section>
      )}
      {lines.length > 0 && (
        <section className="inspector-section">
          <h3>{text("inspector.kubectl")}</h3>
          <ul className="kubectl-lines">
            {lines.map((line) => (
              <KubectlLine key={line} line={`kubectl ${line}`} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Containers({ containers }: { containers: readonly ContainerView[] }) {
  const text = useText();
  return (
    <section className="inspector-section">
      <h3>{text("inspector.containers")}</h3>
      <ul className="containers">
        {containers.map((container) => (
          <li key={container.name} className={`container container-${container.state}`}>
            <span className="container-mark" aria-hidden="true" />
            <span className="container-text">
              <strong className="code">{container.name}</strong>
              {(container.sidecar || container.init) && (
                <span className="muted">
                  {" "}
                  {text(container.sidecar ? "inspector.sidecar" : "inspector.init")}
                </span>
              )}
              <span className="muted code container-image">{container.image}</span>
              <span>
                {text(`inspector.container-${container.state}`)}
                {container.reason !== "" && <span className="code"> {container.reason}</span>}
                {container.restarts > 0 && ` · ${text("inspector.restarts")} ${container.restarts}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A line to copy, or to put on the prompt where there is one. */
function KubectlLine({ line }: { line: string }) {
  const text = useText();
  const shell = use(ShellContext);
  const insert = () =>
    shell?.setState(({ prompt }) => ({
      prompt: { ...prompt, text: line, serial: prompt.serial + 1 },
      dockOpen: true,
      dockTab: "terminal",
    }));
  return (
    <li className="kubectl-line">
      <code>{line}</code>
      <span className="kubectl-buttons">
        <CopyButton line={line} label={text("inspector.copy")} />
        {shell && (
          <button
            type="button"
            className="chip"
            aria-label={text("inspector.insert-label", { line })}
            onClick={insert}
          >
            {text("inspector.insert")}
          </button>
        )}
      </span>
    </li>
  );
}

/** Copies a line; says so for a moment. */
export function CopyButton({
  line,
  label,
  className = "chip",
}: {
  line: string;
  label: string;
  className?: string;
}) {
  const text = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    const show = (done: boolean) => {
      setCopied(done);
      setTimeout(() => setCopied(false), 1500);
    };
    navigator.clipboard.writeText(line).then(
      () => show(true),
      () => show(false),
    );
  };
  return (
    <button
      type="button"
      className={className}
      aria-label={isCopied ? text("inspector.copied") : text("inspector.copy-label", { line })}
      onClick={copy}
    >
      {isCopied ? text("inspector.copied") : label}
    </button>
  );
}
