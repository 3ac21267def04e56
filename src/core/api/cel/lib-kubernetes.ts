import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  quantityFromNumber,
  quantityProblem,
  subtractQuantity,
  type Quantity,
} from "../quantity.ts";
import { label1035Problems, labelProblems } from "../validation/problems.ts";
import { labelValueProblems, qualifiedNameProblems, subdomainProblems } from "../label-format.ts";
import { formatProblem } from "../custom/formats.ts";
import { dataOf, opaque } from "./lib-network.ts";
import { overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import type { Opaque } from "./values.ts";
import { CelError, Optional, type CelValue } from "./values.ts";

const NANO = 1_000_000_000n;
const MAX_INT = 2n ** 63n - 1n;
const quantityOf = (value: CelValue | undefined) => dataOf<"quantity">(value).quantity;

function wrap(quantity: Quantity): Opaque {
  return opaque("quantity", { type: "quantity", quantity });
}

function toQuantity(text: string): Opaque {
  const quantity = parseQuantity(text);
  if (!quantity)
    throw new CelError(quantityProblem(text) ?? "quantities must match the regular expression");
  return wrap(quantity);
}

const isWhole = (value: CelValue | undefined) => {
  const { nano } = quantityOf(value);
  return nano % NANO === 0n && nano / NANO <= MAX_INT && nano / NANO >= -MAX_INT - 1n;
};

function compare(isMet: (compared: number) => boolean): CelFunction {
  return ([a, b]) => isMet(compareQuantity(quantityOf(a), quantityOf(b)));
}

const quantityLibrary = overloadsOf({
  ".quantity(string): quantity": ([text]) => toQuantity(text as string),
  "isQuantity(string): bool": ([text]) => parseQuantity(text as string) !== undefined,
  "quantity.sign(): int": ([value]) => {
    const { nano } = quantityOf(value);
    return nano > 0n ? 1n : nano < 0n ? -1n : 0n;
  },
  "quantity.isGreaterThan(quantity): bool": compare((compared) => compared > 0),
  "quantity.isLessThan(quantity): bool": compare((compared) => compared < 0),
  "quantity.compareTo(quantity): int": ([a, b]) =>
    BigInt(compareQuantity(quantityOf(a), quantityOf(b))),
  "quantity.asApproximateFloat(): double": ([value]) =>
    Number(quantityOf(value).nano) / Number(NANO),
  "quantity.asInteger(): int": ([value]) => {
    if (!isWhole(value)) throw new CelError("cannot convert value to integer");
    return quantityOf(value).nano / NANO;
  },
  "quantity.isInteger(): bool": ([value]) => isWhole(value),
  "quantity.add(quantity): quantity": ([a, b]) => wrap(addQuantity(quantityOf(a), quantityOf(b))),
  "quantity.add(int): quantity": ([a, b]) =>
    wrap(addQuantity(quantityOf(a), quantityFromNumber(Number(b as bigint)))),
  "quantity.sub(quantity): quantity": ([a, b]) =>
    wrap(subtractQuantity(quantityOf(a), quantityOf(b))),
  "quantity.sub(int): quantity": ([a, b]) =>
    wrap(subtractQuantity(quantityOf(a), quantityFromNumber(Number(b as bigint)))),
});

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** `v1.2` as `1.2.0`. Models semver.go normalizeAndParse. */
function normalised(text: string): string {
  const [, core = "", rest = ""] = /^v?([0-9.]*)(.*)$/.exec(text) ?? [];
  const parts = core.split(".").map((part) => part.replace(/^0+(?=\d)/, ""));
  while (parts.length < 3) parts.push("0");
  return `${parts.join(".")}${rest}`;
}

function parseSemver(text: string): Opaque | undefined {
  const match = SEMVER.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = [match[1], match[2], match[3]].map((part) => BigInt(part ?? 0));
  const parts = [major ?? 0n, minor ?? 0n, patch ?? 0n] as const;
  return opaque("semver", { type: "semver", text, parts, pre: match[4]?.split(".") ?? [] });
}

function toSemver(text: string): Opaque {
  const found = parseSemver(text);
  if (!found) throw new CelError("No Major.Minor.Patch elements found");
  return found;
}

function compareSemver(a: CelValue | undefined, b: CelValue | undefined): number {
  const [left, right] = [dataOf<"semver">(a), dataOf<"semver">(b)];
  for (const [i, part] of left.parts.entries()) {
    const other = right.parts[i] ?? 0n;
    if (part !== other) return part < other ? -1 : 1;
  }
  return comparePre(left.pre, right.pre);
}

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length > 0 ? 1 : a.length > 0 ? -1 : 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (numeric[0] && numeric[1]) return BigInt(left) < BigInt(right) ? -1 : 1;
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

const part =
  (index: 0 | 1 | 2): CelFunction =>
  ([version]) =>
    dataOf<"semver">(version).parts[index];

const semverLibrary = overloadsOf({
  ".semver(string): semver": ([text]) => toSemver(text as string),
  ".semver(string, bool): semver": ([text, isLoose]) =>
    toSemver(isLoose === true ? normalised(text as string) : (text as string)),
  "isSemver(string): bool": ([text]) => parseSemver(text as string) !== undefined,
  "isSemver(string, bool): bool": ([text, isLoose]) =>
    parseSemver(isLoose === true ? normalised(text as string) : (text as string)) !== undefined,
  "semver.major(): int": part(0),
  "semver.minor(): int": part(1),
  "semver.patch(): int": part(2),
  "semver.compareTo(semver): int": ([a, b]) => BigInt(compareSemver(a, b)),
  "semver.isGreaterThan(semver): bool": ([a, b]) => compareSemver(a, b) > 0,
  "semver.isLessThan(semver): bool": ([a, b]) => compareSemver(a, b) < 0,
});

function prefixed(problems: (text: string) => readonly string[]): (text: string) => string[] {
  return (text) => {
    const isPrefix = text.endsWith("-");
    return [...problems(isPrefix ? `${text}a` : text)];
  };
}

function strfmt(name: string): (text: string) => string[] {
  return (text) => (formatProblem(name, text) ? ["invalid " + name] : []);
}

const FORMATS: ReadonlyMap<string, (text: string) => string[]> = new Map([
  ["dns1123Label", (text) => [...labelProblems(text)]],
  ["dns1123Subdomain", (text) => [...subdomainProblems(text)]],
  ["dns1035Label", (text) => [...label1035Problems(text)]],
  ["qualifiedName", (text) => [...qualifiedNameProblems(text)]],
  ["labelValue", (text) => [...labelValueProblems(text)]],
  ["dns1123LabelPrefix", prefixed(labelProblems)],
  ["dns1123SubdomainPrefix", prefixed(subdomainProblems)],
  ["dns1035LabelPrefix", prefixed(label1035Problems)],
  ["uri", strfmt("uri")],
  ["uuid", strfmt("uuid")],
  ["byte", strfmt("byte")],
  ["date", strfmt("date")],
  ["datetime", strfmt("datetime")],
]);

function namedFormat(name: string): Opaque | undefined {
  const problems = FORMATS.get(name);
  return problems && opaque("format", { type: "format", name, problems });
}

const formatLibrary = overloadsOf({
  ".format.named(string): optional<format>": ([name]) => new Optional(namedFormat(name as string)),
  "format.validate(string): optional<list<string>>": ([format, text]) => {
    const problems = dataOf<"format">(format).problems(text as string);
    return new Optional(problems.length === 0 ? undefined : problems);
  },
  ...Object.fromEntries(
    [...FORMATS.keys()].map((name): [string, CelFunction] => [
      `.format.${name}(): format`,
      () => namedFormat(name) ?? null,
    ]),
  ),
});

type Check = Extract<Opaque["data"], { readonly type: "check" }>["check"];

function check(word: string, base: CelValue | undefined, change: Partial<Check>): Opaque {
  return opaque(word, { type: "check", check: { ...dataOf<"check">(base).check, ...change } });
}

const NOWHERE = { group: "", resource: "", subresource: "", namespace: "", name: "" };

const authorizerLibrary = overloadsOf({
  "authorizer.path(string): pathcheck": ([authorizer, path]) => {
    const { user } = dataOf<"authorizer">(authorizer);
    return opaque("pathcheck", {
      type: "check",
      check: { ...NOWHERE, user, path: path as string },
    });
  },
  "authorizer.group(string): groupcheck": ([authorizer, group]) => {
    const { user } = dataOf<"authorizer">(authorizer);
    const asked = { ...NOWHERE, user, group: group as string };
    return opaque("groupcheck", { type: "check", check: asked });
  },
  "authorizer.serviceAccount(string, string): authorizer": ([, namespace, name]) => {
    const user = `system:serviceaccount:${namespace as string}:${name as string}`;
    return opaque("authorizer", { type: "authorizer", user });
  },
  "groupcheck.resource(string): resourcecheck": ([group, resource]) =>
    check("resourcecheck", group, { resource: resource as string }),
  "resourcecheck.subresource(string): resourcecheck": ([base, subresource]) =>
    check("resourcecheck", base, { subresource: subresource as string }),
  "resourcecheck.namespace(string): resourcecheck": ([base, namespace]) =>
    check("resourcecheck", base, { namespace: namespace as string }),
  "resourcecheck.name(string): resourcecheck": ([base, name]) =>
    check("resourcecheck", base, { name: name as string }),
  "resourcecheck.fieldSelector(string): resourcecheck | resourcecheck.labelSelector(string): resourcecheck":
    ([base = null]) => base,
  "pathcheck.check(string): decision | resourcecheck.check(string): decision": (
    [base, verb],
    { authorize },
  ) => {
    const decision = authorize?.(dataOf<"check">(base).check, verb as string);
    return opaque("decision", { type: "decision", isAllowed: false, reason: "", ...decision });
  },
  "decision.allowed(): bool": ([decision]) => dataOf<"decision">(decision).isAllowed,
  "decision.reason(): string": ([decision]) => dataOf<"decision">(decision).reason,
  "decision.errored(): bool": () => false,
  "decision.error(): string": () => "",
});

/** Kubernetes' own types. Models k8s.io/apiserver/pkg/cel/library. */
export const kubernetesLibrary: readonly Overload[] = [
  ...quantityLibrary,
  ...semverLibrary,
  ...formatLibrary,
  ...authorizerLibrary,
];
