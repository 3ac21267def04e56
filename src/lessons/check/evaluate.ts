import type { Argument, Call, Expr, Temporal, Value } from "./ast.ts";
import type { CheckContext } from "./facts.ts";
import { learnerValue } from "./learner-values.ts";
import { objectValue } from "./object-values.ts";
import type { Selector } from "./selector.ts";

/** What one temporal operator remembers: a virtual time, -1 when there is none. */
export type Monitor = number;

/** Monitors of a check whose time begins now. */
export function freshMonitors(slots: number): Monitor[] {
  return new Array<Monitor>(slots).fill(-1);
}

/** Whether a value counts as yes. */
export function isTrue(value: Value): boolean {
  return value !== 0 && value !== "";
}

/** The worth of an expression now. Looks at every part, so that no temporal operator misses a moment, and notes in `monitors` what they saw. */
export function evaluate(expression: Expr, context: CheckContext, monitors: Monitor[]): Value {
  switch (expression.type) {
    case "literal":
      return expression.value;
    case "not":
      return isTrue(evaluate(expression.of, context, monitors)) ? 0 : 1;
    case "minus":
      return -numberOf(evaluate(expression.of, context, monitors));
    case "binary":
      return combine(
        expression.operator,
        evaluate(expression.left, context, monitors),
        evaluate(expression.right, context, monitors),
      );
    case "temporal":
      return lookBack(expression, context, monitors);
    case "call":
      return call(expression, context, monitors);
  }
}

function combine(
  operator: Extract<Expr, { type: "binary" }>["operator"],
  left: Value,
  right: Value,
): Value {
  switch (operator) {
    case "||":
      return isTrue(left) || isTrue(right) ? 1 : 0;
    case "&&":
      return isTrue(left) && isTrue(right) ? 1 : 0;
    case "==":
      return isEqual(left, right) ? 1 : 0;
    case "!=":
      return isEqual(left, right) ? 0 : 1;
    case "<":
      return numberOf(left) < numberOf(right) ? 1 : 0;
    case "<=":
      return numberOf(left) <= numberOf(right) ? 1 : 0;
    case ">":
      return numberOf(left) > numberOf(right) ? 1 : 0;
    case ">=":
      return numberOf(left) >= numberOf(right) ? 1 : 0;
    case "+":
      return numberOf(left) + numberOf(right);
    case "-":
      return numberOf(left) - numberOf(right);
  }
}

/** `"3"` and 3 are equal: answers are texts. */
export function isEqual(left: Value, right: Value): boolean {
  return left === right || String(left) === String(right);
}

function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : 0;
}

function lookBack(
  { operator, durationMs, of, slot }: Temporal,
  context: CheckContext,
  monitors: Monitor[],
): Value {
  const holds = isTrue(evaluate(of, context, monitors));
  const { now, since } = context;
  const seen = monitors[slot] ?? -1;
  const first = (isWanted: boolean) => (seen < 0 && isWanted ? now : seen);
  switch (operator) {
    case "ever":
      monitors[slot] = first(holds);
      return (monitors[slot] ?? -1) >= 0 ? 1 : 0;
    case "never":
      monitors[slot] = first(holds);
      return (monitors[slot] ?? -1) >= 0 ? 0 : 1;
    case "always":
      monitors[slot] = first(!holds);
      return (monitors[slot] ?? -1) >= 0 ? 0 : 1;
    case "within":
      monitors[slot] = first(holds && now - since <= durationMs);
      return (monitors[slot] ?? -1) >= 0 ? 1 : 0;
    case "held":
      monitors[slot] = holds ? first(true) : -1;
      return holds && now - (monitors[slot] ?? now) >= durationMs ? 1 : 0;
  }
}

function call(expression: Call, context: CheckContext, monitors: Monitor[]): Value {
  const given = new Given(expression.arguments, (each) => evaluate(each, context, monitors));
  const learner = learnerValue(expression.name, given, context);
  if (learner !== undefined) return learner;
  const view = context.views[expression.world];
  if (!view) return 0;
  return objectValue(expression.name, given, {
    view,
    facts: context.facts[expression.world],
    now: context.now,
  });
}

/** The arguments of a call, by place. */
export class Given {
  private readonly list: readonly Argument[];
  private readonly worth: (expression: Expr) => Value;

  constructor(list: readonly Argument[], worth: (expression: Expr) => Value) {
    this.list = list;
    this.worth = worth;
  }

  selector(place: number): Selector | undefined {
    const argument = this.list[place];
    return argument?.type === "selector" ? argument.selector : undefined;
  }

  text(place: number): string {
    const argument = this.list[place];
    return argument?.type === "text" ? argument.text : "";
  }

  value(place: number): Value {
    const argument = this.list[place];
    return argument?.type === "value" ? this.worth(argument.expression) : "";
  }
}
