import { compileExpression, type Compiled } from "../cel/compile.ts";
import { BOOL, isSameType, NULL, resultText, STRING, type CelType } from "../cel/types.ts";
import type { MatchCondition, ValidatingAdmissionPolicy } from "../schema/generated/types.ts";
import { policyDeclarations } from "./policy-types.ts";

/** An expression, or why it cannot be used. */
export type PolicyExpression = (Compiled | { readonly problem: string }) & {
  readonly text: string;
};

/** A policy whose expressions are read. Empty expressions are left out, for they are refused elsewhere. */
export interface CompiledPolicy {
  readonly variables: readonly { readonly name: string; readonly value: PolicyExpression }[];
  readonly conditions: readonly (PolicyExpression | undefined)[];
  readonly validations: readonly {
    readonly expression: PolicyExpression | undefined;
    readonly message: PolicyExpression | undefined;
  }[];
  readonly annotations: readonly (PolicyExpression | undefined)[];
}

const compiledPolicies = new WeakMap<object, CompiledPolicy>();

/** Reads every expression of a policy. Models the compositing compiler of plugin/cel. */
export function compilePolicy({ spec }: ValidatingAdmissionPolicy): CompiledPolicy {
  const known = compiledPolicies.get(spec);
  if (known) return known;
  const hasParams = spec.paramKind !== undefined;
  const types = new Map<string, CelType>();
  const variables = (spec.variables ?? []).map(({ name = "", expression = "" }) => {
    const declarations = policyDeclarations({ hasParams, hasAuthorizer: true, variables: types });
    const value = { ...compileExpression(expression, declarations), text: expression };
    types.set(name, "problem" in value ? { kind: "error" } : value.type);
    return { name, value: compilationFailed(value) };
  });
  const full = policyDeclarations({ hasParams, hasAuthorizer: true, variables: types });
  const plain = policyDeclarations({ hasParams, hasAuthorizer: false, variables: types });
  const policy: CompiledPolicy = {
    variables,
    conditions: (spec.matchConditions ?? []).map(({ expression }) =>
      compileAs(expression, full, [BOOL]),
    ),
    validations: (spec.validations ?? []).map(({ expression, messageExpression }) => ({
      expression: compileAs(expression, full, [BOOL]),
      message: compileAs(messageExpression, plain, [STRING]),
    })),
    annotations: (spec.auditAnnotations ?? []).map(({ valueExpression }) =>
      compileAs(valueExpression, full, [STRING, NULL]),
    ),
  };
  compiledPolicies.set(spec, policy);
  return policy;
}

/** Reads the conditions of a webhook, which know neither parameters nor variables. */
export function compileConditions(
  conditions: readonly MatchCondition[],
): readonly (PolicyExpression | undefined)[] {
  const declarations = policyDeclarations({
    hasParams: false,
    hasAuthorizer: true,
    variables: new Map(),
  });
  return conditions.map(({ expression }) => compileAs(expression, declarations, [BOOL]));
}

function compilationFailed(value: PolicyExpression): PolicyExpression {
  return "problem" in value ? { ...value, problem: `compilation failed: ${value.problem}` } : value;
}

/** Models compiler.CompileCELExpression. */
function compileAs(
  text: string | undefined,
  declarations: ReadonlyMap<string, CelType>,
  wanted: readonly CelType[],
): PolicyExpression | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const compiled = { ...compileExpression(text, declarations), text };
  if ("problem" in compiled) return compilationFailed(compiled);
  if (wanted.some((type) => isSameType(type, compiled.type))) return compiled;
  const names = wanted.map(resultText);
  const list = names.length === 1 ? (names[0] ?? "") : `one of [${names.join(" ")}]`;
  return { text, problem: `must evaluate to ${list} but got ${resultText(compiled.type)}` };
}
