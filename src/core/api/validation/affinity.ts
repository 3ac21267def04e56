import { invalid, required, type FieldError, forbiddenField } from "../field-error.ts";
import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from "../schema/generated/types.ts";
import { labelName, labelSelector, selectorValues } from "./labels.ts";
import { labelValueProblems, subdomainProblems } from "../label-format.ts";
import { invalidFor, labelProblems } from "./problems.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const WEIGHT_TEXT = "must be in the range 1-100";

/** Every mistake of a pod's wishes about nodes and neighbours. Models validation.validateAffinity. */
export function validateAffinity(path: string, affinity: Affinity | undefined): FieldError[] {
  if (!affinity) return [];
  return [
    ...validateNodeAffinity(`${path}.nodeAffinity`, affinity.nodeAffinity),
    ...validatePodAffinity(`${path}.podAffinity`, affinity.podAffinity),
    ...validatePodAffinity(`${path}.podAntiAffinity`, affinity.podAntiAffinity),
  ];
}

function validateNodeAffinity(path: string, affinity: Affinity["nodeAffinity"]): FieldError[] {
  const wanted = affinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...(wanted ? validateNodeSelector(`${path}.${REQUIRED}`, wanted) : []),
    ...preferred.flatMap(({ weight, preference }, i) => [
      ...weightErrors(`${path}.${PREFERRED}[${i}].weight`, weight),
      ...nodeSelectorTerm(`${path}.${PREFERRED}[${i}].preference`, preference, {
        checksValues: false,
      }),
    ]),
  ];
}

/** Every mistake of a demand on nodes. Models validation.ValidateNodeSelector. */
export function validateNodeSelector(
  path: string,
  { nodeSelectorTerms }: NodeSelector,
): FieldError[] {
  const at = `${path}.nodeSelectorTerms`;
  if (!nodeSelectorTerms?.length)
    return [required(at, "must have at least one node selector term")];
  return nodeSelectorTerms.flatMap((term, i) =>
    nodeSelectorTerm(`${at}[${i}]`, term, { checksValues: true }),
  );
}

interface TermRules {
  readonly checksValues: boolean;
}

function nodeSelectorTerm(
  path: string,
  term: NodeSelectorTerm | undefined,
  rules: TermRules,
): FieldError[] {
  return [
    ...(term?.matchExpressions ?? []).flatMap((each, i) =>
      nodeExpression(`${path}.matchExpressions[${i}]`, each, rules),
    ),
    ...(term?.matchFields ?? []).flatMap((each, i) => nodeField(`${path}.matchFields[${i}]`, each)),
  ];
}

function nodeExpression(
  path: string,
  { key, operator, values = [] }: NodeSelectorRequirement,
  { checksValues }: TermRules,
): FieldError[] {
  const compares = operator === "Gt" || operator === "Lt";
  const count = compares
    ? values.length === 1
      ? []
      : [
          required(
            `${path}.values`,
            "must be specified single value when `operator` is 'Lt' or 'Gt'",
          ),
        ]
    : selectorValues(path, operator, values);
  const formats = checksValues
    ? values.flatMap((value, i) =>
        invalidFor(`${path}.values[${i}]`, value, labelValueProblems(value)),
      )
    : [];
  return [...count, ...labelName(`${path}.key`, key), ...formats];
}

function nodeField(
  path: string,
  { key, operator, values = [] }: NodeSelectorRequirement,
): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn")
    errors.push(invalid(`${path}.operator`, operator, "not a valid selector operator"));
  else if (values.length !== 1) {
    errors.push(
      required(
        `${path}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    );
  }
  if (key !== "metadata.name")
    return [...errors, invalid(`${path}.key`, key, "not a valid field selector key")];
  return [
    ...errors,
    ...values.flatMap((value, i) =>
      invalidFor(`${path}.values[${i}]`, value, subdomainProblems(value)),
    ),
  ];
}

function validatePodAffinity(path: string, affinity: PodAffinity | undefined): FieldError[] {
  const wanted = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...wanted.flatMap((term, i) => podTerm(`${path}.${REQUIRED}[${i}]`, term)),
    ...preferred.flatMap(({ weight, podAffinityTerm }, i) => [
      ...weightErrors(`${path}.${PREFERRED}[${i}].weight`, weight),
      ...podTerm(`${path}.${PREFERRED}[${i}].podAffinityTerm`, podAffinityTerm),
    ]),
  ];
}

function podTerm(path: string, term: PodAffinityTerm): FieldError[] {
  return [
    ...labelSelector(`${path}.labelSelector`, term.labelSelector),
    ...labelSelector(`${path}.namespaceSelector`, term.namespaceSelector),
    ...(term.namespaces ?? []).flatMap((name) =>
      invalidFor(`${path}.namespace`, name, labelProblems(name)),
    ),
    ...keyErrors(path, term),
    ...(term.topologyKey ? [] : [required(`${path}.topologyKey`, "can not be empty")]),
    ...labelName(`${path}.topologyKey`, term.topologyKey ?? ""),
  ];
}

function keyErrors(
  path: string,
  { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector: selector }: PodAffinityTerm,
): FieldError[] {
  const both = matchLabelKeys.flatMap((key, i) =>
    mismatchLabelKeys.includes(key)
      ? [
          invalid(
            `${path}.matchLabelKeys[${i}]`,
            key,
            "exists in both matchLabelKeys and mismatchLabelKeys",
          ),
        ]
      : [],
  );
  const hasSelector = selector !== undefined;
  return [
    ...listedKeys(`${path}.matchLabelKeys`, matchLabelKeys, hasSelector),
    ...listedKeys(`${path}.mismatchLabelKeys`, mismatchLabelKeys, hasSelector),
    ...both,
  ];
}

function listedKeys(path: string, keys: readonly string[], hasSelector: boolean): FieldError[] {
  if (keys.length === 0) return [];
  if (!hasSelector)
    return [forbiddenField(path, "must not be specified when labelSelector is not set")];
  return keys.flatMap((key, i) => labelName(`${path}[${i}]`, key));
}

function weightErrors(path: string, weight: number): FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [invalid(path, weight, WEIGHT_TEXT)];
}
