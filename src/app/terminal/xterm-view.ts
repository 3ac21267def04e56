import { FitAddon } from "@xterm/addon-fit";
import { Terminal as Xterm } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import type { World } from "#app/state/create-yard.ts";
import { readStored, writeStored } from "#app/state/shell-state.ts";
import type { TerminalChunk } from "#app/state/terminal-log.ts";
import { isComposing } from "#app/ui/keys.ts";
import { onTerminalFont, withHangulCells } from "./hangul-cells.ts";
import {
  cellsOf,
  commonPrefix,
  emptyLine,
  entered,
  inserted,
  keysOf,
  press,
  withText,
  type Line,
} from "./line-editor.ts";
import type { TerminalSession } from "./session.ts";

const HISTORY_KEY = "podyard.history";
const GREY = "\x1b[38;5;244m";
const BOLD = "\x1b[1m";
const RED = "\x1b[31m";
const RESET = "\x1b[0m";
const MAX_LISTED = 60;

/** The terminal on the screen: an xterm that shows the log and edits one line at its end. */
export class XtermView {
  private readonly xterm: Xterm;
  private readonly fit = new FitAddon();
  private readonly world: World;
  private readonly session: TerminalSession;
  private readonly hint: () => string;
  private line: Line;
  /** Rows from the prompt's first row to the cursor, as last drawn; -1 = no prompt is drawn. */
  private cursorRow = -1;
  private atLineStart = true;
  private readonly stop: () => void;
  private readonly observer: ResizeObserver;

  constructor(host: HTMLElement, world: World, session: TerminalSession, hint: () => string) {
    this.world = world;
    this.session = session;
    this.hint = hint;
    this.line = emptyLine(readHistory());
    const fontFamily = withHangulCells(getComputedStyle(host).fontFamily);
    this.xterm = new Xterm({
      fontFamily,
      fontSize: 13,
      lineHeight: 1.1,
      cursorBlink: false,
      convertEol: true,
      scrollback: 5000,
      overviewRuler: { width: 8 },
      screenReaderMode: false,
      allowProposedApi: false,
      minimumContrastRatio: 4.5,
    });
    this.xterm.loadAddon(this.fit);
    this.xterm.open(host);
    this.xterm.textarea?.setAttribute("aria-label", host.getAttribute("aria-label") ?? "");
    this.xterm.textarea?.setAttribute("aria-describedby", "terminal-leave");
    this.xterm.attachCustomKeyEventHandler((event) => !isPageKey(event));
    this.xterm.onData((data) => this.receive(data));
    this.retheme();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(host);
    this.resize();
    for (const chunk of world.terminal.all()) this.show(chunk);
    const stopLog = world.terminal.subscribe((chunk) => this.show(chunk));
    const stopFonts = onTerminalFont(fontFamily, () => this.remeasure(fontFamily));
    this.stop = () => {
      stopLog();
      stopFonts();
    };
    session.onChange = () => this.draw();
    session.onClear = () => this.xterm.write("\x1b[2J\x1b[3J\x1b[H");
    this.draw();
  }

  focus(): void {
    this.xterm.focus();
  }

  /** Puts a command on the prompt without running it. */
  propose(text: string): void {
    this.line = withText(this.line, text);
    this.draw();
    this.focus();
  }

  /** Takes the colours of the page's theme. */
  retheme(): void {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    this.xterm.options.theme = {
      background: colour("bg"),
      foreground: colour("text"),
      cursor: colour("text"),
      cursorAccent: colour("bg"),
      selectionBackground: `${colour("accent")}66`,
      scrollbarSliderBackground: `${colour("line")}40`,
      scrollbarSliderHoverBackground: `${colour("line")}80`,
      scrollbarSliderActiveBackground: `${colour("line")}a0`,
      overviewRulerBorder: colour("bg"),
      red: colour("failing"),
      green: colour("healthy"),
      yellow: colour("waiting"),
      blue: colour("accent"),
      extendedAnsi: extendedWith(244, colour("muted")),
    };
  }

  close(): void {
    this.stop();
    this.observer.disconnect();
    this.session.onChange = () => undefined;
    this.session.onClear = () => undefined;
    this.xterm.dispose();
  }

  private resize(): void {
    if (!this.xterm.element?.isConnected) return;
    this.fit.fit();
    this.draw();
  }

  /** xterm keeps the widths of letters for as long as its font is called the same. */
  private remeasure(fontFamily: string): void {
    const { options } = this.xterm;
    options.fontFamily =
      options.fontFamily === fontFamily ? `${fontFamily}, monospace` : fontFamily;
    this.resize();
  }

  private receive(data: string): void {
    for (const key of keysOf(data)) this.key(key);
  }

  private key(key: string): void {
    if (this.session.isRunning) {
      if (key === "\x03") {
        this.print({ kind: "typed", text: "^C" });
        this.session.interrupt();
      } else if (key !== "\t") this.keyWhileBusy(key);
      return;
    }
    const { line, wish } = press(this.line, key);
    this.line = line;
    switch (wish) {
      case "submit":
        this.submit();
        return;
      case "complete":
        void this.complete();
        return;
      case "interrupt":
        this.erase();
        this.print({ kind: "typed", text: `${this.session.prompt}${line.text}^C` });
        this.line = emptyLine(line.history);
        this.session.interrupt();
        return;
      case "clear":
        this.world.terminal.clear();
        this.erase();
        this.xterm.write("\x1b[2J\x1b[3J\x1b[H");
    }
    this.draw();
  }

  /** Keys typed ahead go to the next line; a whole line waits for its turn. */
  private keyWhileBusy(key: string): void {
    const { line, wish } = press(this.line, key);
    this.line = line;
    if (wish === "submit") this.submit();
  }

  private submit(): void {
    const { text } = this.line;
    this.line = entered(this.line);
    writeStored(HISTORY_KEY, JSON.stringify(this.line.history.slice(-100)));
    this.erase();
    this.session.enter(text);
  }

  private async complete(): Promise<void> {
    const { text, cursor } = this.line;
    const { from, candidates } = await this.session.complete(text, cursor).catch(() => ({
      from: cursor,
      candidates: [] as readonly string[],
    }));
    if (this.line.text !== text || candidates.length === 0) return;
    const shared = commonPrefix(candidates);
    const typed = text.slice(from, cursor);
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined)
      this.line = this.completed(from, `${only}${only.endsWith("=") ? "" : " "}`);
    else if (shared.length > typed.length) this.line = this.completed(from, shared);
    else {
      this.erase();
      this.print({ kind: "typed", text: `${this.session.prompt}${text}` });
      this.print({ kind: "stdout", text: `${candidates.slice(0, MAX_LISTED).join("   ")}\n` });
    }
    this.draw();
  }

  private completed(from: number, text: string): Line {
    const { line } = this;
    const cut = {
      ...line,
      text: line.text.slice(0, from) + line.text.slice(line.cursor),
      cursor: from,
    };
    return inserted(cut, text);
  }

  private show(chunk: TerminalChunk): void {
    this.erase();
    this.print(chunk);
    this.draw();
  }

  private print({ kind, text }: TerminalChunk): void {
    const lineStart = this.atLineStart ? "" : "\n";
    if (kind === "stdout") this.xterm.write(text);
    else if (kind === "stderr")
      this.xterm.write(
        `${RED}${text.replace(/\n$/, "")}${RESET}${text.endsWith("\n") ? "\n" : ""}`,
      );
    else if (kind === "typed") this.xterm.write(`${lineStart}${BOLD}${text}${RESET}\n`);
    else if (kind === "echo")
      this.xterm.write(`${lineStart}${GREY}$ ${text}     ${this.hint()}${RESET}\n`);
    else this.xterm.write(`${lineStart}${GREY}${text}${RESET}\n`);
    this.atLineStart =
      kind === "stdout" || kind === "stderr"
        ? text.endsWith("\n") || (text === "" && this.atLineStart)
        : true;
  }

  private erase(): void {
    if (this.cursorRow < 0) return;
    this.xterm.write(`${this.cursorRow > 0 ? `\x1b[${this.cursorRow}A` : ""}\r\x1b[J`);
    this.cursorRow = -1;
  }

  private draw(): void {
    this.erase();
    if (this.session.isRunning) return;
    const { prompt } = this.session;
    const { text, cursor } = this.line;
    const columns = Math.max(10, this.xterm.cols);
    const endCells = cellsOf(prompt + text);
    const cursorCells = cellsOf(prompt + text.slice(0, cursor));
    const endRow = Math.floor(endCells / columns);
    const row = Math.floor(cursorCells / columns);
    const column = cursorCells % columns;
    // At the very end of a row the cursor only moves on with the next sign: a blank makes it so.
    const filler = endCells % columns === 0 && endCells > 0 ? " \b" : "";
    const up = endRow - row;
    this.xterm.write(
      `${this.atLineStart ? "" : "\n"}${BOLD}${prompt}${text}${RESET}${filler}${up > 0 ? `\x1b[${up}A` : ""}\r${column > 0 ? `\x1b[${column}C` : ""}`,
    );
    this.atLineStart = true;
    this.cursorRow = row;
  }
}

function extendedWith(index: number, colour: string): string[] {
  // xterm numbers the extended colours from 16 on.
  const colours: string[] = [];
  for (let code = 16; code <= index; code += 1) colours.push(code === index ? colour : "#808080");
  return colours;
}

/** Keys that belong to the page: leaving the terminal and reloading. */
function isPageKey(event: KeyboardEvent): boolean {
  if (isComposing(event)) return false;
  return (event.key === "Escape" && event.type === "keydown" && leave(event)) || event.key === "F6";
}

/** Escape gives the focus back to the page, so that the keyboard is not caught. */
function leave(event: KeyboardEvent): boolean {
  if (event.target instanceof HTMLElement) skipOnce(event.target);
  document
    .querySelector<HTMLElement>("[role=tab][aria-controls=dock-panel][aria-selected=true]")
    ?.focus();
  return true;
}

/** Takes a field out of the way of the Tab key until the focus has gone past it: Tab leads on, not back in. */
function skipOnce(field: HTMLElement): void {
  field.tabIndex = -1;
  const restore = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.closest(".dock-head")) return;
    field.tabIndex = 0;
    document.removeEventListener("focusin", restore);
  };
  document.addEventListener("focusin", restore);
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readStored(HISTORY_KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((entry): entry is string => typeof entry === "string")
      : [];
  } catch {
    return [];
  }
}
