import { duplicate, forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import { qualifiedNameProblems } from "../label-format.ts";
import { compareQuantity, formatQuantity, parseQuantity, type Quantity } from "../quantity.ts";
import type { LimitRange, LimitRangeItem } from "../schema/generated/types.ts";
import { containerResourceName, mayOvercommit, resourceName } from "./resources.ts";
import { invalidFor } from "./problems.ts";

const TYPES: ReadonlySet<string> = new Set(["Pod", "Container", "PersistentVolumeClaim"]);
const ONE = 1_000_000_000n;
const NANO_PER_MILLI = 1_000_000n;

type Amounts = Readonly<Record<string, string>>;
type Part = "max" | "min" | "default" | "defaultRequest" | "maxLimitRequestRatio";

/** Every mistake of a LimitRange. Models validation.ValidateLimitRange. */
export function validateLimitRange({ spec }: LimitRange): FieldError[] {
  const seen = new Set<string>();
  return (spec?.limits ?? []).flatMap((item, i) => {
    const at = `spec.limits[${i}]`;
    const errors = typeErrors(`${at}.type`, item.type);
    if (seen.has(item.type)) errors.push(duplicate(`${at}.type`, item.type));
    seen.add(item.type);
    return [...errors, ...validateItem(at, item)];
  });
}

function typeErrors(field: string, type: string): FieldError[] {
  const problems = qualifiedNameProblems(type);
  if (problems.length > 0) return invalidFor(field, type, problems);
  return type.includes("/") || TYPES.has(type)
    ? []
    : [invalid(field, type, "must be a standard limit type or fully qualified")];
}

function validateItem(at: string, item: LimitRangeItem): FieldError[] {
  const { type } = item;
  const errors = [...names(at, item, "max"), ...names(at, item, "min")];
  if (type === "Pod") {
    for (const part of ["default", "defaultRequest"] as const)
      if (Object.keys(item[part] ?? {}).length > 0)
        errors.push(forbiddenField(`${at}.${part}`, "may not be specified when `type` is 'Pod'"));
  } else errors.push(...names(at, item, "default"), ...names(at, item, "defaultRequest"));
  if (type === "PersistentVolumeClaim" && !item.min?.["storage"] && !item.max?.["storage"]) {
    const detail = "either minimum or maximum storage value is required, but neither was provided";
    errors.push(required(`${at}.limits`, detail));
  }
  errors.push(...names(at, item, "maxLimitRequestRatio"));
  const isPod = type === "Pod";
  const parts = { ...item, ...(isPod && { default: {}, defaultRequest: {} }) };
  const keys = PARTS.flatMap((part) => Object.keys(parts[part] ?? {}));
  return [...errors, ...asSet(keys).flatMap((key) => compareParts(at, parts, key))];
}

const PARTS = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

function asSet(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort();
}

function names(at: string, item: LimitRangeItem, part: Part): FieldError[] {
  const isOfContainers = item.type === "Pod" || item.type === "Container";
  return Object.keys(item[part] ?? {})
    .sort()
    .flatMap((name) =>
      (isOfContainers ? containerResourceName : resourceName)(`${at}.${part}[${name}]`, name),
    );
}

/** Refuses amounts of one resource that contradict each other. */
function compareParts(at: string, parts: Pick<LimitRangeItem, Part>, key: string): FieldError[] {
  const amountIn = (part: Part) => amountOf(parts[part], key);
  const [min, max] = [amountIn("min"), amountIn("max")];
  const [request, limit] = [amountIn("defaultRequest"), amountIn("default")];
  const errors: FieldError[] = [];
  const check = (
    part: Part,
    low: Amount | undefined,
    high: Amount | undefined,
    words: readonly [string, string],
    shown: Amount | undefined,
  ) => {
    if (!low || !high || !shown || compareQuantity(low.quantity, high.quantity) <= 0) return;
    const detail = `${words[0]} value ${low.text} is greater than ${words[1]} value ${high.text}`;
    errors.push(invalid(`${at}.${part}[${key}]`, shown.text, detail));
  };
  check("min", min, max, ["min", "max"], min);
  check("defaultRequest", min, request, ["min", "default request"], request);
  check("defaultRequest", request, max, ["default request", "max"], request);
  check("defaultRequest", request, limit, ["default request", "default limit"], request);
  check("default", min, limit, ["min", "default"], min);
  check("default", limit, max, ["default", "max"], max);
  errors.push(
    ...ratioErrors(`${at}.maxLimitRequestRatio[${key}]`, amountIn("maxLimitRequestRatio"), {
      min,
      max,
    }),
  );
  if (
    !mayOvercommit(key) &&
    limit &&
    request &&
    compareQuantity(limit.quantity, request.quantity) !== 0
  ) {
    const detail = `default value ${limit.text} must equal to defaultRequest value ${request.text} in ${key}`;
    errors.push(invalid(`${at}.defaultRequest[${key}]`, request.text, detail));
  }
  return errors;
}

interface Amount {
  readonly quantity: Quantity;
  readonly text: string;
}

function amountOf(list: Amounts | undefined, key: string): Amount | undefined {
  const quantity = parseQuantity(list?.[key] ?? "");
  return quantity && { quantity, text: formatQuantity(quantity) };
}

function ratioErrors(
  field: string,
  ratio: Amount | undefined,
  { min, max }: { readonly min: Amount | undefined; readonly max: Amount | undefined },
): FieldError[] {
  if (!ratio) return [];
  const errors: FieldError[] = [];
  if (ratio.quantity.nano < ONE)
    errors.push(invalid(field, ratio.text, `ratio ${ratio.text} is less than 1`));
  if (!min || !max) return errors;
  const greatest = milliOf(max) / milliOf(min);
  if (milliOf(ratio) / 1000 > greatest) {
    const detail = `ratio ${ratio.text} is greater than max/min = ${goFloat(greatest)}`;
    errors.push(invalid(field, ratio.text, detail));
  }
  return errors;
}

/** A float as Go's %f prints it. */
function goFloat(value: number): string {
  if (Number.isFinite(value)) return value.toFixed(6);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

function milliOf({ quantity }: Amount): number {
  return Number(quantity.nano / NANO_PER_MILLI);
}
