import { canonicalQuantity } from "#core/api/quantity.ts";
import type { LimitRange } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";

/** Models describe.LimitRangeDescriber. */
export const limitRangeDescriber = defineDescriber<LimitRange>({
  group: "",
  kind: "LimitRange",
  *describe(range) {
    const text = new DescribeText();
    text.line(0, `Name:\t${range.metadata.name ?? ""}`);
    text.line(0, `Namespace:\t${range.metadata.namespace ?? ""}`);
    text.line(
      0,
      "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio",
    );
    text.line(
      0,
      "----\t--------\t---\t---\t---------------\t-------------\t-----------------------",
    );
    writeLimits(text, range, "");
    return text.aligned();
  },
});

/** One row for each type and resource a range speaks of. */
export function writeLimits(text: DescribeText, { spec }: LimitRange, indent: string): void {
  for (const item of spec?.limits ?? []) {
    const lists = [
      item.min,
      item.max,
      item.defaultRequest,
      item.default,
      item.maxLimitRequestRatio,
    ];
    const names = new Set(lists.flatMap((list) => Object.keys(list ?? {})));
    for (const name of [...names].sort()) {
      const cells = lists.map((list) =>
        list?.[name] === undefined ? "-" : canonicalQuantity(String(list[name])),
      );
      text.put(`${indent}${item.type}\t${name}\t${cells.join("\t")}\n`);
    }
  }
}
