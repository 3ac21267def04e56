import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/contextmenu/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/gotoError/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/indentation/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/smartSelect/register";
import "monaco-editor/features/snippet/register";
import "monaco-editor/features/toggleTabFocusMode/register";
import "monaco-editor/features/wordHighlighter/register";
import "monaco-editor/features/wordOperations/register";
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import { conf, language } from "monaco-editor/languages/definitions/yaml/yaml";
import "./monaco-editor.css";
import { ENTER_RULES } from "./enter.ts";
import type { KnownKind } from "./known-kinds.ts";
import { completionsAt, hoverAt } from "./schema-help.ts";
import type { Annotations, EditorListeners, EditorPort } from "./port.ts";

const OWNER = "podyard";
/** What the cluster of each text knows beside the built-in kinds: Monaco asks for help on behalf of a text. */
const kindsByModel = new WeakMap<monaco.editor.ITextModel, () => readonly KnownKind[]>();

function kindsOf(model: monaco.editor.ITextModel): readonly KnownKind[] {
  return kindsByModel.get(model)?.() ?? [];
}

/** Opens Monaco in a host element. Its help comes from the field tables, its problems from the linter of the page. */
export function openMonaco(
  host: HTMLElement,
  text: string,
  label: string,
  listeners: EditorListeners,
): EditorPort {
  prepare();
  const model = monaco.editor.createModel(text, "yaml");
  kindsByModel.set(model, () => listeners.definedKinds());
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  const editor = monaco.editor.create(host, { ...optionsOf(label), model });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => listeners.onApply());
  let silent = false;
  model.onDidChangeContent(() => {
    if (!silent) listeners.onChange(model.getValue());
  });
  tellPoint(editor, listeners);
  const marks = editor.createDecorationsCollection();
  return {
    setText(next) {
      if (model.getValue() === next) return;
      silent = true;
      // Through the edit stack, so that the editor's own undo still works.
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: next }], () => null);
      silent = false;
      colour(model);
    },
    annotate(annotations) {
      monaco.editor.setModelMarkers(model, OWNER, annotations.diagnostics.map(markerOf));
      marks.set([...changeMarks(annotations, model), ...tabMarks(annotations)]);
    },
    setLook(theme) {
      defineThemes();
      monaco.editor.setTheme(`podyard-${theme}`);
      colour(model);
    },
    reveal(line, column) {
      editor.setPosition({ lineNumber: line, column });
      editor.revealLineInCenterIfOutsideViewport(line);
      editor.focus();
    },
    close() {
      editor.dispose();
      model.dispose();
    },
  };
}

function tellPoint(editor: monaco.editor.IStandaloneCodeEditor, listeners: EditorListeners): void {
  const atCursor = () =>
    listeners.onPoint(editor.hasTextFocus() ? (editor.getPosition()?.lineNumber ?? null) : null);
  editor.onDidChangeCursorPosition(atCursor);
  editor.onDidFocusEditorText(atCursor);
  editor.onDidBlurEditorText(atCursor);
  editor.onMouseMove(({ target }) => {
    if (target.position) listeners.onPoint(target.position.lineNumber);
  });
  editor.onMouseLeave(atCursor);
}

/** What Monaco's models can do beyond what their types tell. */
interface TokenizedModel {
  readonly tokenization?: { forceTokenization?(lineNumber: number): void };
}

/** A change of theme takes the colours of a text away, and Monaco may believe that it gave them already: they are asked for at once. */
function colour(model: monaco.editor.ITextModel): void {
  (model as unknown as TokenizedModel).tokenization?.forceTokenization?.(model.getLineCount());
}

function optionsOf(label: string): monaco.editor.IStandaloneEditorConstructionOptions {
  return {
    ariaLabel: label,
    accessibilitySupport: "auto",
    automaticLayout: true,
    minimap: { enabled: false },
    fontSize: 13,
    lineHeight: 17,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-code"),
    fontLigatures: false,
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    folding: false,
    scrollBeyondLastLine: false,
    renderLineHighlight: "none",
    renderWhitespace: "none",
    renderControlCharacters: true,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    overviewRulerBorder: false,
    padding: { top: 6, bottom: 24 },
    quickSuggestions: { other: true, comments: false, strings: true },
    wordBasedSuggestions: "off",
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    guides: { indentation: false },
    tabSize: 2,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
  };
}

function markerOf(problem: Annotations["diagnostics"][number]): monaco.editor.IMarkerData {
  return {
    severity:
      problem.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message: problem.message,
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.line,
    endColumn: problem.endColumn,
  };
}

function changeMarks(
  { changes }: Annotations,
  model: monaco.editor.ITextModel,
): monaco.editor.IModelDeltaDecoration[] {
  return changes
    .filter(({ line }) => line <= model.getLineCount())
    .map(({ line, note }) => ({
      range: new monaco.Range(line, 1, line, model.getLineMaxColumn(line)),
      options: {
        isWholeLine: true,
        className: "changed-line",
        linesDecorationsClassName: "changed-edge",
        after: { content: `   ${note}`, inlineClassName: "changed-note" },
      },
    }));
}

/** A tab is drawn as an arrow: the one sign that tells it from spaces. */
function tabMarks({ diagnostics }: Annotations): monaco.editor.IModelDeltaDecoration[] {
  return diagnostics
    .filter(({ code }) => code === "tab")
    .map(({ line, column, endColumn }) => ({
      range: new monaco.Range(line, column, line, endColumn),
      options: {
        inlineClassName: "tab-sign",
        before: { content: "→", inlineClassName: "tab-arrow" },
      },
    }));
}

let prepared = false;

/** Once a page: the worker, and what the editor knows about manifests. */
function prepare(): void {
  if (prepared) return;
  prepared = true;
  self.MonacoEnvironment = {
    getWorker: () =>
      new Worker(new URL("./editor.worker.ts", import.meta.url), {
        type: "module",
        name: "podyard-editor",
      }),
  };
  monaco.languages.register({ id: "yaml" });
  monaco.languages.setMonarchTokensProvider("yaml", language);
  monaco.languages.setLanguageConfiguration("yaml", {
    ...conf,
    onEnterRules: ENTER_RULES.map(({ before, adds }) => ({
      beforeText: before,
      action: { indentAction: monaco.languages.IndentAction.None, appendText: adds },
    })),
  });
  monaco.languages.registerCompletionItemProvider("yaml", {
    triggerCharacters: ["\n", " ", ":"],
    provideCompletionItems(model, position) {
      const word = model.getWordUntilPosition(position);
      const range = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        word.endColumn,
      );
      return completionsAt(
        model.getValue(),
        position.lineNumber,
        position.column,
        kindsOf(model),
      ).then((items) => ({
        suggestions: items.map((item) => ({
          label: item.label,
          detail: item.detail,
          documentation: item.help,
          range,
          sortText: item.order,
          insertText: item.insert,
          insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
          kind: item.isValue
            ? monaco.languages.CompletionItemKind.EnumMember
            : monaco.languages.CompletionItemKind.Field,
          ...(item.opensMore && { command: { id: "editor.action.triggerSuggest", title: "" } }),
        })),
      }));
    },
  });
  registerHover();
}

function registerHover(): void {
  monaco.languages.registerHoverProvider("yaml", {
    provideHover: (model, position) =>
      hoverAt(model.getValue(), position.lineNumber, position.column, kindsOf(model)).then(
        (help) =>
          help
            ? { contents: [{ value: `**${help.title}** \`${help.type}\`` }, { value: help.text }] }
            : null,
      ),
  });
}

/** Monaco's themes are made from the page's tokens, anew for each look. */
function defineThemes(): void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => longHex(style.getPropertyValue(`--${name}`).trim());
  const bare = (name: string) => colour(name).replace("#", "");
  for (const theme of ["dark", "light", "projector"]) {
    monaco.editor.defineTheme(`podyard-${theme}`, {
      base: theme === "dark" ? "vs-dark" : "vs",
      inherit: true,
      rules: [
        { token: "type", foreground: bare("yaml-key") },
        { token: "string", foreground: bare("yaml-string") },
        { token: "string.yaml", foreground: bare("yaml-string") },
        { token: "number", foreground: bare("yaml-number") },
        { token: "keyword", foreground: bare("yaml-number") },
        { token: "comment", foreground: bare("muted") },
        { token: "operators", foreground: bare("text") },
        { token: "delimiter", foreground: bare("text") },
      ],
      colors: {
        "editor.background": colour("bg"),
        "editor.foreground": colour("text"),
        "editorLineNumber.foreground": colour("border"),
        "editorLineNumber.activeForeground": colour("text"),
        "editorCursor.foreground": colour("text"),
        "editorWidget.background": colour("panel"),
        "editorWidget.border": colour("line"),
        "editorHoverWidget.background": colour("panel"),
        "editorSuggestWidget.background": colour("panel"),
        "editorSuggestWidget.selectedBackground": colour("raised"),
        "editorSuggestWidget.selectedForeground": colour("text"),
        "editorError.foreground": colour("failing"),
        "editorWarning.foreground": colour("waiting"),
        focusBorder: colour("focus"),
        "scrollbar.shadow": "#00000000",
        "scrollbarSlider.background": `${colour("line")}40`,
        "scrollbarSlider.hoverBackground": `${colour("line")}80`,
        "editor.selectionBackground": `${colour("accent")}55`,
      },
    });
  }
}

/** Monaco knows colours of six digits only; a build shortens them to three where it can. */
function longHex(colour: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  return short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : colour;
}
