import type { YardState } from "#app/state/yard-state.ts";

const PLACEHOLDER = /\{pod\[app=([^\]{}]+)\](?:#(\d+))?\}/g;

/** A chip's line with `{pod[app=web]#2}` replaced by a name, as the terminal should show it. What only the worker knows stays for the worker. */
export function fillPods(line: string, { pods }: Pick<YardState, "pods">): string {
  return line.replace(PLACEHOLDER, (whole, app: string, place: string | undefined) => {
    const names = [...pods.values()]
      .filter((pod) => pod.app === app && pod.namespace === "default" && pod.graceUntil === 0)
      .map(({ name }) => name)
      .sort();
    return names[Number(place ?? 1) - 1] ?? whole;
  });
}
