import { canonicalQuantity, quantityMilli } from "../quantity.ts";
import type { PersistentVolumeClaimSpec } from "../schema/generated/types.ts";

/** What a server warns of in a claim: half a byte makes no sense. Models pkg/api/persistentvolumeclaim GetWarningsForPersistentVolumeClaimSpec. */
export function claimSpecWarnings(
  path: string,
  { resources }: PersistentVolumeClaimSpec,
): string[] {
  return (["requests", "limits"] as const).flatMap((list) => {
    const amount = resources?.[list]?.["storage"];
    if (amount === undefined || quantityMilli(amount) % 1000 === 0) return [];
    return [
      `${path}.resources.${list}[storage]: fractional byte value ${JSON.stringify(canonicalQuantity(amount))} is invalid, must be an integer`,
    ];
  });
}
