import type { Pod } from "#core/api/schema/generated/types.ts";
import { definePlugin, SKIP, unresolvable } from "../framework.ts";

/**
 * Claims of a pod must exist and be bound. Nothing binds them yet, so a pod waits for a claim until somebody writes a volume's name into it;
 * classes that wait for the first consumer are not told from others. Models plugins/volumebinding, PreFilter.
 */
export const volumeBinding = definePlugin({
  name: "VolumeBinding",
  weight: 0,
  preFilter(pod, context) {
    const claims = claimNamesOf(pod).map((name) => ({
      name,
      claim: context.claim(pod.metadata.namespace ?? "", name),
    }));
    const missing = claims.find(({ claim }) => !claim);
    if (missing) {
      const text = `persistentvolumeclaim ${JSON.stringify(missing.name)} not found`;
      return { status: unresolvable(text) };
    }
    if (claims.some(({ claim }) => !claim?.spec.volumeName))
      return { status: unresolvable("pod has unbound immediate PersistentVolumeClaims") };
    return { status: SKIP };
  },
  requeueOn: ["Claim"],
});

function claimNamesOf({ spec }: Pod): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
  );
}
