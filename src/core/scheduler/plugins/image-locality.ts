import { definePlugin, MAX_NODE_SCORE } from "../framework.ts";

const MIB = 1024 * 1024;
const MIN_THRESHOLD = 23 * MIB;
const MAX_PER_CONTAINER = 1000 * MIB;

/** Prefers nodes that hold the pod's images, weighted by size and by how widely they are spread. Models plugins/imagelocality. */
export const imageLocality = definePlugin({
  name: "ImageLocality",
  weight: 1,
  score: (pod, node, _state, { nodes }) => {
    const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    let total = 0;
    for (const { image } of containers) {
      const name = withTag(image ?? "");
      const size = node.images.get(name);
      if (size === undefined) continue;
      const spread = nodes.filter((each) => each.images.has(name)).length / nodes.length;
      total += Math.trunc(size * spread);
    }
    const max = MAX_PER_CONTAINER * containers.length;
    const clamped = Math.min(Math.max(total, MIN_THRESHOLD), max);
    return max <= MIN_THRESHOLD
      ? 0
      : Math.trunc((MAX_NODE_SCORE * (clamped - MIN_THRESHOLD)) / (max - MIN_THRESHOLD));
  },
  requeueOn: [],
});

function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
