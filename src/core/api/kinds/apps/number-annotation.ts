import { goQuote } from "../../go-quote.ts";
import type { ObjectMeta } from "../../schema/generated/types.ts";
import { badRequest } from "../../status.ts";

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** What is wrong with a text that should be a whole number, as Go tells it. Models strconv.ParseInt. */
function numberProblem(text: string): string | undefined {
  const problem = `strconv.ParseInt: parsing ${goQuote(text)}:`;
  if (!/^[+-]?\d+$/.test(text)) return `${problem} invalid syntax`;
  const value = BigInt(text.replace(/^\+/, ""));
  return value > MAX_INT64 || value < MIN_INT64 ? `${problem} value out of range` : undefined;
}

/**
 * Refuses an annotation in which a field of an older version lives on as a number, when it is none: such an object cannot be converted.
 * `explain` says it in the words of the conversion. Models the conversions of pkg/apis/apps/v1.
 */
export function refuseNoNumber(
  kind: string,
  { annotations }: Pick<ObjectMeta, "annotations">,
  { name, explain }: { readonly name: string; explain(text: string, cause: string): string },
): void {
  const text = annotations?.[name];
  const cause = text === undefined ? undefined : numberProblem(text);
  if (text === undefined || cause === undefined) return;
  throw badRequest(
    `${kind} in version "v1" cannot be handled as a ${kind}: ${explain(text, cause)}`,
  );
}
