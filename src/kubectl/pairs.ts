import { labelValueProblems } from "#core/api/label-format.ts";
import { failure } from "./failure.ts";

/** Changes to labels or annotations, as words say them. */
export interface PairChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Splits words into objects and changes (`key=value`, `key-`). Models cmdutil.GetResourcesAndPairs. */
export function splitPairs(
  words: readonly string[],
  pairType: string,
): { readonly objects: string[]; readonly pairs: string[] } {
  const objects: string[] = [];
  const pairs: string[] = [];
  for (const word of words) {
    const isPair =
      (word.includes("=") && !word.startsWith("=")) || (word.endsWith("-") && word !== "-");
    if (isPair) pairs.push(word);
    else if (pairs.length > 0)
      throw failure(`all resources must be specified before ${pairType} changes: ${word}`);
    else objects.push(word);
  }
  return { objects, pairs };
}

/** Reads the changes; a key may not be both set and removed. */
export function readPairs(pairs: readonly string[], pairType: "annotation" | "label"): PairChanges {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals >= 0) {
      if (pairType === "label" && pair.split("=").length !== 2)
        throw failure(`invalid label spec: ${pair}`);
      const value = pair.slice(equals + 1);
      const problems = pairType === "label" ? labelValueProblems(value) : [];
      if (problems.length > 0)
        throw failure(`invalid label value: ${JSON.stringify(pair)}: ${problems.join(";")}`);
      set[pair.slice(0, equals)] = pair.slice(equals + 1);
    } else remove.push(pair.slice(0, -1));
  }
  if (remove.some((key) => Object.hasOwn(set, key))) {
    const article = pairType === "annotation" ? "an annotation" : "a label";
    throw failure(`can not both modify and remove ${article} in the same command`);
  }
  return { set, remove };
}

/** The map after the changes. */
export function withPairs(
  before: Readonly<Record<string, string>>,
  { set, remove }: PairChanges,
): Record<string, string> {
  const after = { ...before, ...set };
  for (const key of remove) delete after[key];
  return after;
}
