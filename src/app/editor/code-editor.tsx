import { useEffect, useRef, useState } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { whenIdle } from "#app/ui/when-idle.ts";
import type { KnownKind } from "./known-kinds.ts";
import { PlainEditor } from "./plain-editor.tsx";
import type { Annotations, EditorPort } from "./port.ts";

interface CodeEditorProps {
  readonly fileName: string;
  readonly text: string;
  readonly annotations: Annotations;
  /** Kinds that the cluster's definitions make: the editor helps with them too. */
  readonly definedKinds: readonly KnownKind[];
  /** Never load Monaco. */
  readonly plain: boolean;
  readonly goTo: { readonly line: number; readonly column: number } | null;
  readonly onChange: (text: string) => void;
  /** The line that the person looks at; null when none. */
  readonly onPoint: (line: number | null) => void;
  readonly onApply: () => void;
}

/** The plain field at once, and Monaco in its place when it has been loaded: on idle, once the cluster is there. */
export function CodeEditor(props: CodeEditorProps) {
  const text = useText();
  const label = text("files.editor", { file: props.fileName });
  const chosenPlain = useShell((state) => state.plainEditor);
  const [port, setPort] = useState<EditorPort | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const plain = props.plain || chosenPlain;
  const isLive = useYard((state) => state.connection !== "starting");
  useEffect(() => {
    if (plain || !isLive) return;
    let current = true;
    let made: EditorPort | undefined;
    const load = async () => {
      const { openMonaco } = await import("./monaco-editor.ts");
      if (!current || !host.current) return;
      made = openMonaco(host.current, latest.current.text, label, {
        onChange: (text) => latest.current.onChange(text),
        definedKinds: () => latest.current.definedKinds,
        onPoint: (line) => latest.current.onPoint(line),
        onApply: () => latest.current.onApply(),
      });
      setPort(made);
    };
    const stop = whenIdle(() => void load().catch(() => undefined));
    return () => {
      current = false;
      stop();
      made?.close();
      setPort(null);
    };
  }, [plain, label, isLive]);
  const theme = useYard((state) => state.theme);
  useEffect(() => port?.setLook(theme), [port, theme]);
  useEffect(() => port?.setText(props.text), [port, props.text]);
  useEffect(() => port?.annotate(props.annotations), [port, props.annotations]);
  useEffect(() => {
    if (props.goTo) port?.reveal(props.goTo.line, props.goTo.column);
  }, [port, props.goTo]);
  return (
    <div className="code-editor" data-ready={port !== null}>
      {!port && (
        <PlainEditor
          text={props.text}
          label={label}
          annotations={props.annotations}
          onChange={props.onChange}
          onPoint={props.onPoint}
          onApply={props.onApply}
          goTo={props.goTo}
          errorId="editor-problems"
        />
      )}
      {!plain && <div ref={host} className="monaco-host" data-editor="monaco" hidden={!port} />}
    </div>
  );
}
