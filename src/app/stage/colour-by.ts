import type { NodeView, PodView } from "#core/view/rows.ts";
import type { ColourBy, YardState } from "#app/state/yard-state.ts";
import type { StageText } from "./figures/pod-look.ts";
import type { Paint } from "./ops.ts";

/** What the hue of a pod can tell, in the order of the menu. */
export const COLOUR_CHOICES: readonly ColourBy[] = [
  "state",
  "revision",
  "app",
  "namespace",
  "qos",
  "zone",
  "age",
];

const HUES = 6;
/** The hue of values beyond those that have one of their own, and of what has no value. */
export const OTHERS: Paint = "border";

/** Buckets of age, youngest first: their names are keys of the texts. */
const AGES = [
  { name: "minute", below: 60_000 },
  { name: "ten", below: 600_000 },
  { name: "hour", below: 3_600_000 },
  { name: "older", below: Number.POSITIVE_INFINITY },
] as const;

/** One kind of pod by the chosen property: its hue, and the word that says the same. */
export interface Tone {
  readonly value: string;
  readonly hue: Paint;
  readonly count: number;
}

/** The tones of all pods, the most frequent first; null while hue tells the state. */
export interface Tones {
  readonly list: readonly Tone[];
  of(pod: PodView): Tone | undefined;
}

type Picture = Pick<YardState, "pods" | "nodes" | "at" | "colourBy">;

/** Sorts the pods by the chosen property. Hues go by the order of the values, so that one value keeps its hue as pods come and go. */
export function tonesOf({ pods, nodes, at, colourBy }: Picture): Tones | null {
  if (colourBy === "state") return null;
  const zones = new Map([...nodes.values()].map((node: NodeView) => [node.name, node.zone]));
  const valueOf = (pod: PodView) => valueBy(colourBy, pod, { zones, at });
  const counts = new Map<string, number>();
  for (const pod of pods.values()) counts.set(valueOf(pod), (counts.get(valueOf(pod)) ?? 0) + 1);
  const ordered = [...counts.keys()].sort((a, b) => orderOf(colourBy, a, b));
  const list = ordered.map((value, index) => ({
    value,
    hue: value === "" || index >= HUES ? OTHERS : `hue-${index + 1}`,
    count: counts.get(value) ?? 0,
  }));
  const byValue = new Map(list.map((tone) => [tone.value, tone]));
  return { list, of: (pod) => byValue.get(valueOf(pod)) };
}

/** The value as people read it. */
export function toneWord(value: string, by: ColourBy, text: StageText): string {
  if (value === "") return text("stage.tone.none");
  const age = by === "age" ? AGES.find(({ name }) => name === value) : undefined;
  return age ? text(`stage.tone.${age.name}`) : value;
}

function valueBy(
  by: Exclude<ColourBy, "state">,
  pod: PodView,
  { zones, at }: { zones: ReadonlyMap<string, string>; at: number },
): string {
  switch (by) {
    case "revision":
      return pod.revision > 0 ? `r${pod.revision}` : "";
    case "app":
      return pod.app;
    case "namespace":
      return pod.namespace;
    case "qos":
      return pod.qosClass;
    case "zone":
      return zones.get(pod.node) ?? "";
    case "age":
      return AGES.find(({ below }) => at - pod.createdAt < below)?.name ?? "older";
  }
}

function orderOf(by: ColourBy, a: string, b: string): number {
  if (by === "age") return ageOf(a) - ageOf(b);
  // What has no value comes last.
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  return a.localeCompare(b, "en", { numeric: true });
}

function ageOf(name: string): number {
  return AGES.findIndex((age) => age.name === name);
}
