import { definePlugin, SKIP, unresolvable } from "../framework.ts";

/**
 * Claims of a pod must exist. PersistentVolumeClaims are not among the kinds yet, so a pod that names one waits for it.
 * Models plugins/volumebinding, PreFilter.
 */
export const volumeBinding = definePlugin({
  name: "VolumeBinding",
  weight: 0,
  preFilter: (pod) => {
    const claim = pod.spec?.volumes?.find(({ persistentVolumeClaim }) => persistentVolumeClaim);
    if (!claim) return { status: SKIP };
    const name = claim.persistentVolumeClaim?.claimName ?? "";
    return { status: unresolvable(`persistentvolumeclaim ${JSON.stringify(name)} not found`) };
  },
  requeueOn: [],
});
