import { formatLabelSelector } from "#core/api/label-selector.ts";
import type { Toleration, TopologySpreadConstraint } from "#core/api/schema/generated/types.ts";
import { sortedBy } from "#core/base/order.ts";
import type { DescribeText } from "./text.ts";

/** Models describe.printPodTolerationsMultiline. */
export function writeTolerations(
  text: DescribeText,
  tolerations: readonly Toleration[] | undefined,
  indent: string,
): void {
  text.list(
    "Tolerations",
    sortedBy(tolerations ?? [], (each) => each.key ?? "").map(tolerationText),
    indent,
  );
}

function tolerationText({
  key = "",
  value = "",
  effect,
  operator,
  tolerationSeconds,
}: Toleration): string {
  const subject = `${key}${value === "" ? "" : `=${value}`}${effect === undefined ? "" : `:${effect}`}`;
  const exists =
    operator === "Exists" && value === "" ? `${subject === "" ? "" : " "}op=Exists` : "";
  return `${subject}${exists}${tolerationSeconds === undefined ? "" : ` for ${tolerationSeconds}s`}`;
}

/** Models describe.describeTopologySpreadConstraints. */
export function writeSpread(
  text: DescribeText,
  constraints: readonly TopologySpreadConstraint[] | undefined,
  indent: string,
): void {
  if (!constraints || constraints.length === 0) return;
  const lines = sortedBy(constraints, (each) => each.topologyKey).map(
    ({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const selector = labelSelector ? ` for selector ${formatLabelSelector(labelSelector)}` : "";
      return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
    },
  );
  text.list("Topology Spread Constraints", lines, indent);
}
