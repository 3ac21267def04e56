import { sortedBy } from "#core/base/order.ts";
import {
  forbiddenField,
  invalid,
  notFoundField,
  required,
  duplicate,
  type FieldError,
} from "../field-error.ts";
import { compareQuantity, formatQuantity, parseQuantity, type Quantity } from "../quantity.ts";
import type { PodSpec, ResourceClaim, ResourceRequirements } from "../schema/generated/types.ts";
import { aggregateContainers, isPodLevelResource } from "../pod-resources.ts";
import { dnsLabel, NOT_NEGATIVE, unsupported } from "./fields.ts";
import { qualifiedNameProblems } from "../label-format.ts";
import { invalidFor } from "./problems.ts";

const COMPUTE = ["cpu", "memory", "ephemeral-storage"] as const;
const COUNTS = [
  "pods",
  "services",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
] as const;
const COUNTED: ReadonlySet<string> = new Set(COUNTS);
const STANDARD: ReadonlySet<string> = new Set([
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
  ...COUNTS,
  "storage",
  "requests.storage",
]);
const STANDARD_FOR_CONTAINERS: ReadonlySet<string> = new Set(COMPUTE);
const HUGE_PAGES = "hugepages-";
const NANO = 1_000_000_000n;
const NO_QUANTITY: Quantity = { nano: 0n, format: "DecimalSI" };

type ResourceList = Readonly<Record<string, string | number>>;

/** Every mistake of a container's requests and limits. Models validation.ValidateContainerResourceRequirements. */
export function validateContainerResources(
  path: string,
  resources: ResourceRequirements,
  claims: ReadonlySet<string>,
): FieldError[] {
  return validateRequirements(path, resources, claims, containerResourceName);
}

/** Every mistake of a pod's own requests and limits. Models validation.validatePodResourceRequirements. */
export function validatePodResources(
  path: string,
  spec: PodSpec,
  resources: ResourceRequirements,
): FieldError[] {
  const claims = new Set((spec.resourceClaims ?? []).map(({ name }) => name));
  return [
    ...(resources.claims
      ? [forbiddenField(`${path}.claims`, "claims cannot be set for Resources at pod-level")]
      : []),
    ...validateRequirements(path, resources, claims, podResourceName),
    ...inconsistentResources(path, spec, resources),
  ];
}

/** A pod may not ask for less than its containers do together, nor they for more than it may have. Models validation.validatePodResourceConsistency. */
function inconsistentResources(
  path: string,
  spec: PodSpec,
  { requests = {}, limits = {} }: ResourceRequirements,
): FieldError[] {
  const together = [...aggregateContainers(spec, "requests")].filter(([name]) =>
    isPodLevelResource(name),
  );
  const lessThanAsked = sortedBy(together, ([name]) => name).flatMap(([name, asked]) => {
    const given = quantityOf(requests[name] ?? "0");
    if (compareQuantity(asked, given) <= 0) return [];
    const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(asked)}`;
    return [invalid(`${path}.requests[${name}]`, formatQuantity(given), detail)];
  });
  const moreThanAllowed = (spec.containers ?? []).flatMap((container, i) =>
    entriesOf(container.resources?.limits ?? {}).flatMap(([name, text]) => {
      const most = limits[name];
      const limit = quantityOf(text);
      if (most === undefined || compareQuantity(limit, quantityOf(most)) <= 0) return [];
      const detail = `must be less than or equal to pod limits of ${formatQuantity(quantityOf(most))}`;
      return [invalid(`${path}.containers[${i}][${name}].limits`, formatQuantity(limit), detail)];
    }),
  );
  return [...lessThanAsked, ...moreThanAllowed];
}

type NameCheck = (field: string, name: string) => FieldError[];

function validateRequirements(
  path: string,
  resources: ResourceRequirements,
  claims: ReadonlySet<string>,
  checkName: NameCheck,
): FieldError[] {
  const { limits = {}, requests = {} } = resources;
  const errors: FieldError[] = [];
  for (const [name, text] of entriesOf(limits))
    errors.push(...amountErrors(`${path}.limits[${name}]`, name, text, checkName));
  for (const [name, text] of entriesOf(requests)) {
    errors.push(
      ...amountErrors(`${path}.requests[${name}]`, name, text, checkName),
      ...requestWithinLimit(path, name, text, limits),
    );
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory")) {
    errors.push(forbiddenField(path, "HugePages require cpu or memory"));
  }
  return [...errors, ...claimErrors(`${path}.claims`, resources.claims ?? [], claims)];
}

function amountErrors(
  field: string,
  name: string,
  text: string | number,
  checkName: NameCheck,
): FieldError[] {
  return [
    ...checkName(field, name),
    ...quantityErrors(field, name, text),
    ...brokenPages(field, name, text),
  ];
}

/** Huge pages come whole. Models validation.validateResourceQuantityHugePageValue. */
function brokenPages(field: string, name: string, text: string | number): FieldError[] {
  if (!isHugePages(name)) return [];
  const size = parseQuantity(name.slice(HUGE_PAGES.length));
  const quantity = quantityOf(text);
  const isSize = size !== undefined && size.nano > 0n && size.nano % NANO === 0n;
  if (isSize && quantity.nano % size.nano === 0n) return [];
  const shown = formatQuantity(quantity);
  return [invalid(field, shown, `${shown} is not positive integer multiple of ${name}`)];
}

/** Refuses an amount below zero, or a broken number of what comes whole. Models validation.ValidateResourceQuantityValue. */
export function quantityErrors(field: string, name: string, text: string | number): FieldError[] {
  const quantity = quantityOf(text);
  const errors: FieldError[] = [];
  if (quantity.nano < 0n) errors.push(invalid(field, formatQuantity(quantity), NOT_NEGATIVE));
  if (isWhole(name) && quantity.nano % NANO !== 0n)
    errors.push(invalid(field, formatQuantity(quantity), "must be an integer"));
  return errors;
}

function requestWithinLimit(
  path: string,
  name: string,
  text: string | number,
  limits: ResourceList,
): FieldError[] {
  const request = quantityOf(text);
  const limitText = limits[name];
  if (limitText === undefined) {
    return mayOvercommit(name)
      ? []
      : [required(`${path}.limits`, "Limit must be set for non overcommitable resources")];
  }
  const limit = quantityOf(limitText);
  const order = compareQuantity(request, limit);
  const rule =
    order !== 0 && !mayOvercommit(name)
      ? "must be equal to"
      : order > 0
        ? "must be less than or equal to"
        : "";
  return rule === ""
    ? []
    : [
        invalid(
          `${path}.requests`,
          formatQuantity(request),
          `${rule} ${name} limit of ${formatQuantity(limit)}`,
        ),
      ];
}

function claimErrors(
  path: string,
  list: readonly ResourceClaim[],
  claims: ReadonlySet<string>,
): FieldError[] {
  const taken = new Set<string>();
  return list.flatMap((claim, i) => {
    const at = `${path}[${i}]`;
    if (!claim.name) return [required(at)];
    const errors = doubledClaim(at, claim, taken);
    if (claims.has(claim.name)) return errors;
    const known = claims.size === 0 ? " which is empty" : `: ${[...claims].sort().join(", ")}`;
    const detail = `must be one of the names in pod.spec.resourceClaims${known}`;
    return [...errors, { ...notFoundField(at, claim.name), detail }];
  });
}

/** A claim is named once as a whole, or once for each of its requests. */
function doubledClaim(
  at: string,
  { name, request }: ResourceClaim,
  taken: Set<string>,
): FieldError[] {
  if (taken.has(name)) return [duplicate(at, name)];
  const key = request ? `${name}/${request}` : name;
  const errors = request ? dnsLabel(`${at}.request`, request) : [];
  const overlaps = request ? [] : [...taken].filter((other) => other.startsWith(`${name}/`));
  if (taken.has(key)) errors.push(duplicate(at, key));
  taken.add(key);
  return [...errors, ...overlaps.map(() => duplicate(at, name))];
}

/** Refuses what is no resource name. Models validation.validateResourceName. */
export function resourceName(field: string, name: string): FieldError[] {
  const problems = qualifiedNameProblems(name);
  if (problems.length > 0) return invalidFor(field, name, problems);
  const isKnown = name.includes("/") || STANDARD.has(name) || isHugePages(name);
  return isKnown
    ? []
    : [invalid(field, name, "must be a standard resource type or fully qualified")];
}

/** Refuses what no container can ask for. Models validation.validateContainerResourceName. */
export function containerResourceName(field: string, name: string): FieldError[] {
  const errors = resourceName(field, name);
  if (!name.includes("/")) {
    const isKnown = STANDARD_FOR_CONTAINERS.has(name) || isHugePages(name);
    return isKnown
      ? errors
      : [...errors, invalid(field, name, "must be a standard resource for containers")];
  }
  if (isNative(name) || isExtended(name)) return errors;
  return [...errors, invalid(field, name, "doesn't follow extended resource name standard")];
}

function podResourceName(field: string, name: string): FieldError[] {
  const errors = resourceName(field, name);
  if (errors.length > 0 || isPodLevelResource(name)) return errors;
  return [unsupported(field, name, ["cpu", "hugepages-", "memory"])];
}

/** Whether the name is one of the sizes of huge pages. */
export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}
function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}
function isExtended(name: string): boolean {
  return (
    !isNative(name) &&
    !name.startsWith("requests.") &&
    qualifiedNameProblems(`requests.${name}`).length === 0
  );
}
function isWhole(name: string): boolean {
  return COUNTED.has(name) || isExtended(name);
}
/** Whether more of it may be promised than there is. Models helper.IsOvercommitAllowed. */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
function quantityOf(text: string | number): Quantity {
  return parseQuantity(String(text)) ?? NO_QUANTITY;
}
function entriesOf(list: ResourceList): [string, string | number][] {
  return sortedBy(Object.entries(list), ([name]) => name);
}
