import type { Effect, EffectResult, Session } from "./define.ts";
import type { FlagSpec, Flags } from "./flags.ts";

/** A part of a running command: yields effects, returns what the caller needs. */
export type Steps<T> = Generator<Effect, T, EffectResult>;

/** One invocation of a command, after its flags were read. */
export interface Invocation {
  readonly session: Session;
  /** Words that are not flags. */
  readonly args: readonly string[];
  /** How many of `args` came before `--`; undefined when there was no `--`. */
  readonly dashAt: number | undefined;
  readonly flags: Flags;
  /** Every flag as it was given: `--name=value`. */
  readonly spelled: readonly string[];
  /** `kubectl rollout status`: how messages call the command. */
  readonly path: string;
}

/** One command, or a family of subcommands when `run` is absent. */
export interface Command {
  readonly name: string;
  readonly aliases: readonly string[];
  /** What a family of subcommands does when none is named: where its help goes, and with which exit code. */
  readonly bare: { readonly stream: "stdout" | "stderr"; readonly exitCode: number };
  readonly flags: readonly FlagSpec[];
  /** Flags without which the command does not start. Models cobra's required flags. */
  readonly requiredFlags: readonly string[];
  readonly subcommands: readonly Command[];
  /** The exit code, 0 when nothing is returned. Throws a CommandFailure to fail. */
  run?(invocation: Invocation): Steps<number | void>;
}

type Optional = "aliases" | "bare" | "flags" | "requiredFlags" | "subcommands";

/** Completes a command with the usual values. */
export function defineCommand(
  options: Omit<Command, Optional> & Partial<Pick<Command, Optional>>,
): Command {
  return {
    aliases: [],
    bare: { stream: "stderr", exitCode: 1 },
    flags: [],
    requiredFlags: [],
    subcommands: [],
    ...options,
  };
}
