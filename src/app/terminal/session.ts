import type { World } from "#app/state/create-yard.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { TYPED_SESSION } from "#app/state/page-commands.ts";
import { commandsOf, interpret } from "./interpret.ts";

/** Sentences that the terminal says itself. */
export interface TerminalTexts {
  readonly help: string;
  readonly pipe: string;
  unknown(word: string): string;
}

/** Runs entered lines one after the other, and knows whether a here-document is open. */
export class TerminalSession {
  private readonly world: World;
  private readonly texts: () => TerminalTexts;
  private readonly target: () => WorldId;
  private hereDoc: {
    readonly line: string;
    readonly until: string;
    readonly lines: string[];
  } | null = null;
  private queue: string[] = [];
  private running = false;
  /** Called when the session becomes free or busy. */
  onChange: () => void = () => undefined;
  onClear: () => void = () => undefined;

  constructor(world: World, texts: () => TerminalTexts, target: () => WorldId) {
    this.world = world;
    this.texts = texts;
    this.target = target;
  }

  /** Which of two clusters is spoken to. */
  get to(): WorldId {
    return this.target();
  }

  get isRunning(): boolean {
    return this.running;
  }

  get prompt(): string {
    return this.hereDoc ? "> " : "$ ";
  }

  /** Takes a line that was entered; it is run when those before it are done. */
  enter(line: string): void {
    this.queue.push(line);
    if (!this.running) void this.drain();
  }

  /** Ctrl+C: stops what runs, forgets what waits. */
  interrupt(): void {
    this.queue = [];
    this.hereDoc = null;
    if (this.running)
      void this.world.send({ type: "interrupt", session: TYPED_SESSION }).catch(() => undefined);
    this.onChange();
  }

  /** Candidates for what stands before the cursor of a whole command line. */
  async complete(
    text: string,
    cursor: number,
  ): Promise<{ readonly from: number; readonly candidates: readonly string[] }> {
    const head = /^\s*(?:kubectl|k)\s+/.exec(text)?.[0];
    if (head === undefined || cursor < head.length) {
      const word = text.slice(0, cursor).trimStart();
      const candidates = ["kubectl", "clear", "help"].filter(
        (name) => name.startsWith(word) && word !== "",
      );
      return { from: cursor - word.length, candidates };
    }
    return this.world.send({ type: "complete", line: text, cursor, world: this.to });
  }

  private async drain(): Promise<void> {
    this.running = true;
    for (let line = this.queue.shift(); line !== undefined; line = this.queue.shift())
      await this.take(line);
    this.running = false;
    this.onChange();
  }

  private async take(line: string): Promise<void> {
    const { hereDoc } = this;
    this.world.terminal.write({ kind: "typed", text: `${this.prompt}${line}` });
    if (!hereDoc) {
      for (const command of line.includes("<<") ? [line] : commandsOf(line))
        await this.runCommand(command);
    } else if (line.trim() === hereDoc.until) {
      this.hereDoc = null;
      await this.kubectl(hereDoc.line, `${hereDoc.lines.join("\n")}\n`);
    } else {
      hereDoc.lines.push(line);
    }
  }

  private async runCommand(command: string): Promise<void> {
    const entered = interpret(command);
    const { terminal } = this.world;
    switch (entered.type) {
      case "nothing":
        return;
      case "clear":
        terminal.clear();
        this.onClear();
        return;
      case "help":
        terminal.write({ kind: "note", text: this.texts().help });
        return;
      case "pipe":
        terminal.write({ kind: "note", text: this.texts().pipe });
        return;
      case "unknown":
        terminal.write({ kind: "note", text: this.texts().unknown(entered.word) });
        return;
      case "kubectl":
        if (entered.until === undefined) await this.kubectl(entered.line);
        else this.hereDoc = { line: entered.line, until: entered.until, lines: [] };
    }
  }

  private async kubectl(line: string, stdin?: string): Promise<void> {
    const { files } = this.world.store.getState();
    try {
      await this.world.send({
        type: "kubectl",
        session: TYPED_SESSION,
        line,
        files,
        world: this.to,
        ...(stdin !== undefined && { stdin }),
      });
    } catch (error) {
      this.world.terminal.write({
        kind: "stderr",
        text: `${error instanceof Error ? error.message : String(error)}\n`,
      });
    }
  }
}
