import { compareText } from "#core/base/order.ts";
import { printError } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { CommandFailure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { findResource } from "./resources.ts";

/** Flags that say what a role allows. */
export const RULE_FLAGS: readonly FlagSpec[] = [
  { name: "verb", type: "csv" },
  { name: "resource", type: "csv" },
  { name: "resource-name", type: "list" },
];

/** One rule of a role. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** Verbs in order, each once; `*` alone when it is among them. */
export function verbsOf({ flags }: Pick<Invocation, "flags">): readonly string[] {
  const verbs = [...new Set(flags.list("verb").map((verb) => verb.trim()))];
  return verbs.includes("*") ? ["*"] : verbs;
}

const KNOWN_VERBS = [
  "*",
  "get",
  "delete",
  "list",
  "create",
  "update",
  "patch",
  "watch",
  "proxy",
  "deletecollection",
  "use",
  "bind",
  "approve",
  "sign",
  "escalate",
  "impersonate",
];

/** Says which verbs no resource answers to. Models create_role.go validateResource. */
export function* warnOfVerbs(verbs: readonly string[]): Steps<void> {
  for (const verb of verbs)
    if (!KNOWN_VERBS.includes(verb))
      yield* printError(`Warning: '${verb}' is not a standard resource verb\n`);
}

/** One rule for each API group that the resources belong to. Models create_role.go generateResourcePolicyRules. */
export function resourceRules(
  { session, flags }: Pick<Invocation, "session" | "flags">,
  verbs: readonly string[],
): readonly PolicyRule[] {
  const byGroup = new Map<string, string[]>();
  for (const word of flags.list("resource")) {
    const [type = "", ...rest] = word.split("/");
    const found = type === "*" ? { group: "", plural: "*" } : knownResource(session, type);
    const name = [found.plural, ...rest].join("/");
    const names = byGroup.get(found.group) ?? [];
    if (!names.includes(name)) byGroup.set(found.group, [...names, name]);
  }
  const resourceNames = flags.list("resource-name");
  return [...byGroup]
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, resources]) => ({
      apiGroups: [group],
      ...(resourceNames.length > 0 && { resourceNames }),
      resources,
      verbs,
    }));
}

/** Told without the usual `error: ` in front, as the real one does. */
function knownResource(
  session: Invocation["session"],
  type: string,
): { group: string; plural: string } {
  const found = findResource(session, type);
  if (found) return found;
  const [plain = "", ...group] = type.split(".");
  const place = group.length === 0 ? "" : ` in group ${JSON.stringify(group.join("."))}`;
  throw new CommandFailure(
    `the server doesn't have a resource type ${JSON.stringify(plain)}${place}`,
    {
      verbatim: true,
    },
  );
}
