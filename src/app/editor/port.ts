import type { Diagnostic } from "./diagnostic.ts";
import type { LineChange } from "./changes.ts";
import type { KnownKind } from "./known-kinds.ts";

/** What an editor shows beside its text. */
export interface Annotations {
  readonly diagnostics: readonly (Diagnostic & { readonly message: string })[];
  readonly changes: readonly (LineChange & { readonly note: string })[];
}

/** What an editor tells its owner. */
export interface EditorListeners {
  onChange(text: string): void;
  /** The kinds that the cluster's definitions make. */
  definedKinds(): readonly KnownKind[];
  /** The line that the pointer rests on, or else the cursor's; null when neither is in the text. */
  onPoint(line: number | null): void;
  /** Ctrl/Cmd+Enter. */
  onApply(): void;
}

/** Any editor of one text: Monaco, or a plain field. */
export interface EditorPort {
  setText(text: string): void;
  annotate(annotations: Annotations): void;
  setLook(theme: "dark" | "light" | "projector"): void;
  reveal(line: number, column: number): void;
  close(): void;
}
