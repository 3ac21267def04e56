import { call, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { CommandFailure, failure } from "../failure.ts";
import { isMap, listAt, textAt, valueAt } from "../json.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { findResource } from "../resources.ts";
import { compactedRules, sortedRules, type SingleRule } from "../single-rules.ts";

const GROUP = "authorization.k8s.io";
const KNOWN_VERBS = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
  "use",
  "bind",
  "impersonate",
  "*",
  "approve",
  "sign",
  "escalate",
  "attest",
];
const KNOWN_URL_VERBS = ["get", "put", "post", "head", "options", "delete", "patch"];

export const canI = defineCommand({
  name: "can-i",
  flags: [
    { name: "all-namespaces", short: "A", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "subresource", type: "text" },
    { name: "list", type: "bool" },
    { name: "no-headers", type: "bool" },
  ],
  *run(invocation) {
    const { args, flags, path } = invocation;
    if (flags.on("list") && args.length > 0)
      throw failure("list option must be specified with no arguments");
    if (flags.on("list")) return yield* list(invocation);
    const [verb, what] = args;
    if (verb === undefined || what === undefined || args.length > 2)
      throw new CommandFailure(
        `you must specify two arguments: verb resource or verb resource/resourceName.\nSee '${path} -h' for help and examples.`,
      );
    const attributes = what.startsWith("/")
      ? { nonResourceAttributes: { path: what, verb } }
      : { resourceAttributes: yield* resourceAttributes(invocation, verb, what) };
    if (what.startsWith("/") && !KNOWN_URL_VERBS.includes(verb))
      yield* warn(flags.on("quiet"), `verb '${verb}' is not a known verb`);
    const answer = yield* ask("selfsubjectaccessreviews", "SelfSubjectAccessReview", attributes);
    const isAllowed = valueAt(answer, "status", "allowed") === true;
    if (!flags.on("quiet")) yield* print(`${isAllowed ? "yes" : `no${reasonOf(answer)}`}\n`);
    return isAllowed ? 0 : 1;
  },
});

function* warn(isQuiet: boolean, text: string): Steps<void> {
  if (!isQuiet) yield* printError(`Warning: ${text}\n\n`);
}

function reasonOf(answer: unknown): string {
  const reason = textAt(answer, "status", "reason");
  const problem = textAt(answer, "status", "evaluationError");
  return `${reason === "" ? "" : ` - ${reason}`}${problem === "" ? "" : ` - ${problem}`}`;
}

/** What is asked about, with warnings about words nobody knows. Models auth.CanIOptions. */
function* resourceAttributes(
  { session, flags, args }: Invocation,
  verb: string,
  what: string,
): Steps<Readonly<Record<string, string>>> {
  const isQuiet = flags.on("quiet");
  const [type = "", name = ""] = what.split("/");
  if (flags.on("all-namespaces") && name !== "" && args.length > 3)
    throw failure("subresource can not be used with NonResourceURL");
  const found = type === "*" ? undefined : findResource(session, type);
  if (!found && type !== "*") {
    const [plain, ...group] = type.split(".");
    const suffix = group.length === 0 ? "" : ` in group '${group.join(".")}'`;
    yield* warn(isQuiet, `the server doesn't have a resource type '${plain}'${suffix}`);
  }
  if (found && !found.namespaced && !flags.on("all-namespaces")) {
    const suffix = found.group === "" ? "" : ` in group '${found.group}'`;
    yield* warn(isQuiet, `resource '${found.plural}' is not namespace scoped${suffix}`);
  }
  if (!KNOWN_VERBS.includes(verb)) yield* warn(isQuiet, `verb '${verb}' is not a known verb`);
  const [plain = "", ...group] = type.split(".");
  const namespace = flags.on("all-namespaces") ? "" : flags.text("namespace", session.namespace);
  const subresource = flags.text("subresource");
  return {
    ...(namespace !== "" && { namespace }),
    verb,
    group: found?.group ?? (type === "*" ? "*" : group.join(".")),
    resource: found?.plural ?? plain,
    ...(subresource !== "" && { subresource }),
    ...(name !== "" && { name }),
  };
}

function* ask(plural: string, kind: string, spec: unknown): Steps<unknown> {
  return yield* call({
    verb: "create",
    resource: { group: GROUP, version: "v1", plural, namespaced: false },
    namespace: "",
    body: { apiVersion: `${GROUP}/v1`, kind, metadata: {}, spec },
  });
}

function* list({ session, flags }: Invocation): Steps<number> {
  const namespace = flags.text("namespace", session.namespace);
  const answer = yield* ask("selfsubjectrulesreviews", "SelfSubjectRulesReview", { namespace });
  const rules = [
    ...listAt(answer, "status", "resourceRules"),
    ...listAt(answer, "status", "nonResourceRules"),
  ];
  const writer = new TabWriter(TABLE_LAYOUT);
  if (!flags.on("no-headers"))
    writer.write("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
  for (const { group, resource, names, urls, verbs } of sortedRules(
    compactedRules(rules.flatMap(singlesOf)),
  )) {
    const [type = "", ...sub] = resource.split("/");
    const place = [type, ...(group === "" ? [] : [group])].join(".");
    const cells = [urls, names, verbs].map((each) => `[${each.join(" ")}]`);
    writer.write(`${[place, ...sub].join("/")}\t${cells.join("\t")}\n`);
  }
  yield* print(writer.flush());
  return 0;
}

function singlesOf(rule: unknown): readonly SingleRule[] {
  if (!isMap(rule)) return [];
  const texts = (key: string) => listAt(rule, key).map(String);
  const verbs = texts("verbs");
  const none = { group: "", resource: "", names: [], urls: [], verbs };
  const names = texts("resourceNames");
  const forResources = texts("apiGroups").flatMap((group) =>
    texts("resources").flatMap((resource) =>
      names.length === 0
        ? [{ ...none, group, resource }]
        : names.map((name) => ({ ...none, group, resource, names: [name] })),
    ),
  );
  return [...forResources, ...texts("nonResourceURLs").map((url) => ({ ...none, urls: [url] }))];
}
