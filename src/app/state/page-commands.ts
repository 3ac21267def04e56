import type { ScenarioFile } from "#protocol/scenario.ts";
import type { Send } from "./hooks.ts";
import type { TerminalLog } from "./terminal-log.ts";

/** kubectl session of what the person types; each command of the page has one of its own, from the next number on. */
export const TYPED_SESSION = 1;

/** What a command of the page did. */
export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly stdin?: string;
  /** Show the line in the terminal as one that could have been typed; yes when absent. */
  readonly echo?: boolean;
}

/** Runs the page's own kubectl lines and keeps what each of them printed. */
export class PageCommands {
  private readonly terminal: TerminalLog;
  private session = TYPED_SESSION;
  private readonly captures = new Map<number, { stdout: string; stderr: string }>();

  constructor(terminal: TerminalLog) {
    this.terminal = terminal;
  }

  /** Takes printed text; what belongs to no command of the page is left alone. */
  take(session: number, stream: "stdout" | "stderr", text: string): void {
    const capture = this.captures.get(session);
    if (capture) capture[stream] += text;
  }

  async run(
    send: Send,
    files: readonly ScenarioFile[],
    line: string,
    { stdin, echo = true }: CommandOptions = {},
  ): Promise<Captured> {
    this.session += 1;
    const { session } = this;
    const capture = { stdout: "", stderr: "" };
    this.captures.set(session, capture);
    if (echo) this.terminal.write({ kind: "echo", text: `kubectl ${line}` });
    try {
      const { exitCode } = await send({
        type: "kubectl",
        session,
        line,
        files,
        ...(stdin !== undefined && { stdin }),
      });
      return { exitCode, ...capture };
    } catch (error) {
      const message = `${error instanceof Error ? error.message : String(error)}\n`;
      this.terminal.write({ kind: "stderr", text: message });
      return { exitCode: 1, stdout: capture.stdout, stderr: capture.stderr + message };
    } finally {
      this.captures.delete(session);
    }
  }
}
