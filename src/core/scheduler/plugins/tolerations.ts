import type { Taint, Toleration } from "#core/api/schema/generated/types.ts";

/** What a taint is compared by. */
export type TaintKey = Pick<Taint, "key" | "value" | "effect">;

/** Feature gates of tolerations. */
export interface TolerationGates {
  /** TaintTolerationComparisonOperators: `Gt` and `Lt` compare whole numbers. Off in v1.35. */
  readonly comparesNumbers: boolean;
}

const DEFAULT_GATES: TolerationGates = { comparesNumbers: false };

/** Whether one toleration covers a taint. Models v1 Toleration.ToleratesTaint. */
export function isTolerated(
  toleration: Toleration,
  taint: TaintKey,
  gates: TolerationGates = DEFAULT_GATES,
): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch ((toleration.operator as string | undefined) || "Equal") {
    case "Equal":
      return (
        toleration.key !== undefined &&
        toleration.key !== "" &&
        (toleration.value ?? "") === (taint.value ?? "")
      );
    case "Exists":
      return true;
    case "Gt":
    case "Lt":
      return gates.comparesNumbers && compares(toleration, taint.value ?? "");
    default:
      return false;
  }
}

const INTEGER = /^(0|-?[1-9]\d*)$/;

function compares({ operator, value = "" }: Toleration, taintValue: string): boolean {
  if (!INTEGER.test(value) || !INTEGER.test(taintValue)) return false;
  const [threshold, actual] = [BigInt(value), BigInt(taintValue)];
  return (operator as string) === "Gt" ? actual > threshold : actual < threshold;
}

/** Whether any of the tolerations covers the taint. */
export function toleratesTaint(
  tolerations: readonly Toleration[] | undefined,
  taint: TaintKey,
  gates: TolerationGates = DEFAULT_GATES,
): boolean {
  return (tolerations ?? []).some((toleration) => isTolerated(toleration, taint, gates));
}
