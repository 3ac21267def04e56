import type { Command } from "#protocol/messages.ts";

/** Modules of the core that a first cluster does without and that follow by themselves. */
export interface LaterModules {
  /** Fetches them; done at once when they are here. */
  load(): Promise<void>;
  /** Whether one was called before it was here, since this was last asked. */
  takeMissed(): boolean;
}

/**
 * Lets a cluster begin before all of the core has come, so that nobody can tell: what a person does waits until all is here, in its order,
 * and what turns out to need more than is here is void and done again.
 */
export class RestOfCore {
  private readonly modules: LaterModules | undefined;
  private isHere: boolean;
  private coming: Promise<void> | undefined;

  constructor(modules: LaterModules | undefined) {
    this.modules = modules;
    this.isHere = modules === undefined;
  }

  /** Whether this command has to wait. Whoever comes while another waits, waits too, as commands keep their order; only what stands there can be saved meanwhile. */
  holds(command: Command, isOpen: boolean): boolean {
    if (this.isHere || (command.type === "save" && isOpen)) return false;
    return this.coming !== undefined || needsAll(command);
  }

  load(): Promise<void> {
    if (this.isHere || !this.modules) return Promise.resolve();
    this.coming ??= this.modules
      .load()
      .then(() => void (this.isHere = true))
      .finally(() => (this.coming = undefined));
    return this.coming;
  }

  /** Does something that can be done from the beginning again, for good. */
  async certain<Result>(run: () => Result): Promise<Result> {
    const tried = this.tried(run);
    if (tried.isSound) return tried.result;
    await this.load();
    return run();
  }

  /** Does something; it was not sound when it called a module that is not here yet, whatever became of that. */
  tried<Result>(
    run: () => Result,
  ): { readonly isSound: true; readonly result: Result } | { readonly isSound: false } {
    if (this.isHere || !this.modules) return { isSound: true, result: run() };
    try {
      const result = run();
      if (!this.modules.takeMissed()) return { isSound: true, result };
    } catch (error) {
      if (!this.modules.takeMissed()) throw error;
    }
    return { isSound: false };
  }
}

/** A cluster that nobody has touched can be opened, watched and kept without the rest. */
function needsAll(command: Command): boolean {
  switch (command.type) {
    case "open":
      return command.lesson !== undefined || command.scenario.journal.length > 0;
    case "play":
    case "speed":
    case "save":
    case "explain":
    case "interrupt":
    case "crash":
      return false;
    default:
      return true;
  }
}
