/** Follows a simple JSON path such as `.spec.size`, `.items[0].name`, `.metadata.labels['a\\.b']` or `.status.conditions[?(@.type=="Ready")].status`; undefined when it leads nowhere. Models what additionalPrinterColumns use of client-go/util/jsonpath. */
export function valueAt(value: unknown, path: string): unknown {
  let found: unknown = value;
  for (const step of stepsOf(path)) {
    found = follow(found, step);
    if (found === undefined) return undefined;
  }
  return found;
}

type Step =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly where: string; readonly equals: string };

const STEP =
  /\.((?:\\.|[^.[\]\\])+)|\[(\d+|\*)\]|\['((?:\\.|[^'\\])*)'\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/gy;

const stepsByPath = new Map<string, readonly Step[]>();
const MAX_PATHS = 1000;

function stepsOf(path: string): readonly Step[] {
  const known = stepsByPath.get(path);
  if (known) return known;
  if (stepsByPath.size >= MAX_PATHS) stepsByPath.clear();
  const steps = [...path.matchAll(new RegExp(STEP.source, "g"))].map(
    ([, key, index, quoted, where, equals]): Step => {
      if (index !== undefined) return { index: index === "*" ? 0 : Number(index) };
      if (where !== undefined) return { where, equals: equals ?? "" };
      return { key: (key ?? quoted ?? "").replace(/\\(.)/g, "$1") };
    },
  );
  stepsByPath.set(path, steps);
  return steps;
}

function follow(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) {
    if ("index" in step) return value[step.index] as unknown;
    if ("where" in step)
      return value.find((each: unknown) => String(valueAt(each, `.${step.where}`)) === step.equals);
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("key" in step)) return undefined;
  return Object.hasOwn(value, step.key)
    ? (value as Readonly<Record<string, unknown>>)[step.key]
    : undefined;
}

/** Writes a value at a path of plain fields, making the maps on the way. */
export function putAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = stepsOf(path).flatMap((step) => ("key" in step ? [step.key] : []));
  const last = keys.pop();
  let place = target;
  for (const key of keys) {
    const next = place[key];
    const isMap = typeof next === "object" && next !== null && !Array.isArray(next);
    const inner = isMap ? (next as Record<string, unknown>) : {};
    place[key] = inner;
    place = inner;
  }
  if (last !== undefined) place[last] = value;
}
