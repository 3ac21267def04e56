import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { isComposing } from "#app/ui/keys.ts";
import { indentAfter } from "./enter.ts";
import type { Annotations } from "./port.ts";
import { tokensOf } from "./highlight.ts";
import "./plain-editor.css";

interface PlainEditorProps {
  readonly text: string;
  readonly label: string;
  readonly annotations: Annotations;
  readonly onChange: (text: string) => void;
  readonly onPoint: (line: number | null) => void;
  readonly onApply: () => void;
  /** Where the caret should go; a new object moves it again. */
  readonly goTo: { readonly line: number; readonly column: number } | null;
  readonly errorId: string;
}

/** A text field with line numbers and colours behind it: before Monaco is there, on phones, and for who prefers it. */
export function PlainEditor({
  text,
  label,
  annotations,
  onChange,
  onPoint,
  onApply,
  goTo,
  errorId,
}: PlainEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const lines = text.split("\n");
  useEffect(() => {
    const area = field.current;
    if (!area || !goTo) return;
    const before = area.value
      .split("\n")
      .slice(0, goTo.line - 1)
      .join("\n").length;
    const offset = Math.min(area.value.length, before + (goTo.line > 1 ? 1 : 0) + goTo.column - 1);
    area.focus();
    area.setSelectionRange(offset, offset);
  }, [goTo]);
  const onKeyDown = (event: KeyboardEvent) => {
    const area = field.current;
    if (isComposing(event) || event.key !== "Enter" || event.shiftKey || !area) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) onApply();
    else breakLine(area);
  };
  const changed = new Map(annotations.changes.map((change) => [change.line, change.note]));
  const faulty = new Set(annotations.diagnostics.map(({ line }) => line));
  return (
    <div className="plain-editor" data-editor="plain">
      <div className="plain-view" aria-hidden="true">
        <div
          className="plain-lines"
          style={{ transform: `translate(${-scroll.left}px, ${-scroll.top}px)` }}
        >
          {lines.map((line, index) => (
            <div
              key={index}
              className="plain-line"
              data-changed={changed.has(index + 1)}
              data-faulty={faulty.has(index + 1)}
            >
              <span className="plain-number" style={{ transform: `translateX(${scroll.left}px)` }}>
                {index + 1}
              </span>
              <code>
                {tokensOf(line).map((token, place) => (
                  <span key={place} className={`yaml-${token.kind}`}>
                    {token.text.replaceAll("\t", "→   ")}
                  </span>
                ))}
              </code>
              {changed.get(index + 1) && (
                <span className="plain-note">{changed.get(index + 1)}</span>
              )}
            </div>
          ))}
        </div>
      </div>
      <textarea
        ref={field}
        className="plain-field code"
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        aria-label={label}
        aria-invalid={faulty.size > 0}
        aria-describedby={errorId}
        onKeyDown={onKeyDown}
        onChange={(event) => onChange(event.target.value)}
        onSelect={({ currentTarget: { value, selectionStart } }) =>
          onPoint(value.slice(0, selectionStart).split("\n").length)
        }
        onBlur={() => onPoint(null)}
        onScroll={({ currentTarget }) =>
          setScroll({ top: currentTarget.scrollTop, left: currentTarget.scrollLeft })
        }
      />
    </div>
  );
}

/** Enter, with the new line's indentation; through the browser's own editing, so that it can be undone. */
function breakLine(area: HTMLTextAreaElement): void {
  const before = area.value.slice(0, area.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  document.execCommand("insertText", false, `\n${indentAfter(line)}`);
}
