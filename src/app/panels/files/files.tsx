import { useMemo, useState } from "react";
import { hasText } from "#app/i18n/text.ts";
import { CodeEditor } from "#app/editor/code-editor.tsx";
import { lineChanges } from "#app/editor/changes.ts";
import { useApplied } from "./use-applied.ts";
import type { Diagnostic } from "#app/editor/diagnostic.ts";
import { useDefinedKinds } from "#app/editor/use-defined-kinds.ts";
import { useDiagnostics } from "#app/editor/use-diagnostics.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { Icon } from "#app/ui/icon.tsx";
import { FileTabs } from "./file-tabs.tsx";
import { laterChange } from "./later-change.ts";
import { PatchChips } from "./patch-chips.tsx";
import { serverProblem, type ServerProblem } from "./server-problem.ts";
import "./files.css";

/** The files of the person: write, read what is wrong, apply. */
export function Files({ phone = false }: { readonly phone?: boolean }) {
  const text = useText();
  const world = useWorld();
  const shell = useShellHandle();
  const files = useYard((state) => state.files);
  const openFile = useYard((state) => state.openFile);
  const file = files.find(({ name }) => name === openFile) ?? files[0];
  const applied = useApplied(file?.name ?? "");
  const changedBy = useYard((state) =>
    file && applied ? laterChange(state.inputs, { ...file, at: applied.at }) : "",
  );
  const [rejected, setRejected] = useState<ServerProblem | null>(null);
  const [goTo, setGoTo] = useState<{ line: number; column: number } | null>(null);
  const content = file?.text ?? "";
  const definedKinds = useDefinedKinds();
  const found = useDiagnostics(content, definedKinds);
  const changes = useMemo(
    () => (applied === undefined ? [] : lineChanges(applied.text, content)),
    [applied, content],
  );
  const problems: readonly (Diagnostic & { message: string })[] = [
    ...found.map((diagnostic) => ({ ...diagnostic, message: messageOf(text, diagnostic) })),
    ...(rejected && rejected.text === content
      ? rejected.diagnostics.map((diagnostic) => ({
          ...diagnostic,
          message: String(diagnostic.facts["message"]),
        }))
      : []),
  ];
  const annotations = {
    diagnostics: problems,
    changes: changes.map((change) => ({
      ...change,
      note: change.was === "" ? text("files.new") : text("files.was", { value: change.was }),
    })),
  };
  const change = (next: string) => {
    if (!file) return;
    world.setPage({
      files: world.store
        .getState()
        .files.map((other) =>
          other.name === file.name ? { name: other.name, text: next } : other,
        ),
    });
  };
  const point = async (line: number | null) => {
    const { pointAt } = await import("#app/editor/point-at.ts");
    const { editorPoint } = world.store.getState();
    const next = line === null ? null : pointAt(content, line);
    if (JSON.stringify(next) !== JSON.stringify(editorPoint)) world.setPage({ editorPoint: next });
  };
  const apply = async () => {
    const current = world.store.getState().files.find(({ name }) => name === file?.name);
    if (!current) return;
    const result = await world.runCaptured(`apply -f ${current.name}`);
    if (result.exitCode === 0) {
      const at = world.store.getState().at;
      shell.setState((state) => ({
        applied: { ...state.applied, [current.name]: { text: current.text, at } },
      }));
      setRejected(null);
    } else {
      setRejected(await serverProblem(result.stderr, current.text));
    }
  };
  if (!file) return <FileTabs />;
  return (
    <div className="files" data-phone={phone}>
      {phone ? <PatchChips /> : <FileTabs />}
      <CodeEditor
        key={file.name}
        fileName={file.name}
        text={content}
        annotations={annotations}
        definedKinds={definedKinds}
        plain={phone}
        goTo={goTo}
        onChange={change}
        onPoint={(line) => void point(line).catch(() => undefined)}
        onApply={() => void apply()}
      />
      <Problems
        problems={problems}
        refusal={
          rejected && rejected.text === content && rejected.diagnostics.length === 0
            ? rejected.message
            : ""
        }
        onGoTo={setGoTo}
      />
      <footer className="files-foot">
        <div className="files-told">
          <FileState
            toMend={problems.filter(({ severity }) => severity === "error").length}
            appliedAt={applied && applied.text === content ? applied.at : undefined}
            changedBy={changedBy}
          />
          <p className="files-leave">{text("files.leave")}</p>
        </div>
        <button
          type="button"
          className="button button-primary"
          title={`${text("files.apply")} (Ctrl+Enter)`}
          data-action="apply"
          onClick={() => void apply()}
        >
          {text("files.apply")}
        </button>
      </footer>
    </div>
  );
}

interface FileStateProps {
  /** Mistakes; what is only good to know is none. */
  readonly toMend: number;
  /** When the text was applied as it stands; undefined when it was not. */
  readonly appliedAt: number | undefined;
  /** The command that has changed the same objects since, "" when none has. */
  readonly changedBy: string;
}

/** How the text and the cluster stand to each other. */
function FileState({ toMend, appliedAt, changedBy }: FileStateProps) {
  const text = useText();
  if (toMend > 0)
    return (
      <span className="files-state" data-tone="failing" role="status">
        <Icon name="warning" size={16} />
        {text("files.count", { count: toMend })}
      </span>
    );
  if (appliedAt === undefined)
    return (
      <span className="files-state" role="status">
        {text("files.notApplied")}
      </span>
    );
  if (changedBy !== "")
    return (
      <span className="files-state" role="status" title={`kubectl ${changedBy}`}>
        <Icon name="branch" size={16} />
        <span className="files-since">
          <span>{text("files.changedSince")}</span>
          <span className="code">
            {changedBy.split(" ").map((word, place) => (
              <span key={place} className="files-word">
                {word}{" "}
              </span>
            ))}
          </span>
        </span>
      </span>
    );
  return (
    <span className="files-state" role="status">
      <Icon name="check" size={16} />
      {appliedAt === 0
        ? text("files.running")
        : text("files.applied", { at: clockText(appliedAt) })}
    </span>
  );
}

interface ProblemsProps {
  readonly problems: readonly (Diagnostic & { readonly message: string })[];
  /** What the server said that belongs to no line, "" when nothing. */
  readonly refusal: string;
  readonly onGoTo: (place: { readonly line: number; readonly column: number }) => void;
}

function Problems({ problems, refusal, onGoTo }: ProblemsProps) {
  const text = useText();
  return (
    <ul
      className="problems"
      id="editor-problems"
      aria-label={text("files.problems")}
      aria-live="polite"
    >
      {problems.slice(0, 20).map((problem, index) => (
        <li key={index} data-severity={problem.severity}>
          <button
            type="button"
            onClick={() => onGoTo({ line: problem.line, column: problem.column })}
          >
            <span className="problem-place code">
              {problem.line}:{problem.column}
            </span>
            <span lang={problem.code === "server" ? "en" : undefined}>{problem.message}</span>
          </button>
        </li>
      ))}
      {refusal !== "" && (
        <li className="problem-server code" lang="en">
          {refusal}
        </li>
      )}
    </ul>
  );
}

function messageOf(text: ReturnType<typeof useText>, { code, facts }: Diagnostic): string {
  const key = `diagnose.${code}`;
  return hasText(key) ? text(key, facts) : code;
}
