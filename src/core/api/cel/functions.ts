import { kubernetesLibrary } from "./lib-kubernetes.ts";
import { listLibrary, optionalLibrary, setLibrary } from "./lib-lists.ts";
import { networkLibrary } from "./lib-network.ts";
import { standardLibrary } from "./lib-standard.ts";
import { stringLibrary } from "./lib-strings.ts";
import { timeLibrary } from "./lib-time.ts";
import type { Overload } from "./overloads.ts";
import { BOOL, type CelType } from "./types.ts";
import { isList, isMap, Optional, typeOfValue, type CelValue } from "./values.ts";

const A: CelType = { kind: "param", name: "A" };
const unreached = (): CelValue => null;

/** What the evaluator itself does: it does not look at all of its arguments. */
const LOGIC: readonly Overload[] = [
  { name: "_&&_", isMember: false, params: [BOOL, BOOL], result: BOOL, run: unreached },
  { name: "_||_", isMember: false, params: [BOOL, BOOL], result: BOOL, run: unreached },
  { name: "_?_:_", isMember: false, params: [BOOL, A, A], result: A, run: unreached },
];

const byName = new Map<string, Overload[]>();
for (const overload of [
  ...LOGIC,
  ...standardLibrary,
  ...timeLibrary,
  ...stringLibrary,
  ...listLibrary,
  ...setLibrary,
  ...optionalLibrary,
  ...networkLibrary,
  ...kubernetesLibrary,
]) {
  const known = byName.get(overload.name);
  if (known) known.push(overload);
  else byName.set(overload.name, [overload]);
}

/** Every way to call a function. */
export function overloadsNamed(name: string): readonly Overload[] {
  return byName.get(name) ?? [];
}

/** The overload that takes these values. */
export function overloadFor(
  name: string,
  isMember: boolean,
  args: readonly CelValue[],
): Overload | undefined {
  return overloadsNamed(name).find(
    (overload) =>
      overload.isMember === isMember &&
      overload.params.length === args.length &&
      overload.params.every((param, i) => takesValue(param, args[i] ?? null)),
  );
}

function takesValue(type: CelType, value: CelValue): boolean {
  switch (type.kind) {
    case "dyn":
    case "param":
      return true;
    case "list":
      return isList(value) && value.every((each) => takesValue(type.element, each));
    case "map":
      return isMap(value);
    case "optional":
      return (
        value instanceof Optional &&
        (value.value === undefined || takesValue(type.element, value.value))
      );
    default: {
      const given = typeOfValue(value);
      return given === type || (given.kind === "opaque" && given.name === nameOf(type));
    }
  }
}

function nameOf(type: CelType): string | undefined {
  return "name" in type ? type.name : undefined;
}
