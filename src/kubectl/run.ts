import type { UserInfo } from "#core/api/request.ts";
import { formatTime } from "#core/base/time.ts";
import { print, printError } from "./api.ts";
import type { Command, Steps } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { Run, Session } from "./define.ts";
import {
  argumentFailure,
  CommandFailure,
  exitCodeOf,
  failure,
  failureText,
  isFailureToPrint,
} from "./failure.ts";
import { parseWords } from "./flags.ts";
import { checkGlobalFlags, GLOBAL_FLAGS } from "./global-flags.ts";
import { printHelp, printUnknownTopic } from "./help.ts";
import { suggestionsFor } from "./suggest.ts";
import { BARE_DRY_RUN } from "./output.ts";
import { splitWords } from "./words.ts";

/**
 * Runs one kubectl command line, given as typed or as words; a leading `kubectl` or `k` may be left out.
 * Failures end in stderr text and an exit code, never in a throw. Models cmd.NewKubectlCommand and cmdutil.CheckErr.
 */
export function* runKubectl(line: string | readonly string[], session: Session): Run {
  const split = typeof line === "string" ? splitWords(line) : { words: line };
  if ("error" in split) {
    yield* printError(`error: ${split.error}\n`);
    return 1;
  }
  const [first] = split.words;
  const words = first === "kubectl" || first === "k" ? split.words.slice(1) : split.words;
  try {
    return (yield* tellingOnce(dispatch(words, session))) ?? 0;
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    if (error instanceof CommandFailure) yield* print(error.printed);
    yield* printError(failureText(error));
    return exitCodeOf(error);
  }
}

/** Whether a line may print help: its host then fetches the texts before it runs it. */
export function asksForHelp(line: string): boolean {
  const split = splitWords(line);
  if ("error" in split) return false;
  const [first] = split.words;
  const words = first === "kubectl" || first === "k" ? split.words.slice(1) : split.words;
  const { chain } = findCommand(words);
  const command = chain.at(-1);
  const isHelpful = chain.some(({ name }) => ["config", "options"].includes(name));
  return !command?.run || isHelpful || words.some((word) => /^(--help|-[A-Za-z]*h)/.test(word));
}

/** The server's warnings are told once each. Models rest.NewWarningWriter with Deduplicate. */
function* tellingOnce<T>(steps: Steps<T>): Steps<T> {
  const told = new Set<string>();
  let step = steps.next(undefined);
  while (!step.done) {
    const effect = step.value;
    const text = effect.type === "print" && effect.stream === "stderr" ? effect.text : "";
    const isRepeated = text.startsWith("Warning: ") && told.has(text);
    told.add(text);
    step = steps.next(isRepeated ? undefined : yield effect);
  }
  return step.value;
}

function* dispatch(words: readonly string[], session: Session): Steps<number | void> {
  if (words[0] === "help") return yield* helpAbout(words.slice(1), session);
  const { chain, rest } = findCommand(words);
  const command = chain.at(-1);
  const path = pathOf(chain);
  if (!command) return yield* runRoot(rest, session);
  const parsed = parseWords(rest, [...command.flags, ...GLOBAL_FLAGS], path);
  if (parsed.flags.on("help")) return yield* printHelp(session, { path, stream: "stdout" });
  if (!command.run) {
    if (parsed.args.length > 0 && command.bare.exitCode !== 0)
      throw argumentFailure(`unknown command ${JSON.stringify(parsed.args.join(" "))}`, path);
    yield* printHelp(session, { path, stream: command.bare.stream });
    return command.bare.exitCode;
  }
  const missing = command.requiredFlags.filter((name) => !parsed.flags.given(name));
  if (missing.length > 0)
    throw failure(
      `required flag(s) ${missing.map((name) => JSON.stringify(name)).join(", ")} not set`,
    );
  for (const { name, deprecated } of command.flags)
    if (deprecated !== undefined && parsed.flags.given(name))
      yield* printError(`Flag --${name} has been deprecated, ${deprecated}\n`);
  checkGlobalFlags(session, {
    flags: parsed.flags,
    isOwn: (name) => command.flags.some((each) => each.name === name),
  });
  if (parsed.flags.text("dry-run") === BARE_DRY_RUN)
    yield* printError(logLine(session, DRY_RUN_DEPRECATED));
  const steps = command.run({ session, path, ...parsed });
  const name = parsed.flags.text("as");
  if (name === "") {
    if (parsed.flags.given("as-group"))
      throw failure("requesting groups, uid or user-extra for without impersonating a user");
    return yield* steps;
  }
  return yield* speakingFor(impersonated(name, parsed.flags.list("as-group")), steps);
}

/** Groups that the server adds to those that are named. Models filters.WithImpersonation. */
function impersonated(name: string, groups: readonly string[]): UserInfo {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1];
  const implied =
    namespace === undefined
      ? []
      : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  return { name, groups: [...implied, ...groups, "system:authenticated"] };
}

/** The same steps with every request made for another user. */
function* speakingFor<T>(user: UserInfo, steps: Steps<T>): Steps<T> {
  let step = steps.next(undefined);
  while (!step.done) {
    const effect = step.value;
    const isRequest = effect.type === "call" || effect.type === "open-watch";
    step = steps.next(
      yield isRequest ? { ...effect, request: { ...effect.request, as: user } } : effect,
    );
  }
  return step.value;
}

const DRY_RUN_DEPRECATED =
  "helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client.";

/** A warning as klog writes it: severity and date, time of day, process. */
function logLine({ nowEpochMs }: Session, text: string): string {
  const [, month = "", day = "", time = ""] =
    /^\d+-(\d+)-(\d+)T([\d:]+)Z$/.exec(formatTime(Math.floor(nowEpochMs() / 1000) * 1000)) ?? [];
  return `W${month}${day} ${time}.000000       1 ${text}\n`;
}

/** Models cobra InitDefaultHelpCmd. */
function* helpAbout(words: readonly string[], session: Session): Steps<void> {
  const { chain } = findCommand(words);
  if (words.length > 0 && chain.length === 0) return yield* printUnknownTopic(session, words);
  yield* printHelp(session, { path: pathOf(chain), stream: "stdout" });
}

function pathOf(chain: readonly Command[]): string {
  return ["kubectl", ...chain.map(({ name }) => name)].join(" ");
}

function* runRoot(words: readonly string[], session: Session): Steps<number> {
  const unknown = words.find((word) => !word.startsWith("-"));
  if (unknown === undefined) {
    parseWords(words, GLOBAL_FLAGS, "kubectl");
    yield* printHelp(session, { path: "kubectl", stream: "stdout" });
    return 0;
  }
  const suggestions = suggestionsFor(
    unknown,
    commands.map((command) => command.name),
  );
  const hint =
    suggestions.length === 0
      ? ""
      : `\n\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join("")}`;
  throw new CommandFailure(`unknown command ${JSON.stringify(unknown)} for "kubectl"${hint}`);
}

/** The deepest command the words name, and the words that are left for it. Flags before the name stay with the words. Models cobra Find. */
export function findCommand(words: readonly string[]): {
  readonly chain: readonly Command[];
  readonly rest: readonly string[];
} {
  const chain: Command[] = [];
  const rest: string[] = [];
  let available: readonly Command[] = commands;
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? "";
    if (word === "--") break;
    if (word.startsWith("-") && word.length > 1) {
      const takesNext = flagTakesNext(word);
      rest.push(...words.slice(at, at + (takesNext ? 2 : 1)));
      at += takesNext ? 2 : 1;
      continue;
    }
    const found = available.find(
      (command) => command.name === word || command.aliases.includes(word),
    );
    if (!found) break;
    chain.push(found);
    available = found.subcommands;
    at += 1;
    if (available.length === 0) break;
  }
  return { chain, rest: [...rest, ...words.slice(at)] };
}

/** Whether a global flag before the command's name is followed by its value. */
function flagTakesNext(word: string): boolean {
  if (word.includes("=")) return false;
  const spec = GLOBAL_FLAGS.find(
    (flag) => word === `--${flag.name}` || word === `-${flag.short ?? ""}`,
  );
  return spec !== undefined && spec.type !== "bool";
}
