/** What can be wrong with a manifest, in the linter's own words; sentences are in i18n under `diagnose.<code>`. */
export type DiagnosticCode =
  | "tab"
  | "indent"
  | "syntax"
  | "afterValue"
  | "anchor"
  | "blockEdge"
  | "blockText"
  | "bracketOpen"
  | "bracketParts"
  | "bracketStray"
  | "dashOnLine"
  | "dashSpace"
  | "documentLine"
  | "escape"
  | "hashSpace"
  | "keyAlone"
  | "startSign"
  | "tag"
  | "template"
  | "twoKeys"
  | "colonSpace"
  | "quote"
  | "duplicateKey"
  | "alias"
  | "noKind"
  | "noApiVersion"
  | "unknownKind"
  | "notSimulated"
  | "wrongApiVersion"
  | "notAnObject"
  | "unknownField"
  | "unknownFieldGuess"
  | "misplacedField"
  | "wrongType"
  | "needsQuotes"
  | "noQuotes"
  | "enum"
  | "missing"
  | "missingName"
  | "badName"
  | "selectorMismatch"
  | "server"
  | "tooDeep";

/** One problem at its place. Lines and columns count from 1; the end is exclusive. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly facts: Readonly<Record<string, string | number>>;
}
