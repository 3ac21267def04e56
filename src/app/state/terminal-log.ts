/** One piece of what the terminal shows. */
export interface TerminalChunk {
  /** `echo` = a command the page ran, `typed` = a command the person typed, `note` = the page speaking. */
  readonly kind: "echo" | "typed" | "stdout" | "stderr" | "note";
  readonly text: string;
}

const MAX_CHUNKS = 2000;

/** What was printed, kept so that a terminal opened later shows it, too. */
export class TerminalLog {
  private chunks: readonly TerminalChunk[] = [];
  private listeners: ReadonlySet<(chunk: TerminalChunk) => void> = new Set();

  /** All pieces so far, oldest first. */
  all(): readonly TerminalChunk[] {
    return this.chunks;
  }

  write(chunk: TerminalChunk): void {
    this.chunks = [...this.chunks.slice(-MAX_CHUNKS + 1), chunk];
    for (const listener of this.listeners) listener(chunk);
  }

  clear(): void {
    this.chunks = [];
  }

  /** Calls the listener with every new piece until the returned function is called. */
  subscribe(listener: (chunk: TerminalChunk) => void): () => void {
    this.listeners = new Set([...this.listeners, listener]);
    return () => {
      this.listeners = new Set([...this.listeners].filter((other) => other !== listener));
    };
  }
}
