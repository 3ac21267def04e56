import { controllerOf, nameOf, namespaceOf } from "#core/api/meta.ts";
import { isThere } from "../check/selector.ts";
import type { LessonWorldView } from "../world-view.ts";
import { podSelector } from "./observe.ts";

/** A recorded line with the names of pods that another run will name otherwise left open: `{pod[app=shop]#2}`. What `fillNames` fills in again. */
export function openNames(line: string, view: Pick<LessonWorldView, "list">): string {
  const pods = view
    .list("Pod")
    .filter((pod) => namespaceOf(pod) === "default" && isThere(pod) && controllerOf(pod));
  return line.replace(/[\w.-]+/g, (word) => {
    const pod = pods.find((each) => nameOf(each) === word);
    if (!pod) return word;
    const selector = podSelector(pod);
    const names = pods
      .filter((each) => podSelector(each) === selector)
      .map(nameOf)
      .sort();
    const place = names.indexOf(word) + 1;
    return place === 1 ? `{${selector}}` : `{${selector}#${place}}`;
  });
}
