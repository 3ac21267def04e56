import type { Input, JournalEntry } from "#protocol/scenario.ts";
import type { ActionFact } from "../check/facts.ts";
import { kindNamed } from "../check/selector.ts";

/** Commands whose second word belongs to the verb. */
const TWO_WORDS = new Set(["rollout", "set", "create", "config", "top", "auth", "cluster-info"]);

/** Takes one journalled input into the actions of the learner. `isRefused` says what the server answered. */
export function takeAction(
  actions: ActionFact[],
  entry: JournalEntry,
  { isRefused }: { readonly isRefused: boolean },
): void {
  const place = actions.findLastIndex(({ action }) => action === entry.action);
  const before = actions[place];
  const fact = Object.freeze(merge(before ?? newAction(entry), factOf(entry, isRefused)));
  if (before) actions[place] = fact;
  else actions.push(fact);
}

function newAction({ action, label, world, input }: JournalEntry): ActionFact {
  return {
    action,
    world: world ?? "a",
    verb: input.type === "request" || input.type === "note" ? kubectlVerb(lineOf(label)) : "",
    objects: [],
    isRefused: false,
    applied: [],
    counts: false,
  };
}

function merge(fact: ActionFact, more: Partial<ActionFact>): ActionFact {
  return {
    ...fact,
    ...more,
    objects: [...new Set([...fact.objects, ...(more.objects ?? [])])],
    isRefused: fact.isRefused || (more.isRefused ?? false),
    counts: fact.counts || (more.counts ?? false),
  };
}

function factOf(entry: JournalEntry, isRefused: boolean): Partial<ActionFact> {
  const { input } = entry;
  switch (input.type) {
    case "request": {
      const kind = kindNamed(input.request.resource)?.kind ?? input.request.resource;
      return { objects: [kind], isRefused, counts: true };
    }
    case "fault":
      return { verb: input.on ? "fault" : "heal", objects: [input.name], counts: true };
    case "load":
      return { verb: "load", objects: [input.service], counts: true };
    case "note":
      return ranFact(input.value);
  }
}

/** What `ran` tells of a command: its exit code and its line. */
function ranFact(value: string): Partial<ActionFact> {
  const space = value.indexOf(" ");
  const line = lineOf(value.slice(space + 1));
  const hasWorked = value.slice(0, space) === "0";
  const verb = kubectlVerb(line);
  const files = filesOf(line);
  return {
    verb,
    objects: kindsOf(line),
    isRefused: !hasWorked && files.length > 0,
    applied: hasWorked && ["apply", "create", "replace"].includes(verb) ? files : [],
  };
}

/** Whether an input says that a command ran. */
export function isRan(input: Input): boolean {
  return input.type === "note" && input.name === "ran";
}

function lineOf(label: string): string {
  return label.replace(/^(kubectl|k)\s+/, "");
}

function kubectlVerb(line: string): string {
  const [first = "", second = ""] = line.split(/\s+/).filter((word) => !word.startsWith("-"));
  const isTwo = TWO_WORDS.has(first) && /^[a-z][a-z-]*$/.test(second);
  return isTwo ? `${first} ${second}` : first;
}

function kindsOf(line: string): readonly string[] {
  return line
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith("-"))
    .flatMap((word) => word.split(","))
    .flatMap((word) => {
      const kind = kindNamed(word.split("/")[0] ?? "")?.kind;
      return kind === undefined ? [] : [kind];
    });
}

function filesOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|\s)(?:-f|--filename)[= ]?\s*(\S+)/g)].flatMap(([, names = ""]) =>
    names.split(","),
  );
}
