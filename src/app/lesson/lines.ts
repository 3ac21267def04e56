import type { WorldId } from "#protocol/scenario.ts";
import { durationMs } from "#lessons/duration.ts";

/** One thing that a line of a solution does. */
export type LessonAct =
  | {
      readonly type: "kubectl";
      readonly world: WorldId;
      readonly line: string;
      readonly stdin?: string;
    }
  | { readonly type: "tick"; readonly ms: number }
  | {
      readonly type: "fault";
      readonly world: WorldId;
      readonly name: string;
      readonly target: string;
      readonly on: boolean;
    }
  | {
      readonly type: "load";
      readonly world: WorldId;
      readonly service: string;
      readonly rate: number;
    }
  | {
      readonly type: "note";
      readonly world: WorldId;
      readonly name: "select" | "answer" | "picture" | "read";
      readonly value: string;
    }
  | { readonly type: "edit"; readonly file: string; readonly text: string }
  | { readonly type: "apply"; readonly world: WorldId; readonly file: string };

/** The acts of a step's solution, in order (docs/LESSONS.md). Lines that only tests need do nothing. */
export function actsOf(lines: readonly string[]): readonly LessonAct[] {
  const acts: LessonAct[] = [];
  const rest = lines.flatMap((line) => line.split("\n"));
  let world: WorldId = "a";
  for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
    const told = line.trim();
    if (told === "" || told.startsWith("#")) continue;
    const [word = "", ...words] = told.split(/\s+/);
    if (word === "world") {
      world = words[0] === "b" ? "b" : "a";
      continue;
    }
    const act = actOf(told, { world, word, words, body: hereDocument(told, rest) });
    if (act) acts.push(act);
  }
  return acts;
}

interface Told {
  readonly world: WorldId;
  readonly word: string;
  readonly words: readonly string[];
  /** Lines of the here-document, undefined when there is none. */
  readonly body: string | undefined;
}

function actOf(told: string, { world, word, words, body }: Told): LessonAct | undefined {
  const [first = "", ...others] = words;
  switch (word) {
    case "tick":
      return { type: "tick", ms: durationMs(first) ?? 0 };
    case "fault":
    case "heal":
      return { type: "fault", world, name: first, target: others.join(" "), on: word === "fault" };
    case "load":
      return { type: "load", world, service: first, rate: Number(others[0] ?? 0) };
    case "note": {
      const name = (["select", "answer", "picture", "read"] as const).find((one) => one === first);
      return name && { type: "note", world, name, value: others.join(" ") };
    }
    case "answer":
      return { type: "note", world, name: "answer", value: words.join(" ") };
    case "skip":
      return { type: "note", world, name: "answer", value: first };
    case "edit":
      return { type: "edit", file: first, text: body ?? "" };
    case "apply":
      return { type: "apply", world, file: first };
    case "kubectl":
    case "k": {
      const line = told.replace(/^(kubectl|k)\s+/, "").replace(/\s*<<-?\s*['"]?\w+['"]?\s*$/, "");
      return { type: "kubectl", world, line, ...(body !== undefined && { stdin: body }) };
    }
    default:
      return undefined;
  }
}

/** Takes the lines of a here-document off the rest. */
function hereDocument(told: string, rest: string[]): string | undefined {
  const until = /<<-?\s*['"]?(\w+)['"]?\s*$/.exec(told)?.[1];
  if (until === undefined) return undefined;
  const end = rest.findIndex((line) => line.trim() === until);
  const body = rest.splice(0, end === -1 ? rest.length : end + 1);
  return `${(end === -1 ? body : body.slice(0, -1)).join("\n")}\n`;
}

/** A line to type, and the cluster that it is for. */
export interface TypedLine {
  readonly world: WorldId;
  readonly text: string;
}

/** The kubectl lines among them, as a person would type them. */
export function typedLines(lines: readonly string[]): readonly TypedLine[] {
  return actsOf(lines).flatMap((act) =>
    act.type === "kubectl" && act.stdin === undefined
      ? [{ world: act.world, text: `kubectl ${act.line}` }]
      : act.type === "apply"
        ? [{ world: act.world, text: `kubectl apply -f ${act.file}` }]
        : [],
  );
}
