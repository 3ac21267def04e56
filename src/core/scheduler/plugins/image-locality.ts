import { rememberByText } from "#core/base/remember.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { definePlugin, MAX_NODE_SCORE, SUCCESS, type CycleContext } from "../framework.ts";

interface WantedImage {
  readonly name: string;
  readonly spread: number;
}

const MIB = 1024 * 1024;
const MIN_THRESHOLD = 23 * MIB;
const MAX_PER_CONTAINER = 1000 * MIB;

/** Prefers nodes that hold the pod's images, weighted by size and by how widely they are spread. Models plugins/imagelocality. */
export const imageLocality = definePlugin<readonly WantedImage[]>({
  name: "ImageLocality",
  weight: 1,
  preScore: (pod, _feasible, context) => ({ status: SUCCESS, state: imagesOf(pod, context) }),
  scoresByState: true,
  score: (pod, node, state, context) => {
    const wanted = state ?? imagesOf(pod, context);
    if (wanted.every(({ spread }) => spread === 0)) return 0;
    let total = 0;
    for (const { name, spread } of wanted) {
      const size = node.images.get(name);
      if (size !== undefined) total += Math.trunc(size * spread);
    }
    const max = MAX_PER_CONTAINER * wanted.length;
    const clamped = Math.min(Math.max(total, MIN_THRESHOLD), max);
    return max <= MIN_THRESHOLD
      ? 0
      : Math.trunc((MAX_NODE_SCORE * (clamped - MIN_THRESHOLD)) / (max - MIN_THRESHOLD));
  },
  requeueOn: [],
});

/** The image of each container, and the share of nodes that hold it: the same list for the same answer, so that scores can be remembered. */
function imagesOf(pod: Pod, { nodes, countImageHolders }: CycleContext): readonly WantedImage[] {
  let text = "";
  for (const containers of [pod.spec.initContainers, pod.spec.containers])
    for (const { image } of containers ?? []) {
      const name = withTag(image ?? "");
      text += `${name} ${countImageHolders(name) / nodes.length}\n`;
    }
  return wantedIn(text);
}

/** An image and its share a line, as `imagesOf` writes them. */
const wantedIn = rememberByText((text): readonly WantedImage[] =>
  Object.freeze(
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => {
        const space = line.lastIndexOf(" ");
        return Object.freeze({
          name: line.slice(0, space),
          spread: Number(line.slice(space + 1)),
        });
      }),
  ),
);

function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
