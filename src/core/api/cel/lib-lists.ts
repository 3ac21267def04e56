import { checkedInt } from "./lib-standard.ts";
import { overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import {
  CelError,
  compareValues,
  isEqualValue,
  isList,
  Optional,
  Span,
  Uint,
  type CelMap,
  type CelValue,
} from "./values.ts";
import { valueAt } from "./lib-standard.ts";

type List = readonly CelValue[];

const ORDERED = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"];
const SUMMED = ["int", "uint", "double", "duration"];

function forEach(types: readonly string[], signature: (type: string) => string): string {
  return types.map(signature).join(" | ");
}

function extreme(name: "min" | "max"): CelFunction {
  return ([list]) => {
    const all = list as List;
    const [first] = all;
    if (first === undefined) throw new CelError(`${name} called on empty list`);
    const sign = name === "min" ? -1 : 1;
    return all.reduce(
      (best, each) => ((compareValues(each, best) ?? 0) * sign > 0 ? each : best),
      first,
    );
  };
}

function sum(list: List, type: string): CelValue {
  switch (type) {
    case "int":
      return checkedInt(list.reduce<bigint>((total, each) => total + (each as bigint), 0n));
    case "uint":
      return new Uint(list.reduce<bigint>((total, each) => total + (each as Uint).value, 0n));
    case "duration":
      return new Span(list.reduce<bigint>((total, each) => total + (each as Span).nanos, 0n));
    default:
      return list.reduce<number>((total, each) => total + (each as number), 0);
  }
}

const isSorted: CelFunction = ([list]) =>
  (list as List).every(
    (each, i, all) => i === 0 || (compareValues(all[i - 1] ?? null, each) ?? 1) <= 0,
  );

function flattened(list: List, depth: number): List {
  if (depth < 0) throw new CelError("level must be non-negative");
  return depth === 0
    ? list
    : list.flatMap((each) => (isList(each) ? flattened(each, depth - 1) : [each]));
}

function distinct(list: List): List {
  return list.filter((each, i) => list.findIndex((other) => isEqualValue(other, each)) === i);
}

function sliced(list: List, start: number, end: number): List {
  const problem = (text: string) => new CelError(`cannot slice(${start}, ${end}), ${text}`);
  if (start < 0 || end < 0) throw problem("negative indexes not supported");
  if (start > end) throw problem("start index must be less than or equal to end index");
  if (end > list.length) throw problem(`list is length ${list.length}`);
  return list.slice(start, end);
}

function sorted(list: List): List {
  return [...list].sort((a, b) => {
    const compared = compareValues(a, b);
    if (compared === undefined) throw new CelError("list elements must have the same type");
    return compared;
  });
}

const MAX_RANGE = 100_000n;

function range(size: bigint): List {
  if (size > MAX_RANGE) throw new CelError("operation cancelled: actual cost limit exceeded");
  return Array.from({ length: Math.max(0, Number(size)) }, (_, i) => BigInt(i));
}

/** Functions on lists. Models Kubernetes' Lists library and ext.Lists. */
export const listLibrary: readonly Overload[] = [
  ...overloadsOf({
    [forEach(ORDERED, (type) => `list<${type}>.isSorted(): bool`)]: isSorted,
    [forEach(ORDERED, (type) => `list<${type}>.min(): ${type}`)]: extreme("min"),
    [forEach(ORDERED, (type) => `list<${type}>.max(): ${type}`)]: extreme("max"),
    "list<A>.indexOf(A): int": ([list, value = null]) =>
      BigInt((list as List).findIndex((each) => isEqualValue(each, value))),
    "list<A>.lastIndexOf(A): int": ([list, value = null]) =>
      BigInt((list as List).findLastIndex((each) => isEqualValue(each, value))),
    "list<A>.distinct(): list<A>": ([list]) => distinct(list as List),
    "list<A>.reverse(): list<A>": ([list]) => [...(list as List)].reverse(),
    "list<A>.sort(): list<A>": ([list]) => sorted(list as List),
    "list<A>.slice(int, int): list<A>": ([list, start, end]) =>
      sliced(list as List, Number(start as bigint), Number(end as bigint)),
    "list<A>.flatten(): list<dyn>": ([list]) => flattened(list as List, 1),
    "list<A>.flatten(int): list<dyn>": ([list, depth]) =>
      flattened(list as List, Number(depth as bigint)),
    ".lists.range(int): list<int>": ([size]) => range(size as bigint),
  }),
  ...SUMMED.flatMap((type) =>
    overloadsOf({ [`list<${type}>.sum(): ${type}`]: ([list]) => sum(list as List, type) }),
  ),
];

function includesAll(list: List, wanted: List): boolean {
  return wanted.every((each) => list.some((other) => isEqualValue(other, each)));
}

/** Lists as sets. Models ext.Sets. */
export const setLibrary: readonly Overload[] = overloadsOf({
  ".sets.contains(list<A>, list<A>): bool": ([list, wanted]) =>
    includesAll(list as List, wanted as List),
  ".sets.equivalent(list<A>, list<A>): bool": ([a, b]) =>
    includesAll(a as List, b as List) && includesAll(b as List, a as List),
  ".sets.intersects(list<A>, list<A>): bool": ([a, b]) =>
    (a as List).some((each) => includesAll(b as List, [each])),
});

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === "") return true;
  if (isList(value)) return value.length === 0;
  return value instanceof Map && value.size === 0;
}

const valueOf = (optional: CelValue | undefined) => (optional as Optional).value;

/** Values that may be absent. Models cel-go's optional types. */
export const optionalLibrary: readonly Overload[] = overloadsOf({
  ".optional.of(A): optional<A>": ([value]) => new Optional(value),
  ".optional.none(): optional<A>": () => new Optional(undefined),
  ".optional.ofNonZeroValue(A): optional<A>": ([value = null]) =>
    new Optional(isZero(value) ? undefined : value),
  "optional<A>.hasValue(): bool": ([optional]) => valueOf(optional) !== undefined,
  "optional<A>.value(): A": ([optional]) => {
    const value = valueOf(optional);
    if (value === undefined) throw new CelError("optional.none() dereference");
    return value;
  },
  "optional<A>.or(optional<A>): optional<A>": ([optional, other = null]) =>
    valueOf(optional) === undefined ? other : (optional as Optional),
  "optional<A>.orValue(A): A": ([optional, other = null]) =>
    valueOf(optional) ?? orNull(optional, other),
  "_[?_](list<A>, int): optional<A> | _[?_](map<A, B>, A): optional<B>": ([
    container = null,
    index = null,
  ]) => new Optional(valueAt(container, index)),
  "_[?_](optional<list<A>>, int): optional<A> | _[?_](optional<map<A, B>>, A): optional<B>": ([
    optional,
    index = null,
  ]) => inside(optional, index),
  "_[_](optional<list<A>>, int): optional<A> | _[_](optional<map<A, B>>, A): optional<B>": ([
    optional,
    index = null,
  ]) => inside(optional, index),
});

/** A present null is a value like any other. */
function orNull(optional: CelValue | undefined, other: CelValue): CelValue {
  return valueOf(optional) === null ? null : other;
}

function inside(optional: CelValue | undefined, index: CelValue): Optional {
  const container = valueOf(optional);
  return new Optional(container === undefined ? undefined : valueAt(container as CelMap, index));
}
