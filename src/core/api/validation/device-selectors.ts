import { compileExpression } from "../cel/compile.ts";
import type { Declarations } from "../cel/checker.ts";
import { BOOL, DYN, isSameType, mapOf, objectOf, resultText, STRING } from "../cel/types.ts";
import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type { DeviceSelector } from "../schema/generated/types.ts";
import { limited } from "./limited-lists.ts";

const MAX_EXPRESSION_BYTES = 10 * 1024;

/** What expressions that choose devices may speak of. Models dynamic-resource-allocation/cel, newCompiler. */
const DECLARED: Declarations = new Map([
  [
    "device",
    objectOf("kubernetes.DRADevice", {
      driver: STRING,
      attributes: mapOf(STRING, mapOf(STRING, DYN)),
      capacity: mapOf(STRING, mapOf(STRING, { kind: "opaque", name: "kubernetes.Quantity" })),
    }),
  ],
]);

/** Every mistake of expressions that choose devices. Models resource validation.validateSelectorSlice. */
export function validateSelectors(
  field: string,
  selectors: readonly DeviceSelector[] | undefined,
): FieldError[] {
  return limited(field, selectors, (at, { cel }) => {
    if (!cel) return [required(`${at}.cel`)];
    const place = `${at}.cel.expression`;
    if (cel.expression.length > MAX_EXPRESSION_BYTES) return [tooLong(place, MAX_EXPRESSION_BYTES)];
    const compiled = compileExpression(cel.expression, DECLARED);
    if ("problem" in compiled)
      return [invalid(place, cel.expression, `compilation failed: ${compiled.problem}`)];
    const isVerdict = compiled.type.kind === "dyn" || isSameType(compiled.type, BOOL);
    const detail = `must evaluate to bool or the unknown type, not ${resultText(compiled.type)}`;
    return isVerdict ? [] : [invalid(place, cel.expression, detail)];
  });
}
