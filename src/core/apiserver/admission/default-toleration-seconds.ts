import type { Draft } from "#core/api/define.ts";
import type { Pod, Toleration } from "#core/api/schema/generated/types.ts";
import { defineAdmission } from "../admission.ts";

const KEYS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] as const;
const SECONDS = 300;
/** Frozen, and the same in every pod. */
const ADDED = Object.fromEntries(
  KEYS.map((key) => [key, Object.freeze(tolerationOf(key))]),
) as Readonly<Record<(typeof KEYS)[number], Toleration>>;

/** Pods outlive their node's troubles by five minutes unless they say otherwise. Models plugin DefaultTolerationSeconds. */
export const defaultTolerationSeconds = defineAdmission({
  name: "DefaultTolerationSeconds",
  kinds: ["Pod"],
  admit({ kind, operation, subresource, draft }) {
    if (kind.storedAs !== "Pod" || operation === "delete" || subresource !== "" || !draft) return;
    const { spec } = draft as Draft<Pod>;
    const given = spec.tolerations ?? [];
    const missing = KEYS.filter((key) => !given.some((toleration) => speaksOf(toleration, key)));
    if (missing.length === 0) return;
    spec.tolerations = [...given, ...missing.map((key) => ADDED[key] as Draft<Toleration>)];
  },
});

function tolerationOf(key: string): Toleration {
  return { key, operator: "Exists", effect: "NoExecute", tolerationSeconds: SECONDS };
}

/** A toleration without a key, or without an effect, speaks of every one. */
function speaksOf(toleration: Draft<Toleration>, key: string): boolean {
  return (
    (!toleration.key || toleration.key === key) &&
    (!toleration.effect || toleration.effect === "NoExecute")
  );
}
