import type { InputView } from "#protocol/messages.ts";

/** Commands that change objects; others only read, or are no commands. */
const CHANGES =
  /^kubectl (annotate|apply|autoscale|cordon|create|delete|drain|edit|expose|label|patch|replace|rollout|run|scale|set|taint|uncordon)\b/;

/** The last command after a moment that changed something this file speaks of, "" when there is none. */
export function laterChange(
  inputs: readonly InputView[],
  { name, text, at }: { readonly name: string; readonly text: string; readonly at: number },
): string {
  const objects = [...text.matchAll(/^ {2}name:\s*["']?([\w.-]+)/gm)].map(([, object]) => object);
  const found = inputs.findLast(
    (input) =>
      input.at > at &&
      CHANGES.test(input.label) &&
      !input.label.endsWith(`apply -f ${name}`) &&
      input.label.split(/[\s/]+/).some((word) => objects.includes(word)),
  );
  return found?.label.replace(/^kubectl /, "") ?? "";
}
