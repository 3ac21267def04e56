import type { Value } from "./ast.ts";
import type { Given } from "./evaluate.ts";
import type { CheckContext } from "./facts.ts";
import { kindNamed } from "./selector.ts";

/** The worth of a function that asks what the learner did or said, or how late it is; undefined for the others. */
export function learnerValue(name: string, given: Given, context: CheckContext): Value | undefined {
  const { actions, notes } = context;
  switch (name) {
    case "applied":
      return actions.filter(({ applied }) => applied.includes(given.text(0))).length;
    case "refused":
      return actions.filter(({ isRefused }) => isRefused).length;
    case "input":
      return countInputs(given.text(0), given.text(1), context);
    case "noted": {
      const matching = notes.filter(
        (note) => note.name === given.text(0) && matchesPattern(given.text(1), note.value),
      );
      return new Set(matching.map(({ value }) => value)).size;
    }
    case "answer":
      return context.guesses[given.text(0)] ?? "";
    case "told":
      return context.told.includes(given.text(0)) ? 1 : 0;
    case "time":
      return context.now;
    default:
      return undefined;
  }
}

function countInputs(verb: string, on: string, { actions }: CheckContext): number {
  const kind = kindNamed(on)?.kind ?? on;
  return actions.filter(
    (action) =>
      (action.verb === verb || action.verb.startsWith(`${verb} `)) &&
      (on === "" || action.objects.includes(kind)),
  ).length;
}

/** `*` stands for anything. */
function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = ""] = parts;
  if (parts.length === 1) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? "";
  return text.length - last.length >= at && text.endsWith(last);
}
