import { assert } from "#core/base/assert.ts";
import { printError, print } from "./api.ts";
import type { Command, Invocation, Steps } from "./command.ts";
import type { Session } from "./define.ts";
import { failure } from "./failure.ts";
import type { CommandHelp, HelpTexts } from "./help-texts.ts";

/** Models cobra minNamePadding. */
const MIN_NAME_WIDTH = 11;
const OPTIONS_POINTER =
  'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** Prints what `kubectl COMMAND --help` prints, to where the command says when nothing asked for it. */
export function* printHelp(
  session: Session,
  { path, stream }: { readonly path: string; readonly stream: Command["bare"]["stream"] },
): Steps<void> {
  const texts = textsOf(session);
  const help = path === "kubectl options" ? optionsHelp(texts) : commandHelp(texts, path);
  yield* stream === "stdout" ? print(help) : printError(help);
}

/** Says what there is help for instead. Models cobra's help command. */
export function* printUnknownTopic(session: Session, words: readonly string[]): Steps<void> {
  const topic = words.map((word) => `\`${word}\``).join(" ");
  const help = `\n\n${commandHelp(textsOf(session), "kubectl", { isUsageAlone: true })}`;
  yield* printError(`Unknown help topic [${topic}]\n${help}`);
}

/** A slip that is answered with the whole help before it is named. Models kubectl config's helpErrorf. */
export function* failWithHelp({ session, path }: Invocation, message: string): Steps<never> {
  yield* printHelp(session, { path, stream: "stdout" });
  throw failure(message);
}

function textsOf({ helpTexts }: Session): HelpTexts {
  if (!helpTexts) throw failure("the help texts could not be fetched");
  return helpTexts;
}

/** Models the template of kubectl's pkg/util/templates. */
function commandHelp(
  texts: HelpTexts,
  path: string,
  { isUsageAlone }: { readonly isUsageAlone: boolean } = { isUsageAlone: false },
): string {
  const help = helpOf(texts, path);
  const parts = isUsageAlone ? [] : [`${help.about}\n`];
  if (help.aliases !== undefined) parts.push(`Aliases:\n${help.aliases}\n`);
  if (help.examples !== undefined) parts.push(`Examples:\n${help.examples}\n`);
  const names = (help.families ?? []).flatMap(([, each]) => each);
  const width = Math.max(MIN_NAME_WIDTH, ...names.map((name) => name.length));
  for (const [heading, family] of help.families ?? []) {
    const lines = family.map((name) => {
      const { short = "" } = helpOf(texts, `${path} ${name}`);
      return `  ${name.padEnd(width)}   ${short}\n`;
    });
    parts.push(`${heading}:\n${lines.join("")}`);
  }
  if (help.flags) parts.push(`Options:\n${flagTexts(texts, help.flags)}`);
  if (help.usage !== "") parts.push(`Usage:\n  ${help.usage}\n`);
  const pointers = [
    ...(names.length > 0
      ? [`Use "${path} <command> --help" for more information about a given command.\n`]
      : []),
    ...(help.usage === "" ? [] : [OPTIONS_POINTER]),
  ];
  return [...parts, pointers.join("")].join("\n");
}

function optionsHelp(texts: HelpTexts): string {
  const { about, flags = [] } = helpOf(texts, "kubectl options");
  return `${about}\n\n${flagTexts(texts, flags)}\n`;
}

function flagTexts({ flags }: HelpTexts, places: readonly number[]): string {
  return places
    .map((place) => {
      const [head = "", usage = ""] = flags[place] ?? [];
      return `    ${head}:\n\t${usage}\n`;
    })
    .join("\n");
}

function helpOf({ commands }: HelpTexts, path: string): CommandHelp {
  const help = commands[path.replace(/^kubectl ?/, "")];
  assert(help !== undefined, `no help for ${path}`);
  return help;
}
