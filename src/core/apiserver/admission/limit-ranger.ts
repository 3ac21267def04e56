import type { Draft } from "#core/api/define.ts";
import {
  compareQuantity,
  formatQuantity,
  addQuantity,
  parseQuantity,
  type Quantity,
} from "#core/api/quantity.ts";
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
} from "#core/api/schema/generated/types.ts";
import { defineAdmission, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

const ANNOTATION = "kubernetes.io/limit-ranger";

type Amounts = Readonly<Record<string, string>>;

/** Gives containers the requests and limits of their namespace's limit ranges, and refuses what lies outside them. Models plugin LimitRanger. */
export const limitRanger = defineAdmission({
  name: "LimitRanger",
  kinds: ["Pod", "PersistentVolumeClaim"],
  admit({ kind, operation, subresource, namespace, draft }, lookup) {
    if (kind.storedAs !== "Pod" || operation !== "create" || subresource !== "" || !draft) return;
    for (const range of rangesIn(lookup, namespace)) fillIn(draft as Draft<Pod>, range);
  },
  validate(attributes, lookup) {
    const { kind, operation, subresource, namespace, draft } = attributes;
    const isResize = subresource === "resize" && operation === "update";
    const isPod = kind.storedAs === "Pod" && (operation === "create" || isResize);
    const isClaim = kind.storedAs === "PersistentVolumeClaim" && operation !== "delete";
    if ((!isPod && !isClaim) || (subresource !== "" && !isResize) || !draft) return;
    for (const { spec } of rangesIn(lookup, namespace)) {
      const problems = (spec?.limits ?? []).flatMap((item) =>
        isPod
          ? podProblems(draft as unknown as Pod, item)
          : claimProblems(draft as unknown as PersistentVolumeClaim, item),
      );
      const [first] = problems;
      if (first !== undefined)
        throw refuse(attributes, problems.length === 1 ? first : `[${problems.join(", ")}]`);
    }
  },
});

function rangesIn(lookup: AdmissionLookup, namespace: string): readonly LimitRange[] {
  return lookup.list("LimitRange", namespace) as readonly LimitRange[];
}

/** Models mergePodResourceRequirements. */
function fillIn(pod: Draft<Pod>, { spec }: LimitRange): void {
  const items = (spec?.limits ?? []).filter(({ type }) => type === "Container");
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest ?? {})) as Amounts;
  const limits = Object.assign({}, ...items.map((item) => item.default ?? {})) as Amounts;
  const notes = [
    ...(pod.spec.containers ?? []).flatMap((each) =>
      complete(each, "container", { requests, limits }),
    ),
    ...(pod.spec.initContainers ?? []).flatMap((each) =>
      complete(each, "init container", { requests, limits }),
    ),
  ];
  if (notes.length > 0)
    pod.metadata.annotations = {
      ...pod.metadata.annotations,
      [ANNOTATION]: `LimitRanger plugin set: ${notes.join("; ")}`,
    };
}

function complete(
  container: Draft<Container>,
  word: string,
  given: { readonly requests: Amounts; readonly limits: Amounts },
): string[] {
  const notes: string[] = [];
  for (const part of ["requests", "limits"] as const) {
    const own = container.resources[part] ?? {};
    const added = Object.keys(given[part])
      .filter((name) => own[name] === undefined)
      .sort();
    if (added.length === 0) continue;
    const all = {
      ...own,
      ...Object.fromEntries(added.map((name) => [name, given[part][name] ?? "0"])),
    };
    const filled = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    container.resources = { ...container.resources, [part]: filled };
    notes.push(`${added.join(", ")} ${part.slice(0, -1)} for ${word} ${container.name}`);
  }
  return notes;
}

/** Models PodValidateLimitFunc. */
function podProblems({ spec }: Pod, item: LimitRangeItem): string[] {
  if (item.type === "Container") {
    const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
    return containers.flatMap(({ resources }) =>
      problemsOf(item, resources?.requests ?? {}, resources?.limits ?? {}),
    );
  }
  if (item.type !== "Pod") return [];
  const total = (part: "requests" | "limits") =>
    sumOf((spec.containers ?? []).map(({ resources }) => resources?.[part] ?? {}));
  return problemsOf(item, total("requests"), total("limits"));
}

function claimProblems({ spec }: PersistentVolumeClaim, item: LimitRangeItem): string[] {
  if (item.type !== "PersistentVolumeClaim") return [];
  const requests = spec.resources?.requests ?? {};
  return [
    ...entriesOf(item.min).flatMap(([name, min]) =>
      tooLittle(item, name, min, { requests, limits: {} }),
    ),
    ...entriesOf(item.max).flatMap(([name, max]) => {
      const start = `maximum ${name} usage per ${item.type} is ${max}`;
      const request = requests[name];
      if (request === undefined) return [`${start}.  No request is specified`];
      return isMore(request, max) ? [`${start}, but request is ${request}`] : [];
    }),
  ];
}

function problemsOf(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return [
    ...entriesOf(item.min).flatMap(([name, min]) =>
      tooLittle(item, name, min, { requests, limits }),
    ),
    ...entriesOf(item.max).flatMap(([name, max]) => tooMuch(item, name, max, { requests, limits })),
    ...entriesOf(item.maxLimitRequestRatio).flatMap(([name, ratio]) =>
      tooUneven(item, name, ratio, { requests, limits }),
    ),
  ];
}

interface Given {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Models minConstraint. */
function tooLittle({ type }: LimitRangeItem, name: string, min: string, given: Given): string[] {
  const start = `minimum ${name} usage per ${type} is ${min}`;
  const [request, limit] = [given.requests[name], given.limits[name]];
  if (request === undefined) return [`${start}.  No request is specified`];
  if (isMore(min, request)) return [`${start}, but request is ${request}`];
  return limit !== undefined && isMore(min, limit) ? [`${start}, but limit is ${limit}`] : [];
}

/** Models maxConstraint. */
function tooMuch({ type }: LimitRangeItem, name: string, max: string, given: Given): string[] {
  const start = `maximum ${name} usage per ${type} is ${max}`;
  const [request, limit] = [given.requests[name], given.limits[name]];
  if (limit === undefined) return [`${start}.  No limit is specified`];
  if (isMore(limit, max)) return [`${start}, but limit is ${limit}`];
  return request !== undefined && isMore(request, max)
    ? [`${start}, but request is ${request}`]
    : [];
}

/** Models limitRequestRatioConstraint. */
function tooUneven({ type }: LimitRangeItem, name: string, most: string, given: Given): string[] {
  const start = `${name} max limit to request ratio per ${type} is ${most}`;
  const [request, limit] = [milliOf(given.requests[name]), milliOf(given.limits[name])];
  if (request === 0) return [`${start}, but no request is specified or request is 0`];
  if (limit === 0) return [`${start}, but no limit is specified or limit is 0`];
  const ratio = limit / request;
  return ratio > milliOf(most) / 1000
    ? [`${start}, but provided ratio is ${ratio.toFixed(6)}`]
    : [];
}

function sumOf(lists: readonly Amounts[]): Amounts {
  const total = new Map<string, Quantity>();
  for (const list of lists)
    for (const [name, text] of Object.entries(list)) {
      const amount = quantityOf(text);
      const before = total.get(name);
      total.set(name, before ? addQuantity(before, amount) : amount);
    }
  return Object.fromEntries([...total].map(([name, amount]) => [name, formatQuantity(amount)]));
}

function entriesOf(list: Amounts | undefined): readonly (readonly [string, string])[] {
  return Object.entries(list ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isMore(a: string, b: string): boolean {
  return compareQuantity(quantityOf(a), quantityOf(b)) > 0;
}

function quantityOf(text: string): Quantity {
  return parseQuantity(text) ?? { nano: 0n, format: "DecimalSI" };
}

function milliOf(text: string | undefined): number {
  return text === undefined ? 0 : Number(quantityOf(text).nano / 1_000_000n);
}
