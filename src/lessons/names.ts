import { nameOf } from "#core/api/meta.ts";
import { isThere, namedOf, readSelector, selects } from "./check/selector.ts";
import type { LessonWorldView } from "./world-view.ts";

const PLACEHOLDER = /\{([^{}]+?)(?:#(\d+))?\}/g;

/** A line of a lesson with every `{pod[app=web]#2}` replaced by the name it stands for now: the second by name of those that the selector finds and that stay. */
export function fillNames(line: string, view: Pick<LessonWorldView, "list">): string {
  return line.replace(PLACEHOLDER, (whole, text: string, place: string | undefined) => {
    const read = readSelector(text);
    if ("problem" in read || read.length < text.length) return whole;
    const { selector } = read;
    const names = view
      .list(selector.kind)
      .filter((object) => isThere(object) && selects(selector, namedOf(object)))
      .map(nameOf)
      .sort();
    return names[Number(place ?? 1) - 1] ?? whole;
  });
}
