import type { Command } from "./command.ts";
import type { FlagSpec } from "./flags.ts";

/** Models cobra minNamePadding. */
const MIN_NAME_WIDTH = 11;

/** What `kubectl` alone prints. */
export function rootHelp(commands: readonly Command[]): string {
  return `kubectl controls the Kubernetes cluster manager.

Available Commands:
${commandLines(commands)}
Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
`;
}

/** What `kubectl COMMAND --help` prints. */
export function commandHelp(command: Command, path: string): string {
  const parts = [`${command.description ?? `${command.summary}.`}\n`];
  if (command.aliases.length > 0)
    parts.push(`Aliases:\n${[command.name, ...command.aliases].join(", ")}\n`);
  if (command.examples.length > 0)
    parts.push(`Examples:\n${command.examples.map((line) => `  ${line}\n`).join("")}`);
  if (command.subcommands.length > 0)
    parts.push(`Available Commands:\n${commandLines(command.subcommands)}`);
  if (command.flags.length > 0) parts.push(`Options:\n${command.flags.map(flagLines).join("")}`);
  const usage = command.usage || "[flags] [options]";
  const hint = `Use "kubectl options" for a list of global command-line options (applies to all commands).\n`;
  parts.push(`Usage:\n  ${path} ${usage}\n`);
  if (command.subcommands.length === 0) parts.push(hint);
  else
    parts.push(
      `Use "${path} <command> --help" for more information about a given command.\n${hint}`,
    );
  return parts.join("\n");
}

function commandLines(commands: readonly Command[]): string {
  const width = Math.max(MIN_NAME_WIDTH, ...commands.map(({ name }) => name.length)) + 3;
  return commands.map((command) => `  ${command.name.padEnd(width)}${command.summary}\n`).join("");
}

/** Two lines about a flag. */
export function flagLines(flag: FlagSpec): string {
  const short = flag.short === undefined ? "    " : `-${flag.short}, `;
  const value =
    flag.type === "bool"
      ? ""
      : `=${flag.type === "int" ? "0" : flag.type === "duration" ? "0s" : "''"}`;
  return `    ${short}--${flag.name}${value}:\n\t${flag.usage}\n`;
}
