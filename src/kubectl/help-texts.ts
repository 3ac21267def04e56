import { helpJson } from "./generated/help.ts";

/** A flag as help spells it, such as `-n, --namespace=''`, and what is said of it. */
export type FlagHelp = readonly [head: string, usage: string];

/** What help says of one command. */
export interface CommandHelp {
  /** Its line in the help of the command above it. */
  readonly short?: string;
  readonly about: string;
  readonly aliases?: string;
  readonly examples?: string;
  /** Headings and the commands below them. */
  readonly families?: readonly (readonly [heading: string, names: readonly string[]])[];
  /** Places among the flags of all commands. */
  readonly flags?: readonly number[];
  /** Empty where a command does nothing by itself. */
  readonly usage: string;
}

/** What help says of everything, by the words after `kubectl`; "" is kubectl itself. */
export interface HelpTexts {
  readonly flags: readonly FlagHelp[];
  readonly commands: Readonly<Record<string, CommandHelp>>;
}

/** The texts of the real kubectl. They are large: a page fetches this module when somebody asks for help. */
export function readHelpTexts(): HelpTexts {
  return JSON.parse(helpJson) as HelpTexts;
}
